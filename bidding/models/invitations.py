from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.core.references import public_id
from organizations.models import Organization

from .tenders import Tender


class Prequalification(models.Model):
    """The qualification notice of an invited tender, who applied, and the draw of those who are invited (GPL art. 34).

    The seed of the draw is made with the notice, which shows its hash; it is told with the draw, so that nobody could
    choose it once the applicants were known.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    tender = models.OneToOneField(Tender, on_delete=models.PROTECT, related_name="prequalification")
    notice = models.JSONField()
    digest = models.CharField(max_length=64)
    seed = models.CharField(max_length=64)
    seed_digest = models.CharField(max_length=64)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    apply_by = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True, blank=True)
    record = models.JSONField(null=True, blank=True)
    record_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True, record_digest="")
                | (Q(drawn_at__isnull=False) & ~Q(record_digest="")),
                name="a_draw_has_a_record",
            )
        ]

    def __str__(self) -> str:
        return self.tender.reference

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return self.tender.audit_chain

    @property
    def path(self) -> str:
        """The language-neutral public address."""
        return f"/tenders/qualification/{self.public_id}/"


class Candidate(models.Model):
    """An organization that answered a qualification notice; the buyer checks it after the time to apply."""

    prequalification = models.ForeignKey(
        Prequalification, on_delete=models.PROTECT, related_name="candidates"
    )
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    statement = models.TextField(max_length=4000)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField()
    is_accepted = models.BooleanField(null=True, blank=True)
    reason = models.TextField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["prequalification_id", "applied_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["prequalification", "organization"], name="one_application_per_qualification_notice"
            ),
            models.CheckConstraint(
                condition=~Q(is_accepted=False) | ~Q(reason=""), name="refused_candidates_hear_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prequalification} {self.organization_id}"

    @property
    def audit_chain(self) -> str:
        """Own chain: that of the tender must not tell who applied."""
        return f"bidding.candidate:{self.pk}"
