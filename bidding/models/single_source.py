from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.core.references import public_id
from organizations.models import Organization

from .awards import Award
from .tenders import Tender


class SingleSource(models.Model):
    """The one supplier of a single-source purchase, and the publicity in which anybody may object (GPR art. 38)."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    tender = models.OneToOneField(Tender, on_delete=models.PROTECT, related_name="single_source")
    supplier = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    original = models.ForeignKey(
        Award, on_delete=models.PROTECT, null=True, blank=True, related_name="additions"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    notice = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, ends_on__isnull=True, digest="")
                | (Q(published_at__isnull=False, ends_on__isnull=False) & ~Q(digest="")),
                name="publicity_has_an_end_and_a_text",
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
        return f"/tenders/single/{self.public_id}/"


class Argument(models.Model):
    """What one expert argues about the only supplier; name, employer and title are public by law (Order 74 art. 38)."""

    source = models.ForeignKey(SingleSource, on_delete=models.PROTECT, related_name="arguments")
    name = models.CharField(max_length=60)
    employer = models.CharField(max_length=120)
    title = models.CharField(max_length=60)
    opinion = models.TextField(max_length=2000)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["source_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "name", "employer"], name="one_argument_per_expert")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.name}"


class SourceObjection(models.Model):
    """An objection against a single source, in writing, with the buyer's answer (Order 74 art. 39)."""

    source = models.ForeignKey(SingleSource, on_delete=models.PROTECT, related_name="objections")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=4000)
    filed_at = models.DateTimeField()
    answer = models.TextField(max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["source_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "author"], name="one_objection_per_person_and_source")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.pk}"

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return self.source.audit_chain
