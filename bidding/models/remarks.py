from django.conf import settings
from django.db import models
from django.db.models import Q

from bidding.states import RecordingPhase, RemarkKind
from marketplace.web.files import StoredFile
from organizations.models import Organization

from .tenders import Tender


class OpeningRemark(models.Model):
    """What a bidder says at the opening: it confirms the record, objects, or asks an official to stand aside."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="remarks")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=RemarkKind.choices)
    text = models.TextField(max_length=2000, blank=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["raised_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tender", "organization"],
                condition=Q(kind=RemarkKind.CONFIRMED),
                name="an_opening_is_confirmed_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=RemarkKind.CONFIRMED) | ~Q(text=""), name="objections_say_what"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="answers_have_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tender.reference} {self.kind}"

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return f"bidding.tender:{self.tender_id}"


class Recording(StoredFile):
    """A recording of an opening or an evaluation, with its digest; read by the buyer, auditors and nobody else."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="recordings")
    phase = models.CharField(max_length=20, choices=RecordingPhase.choices)
    note = models.CharField(max_length=200, blank=True)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["kept_at", "id"]

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return f"bidding.tender:{self.tender_id}"
