from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bidding.states import AmendmentState

from .tenders import Tender, TenderDocument


class Amendment(models.Model):
    """A change of a published tender: proposed by one official, published by another, or dropped."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    changes = models.JSONField(default=list)
    criteria = models.JSONField(null=True, blank=True)
    bid_deadline = models.DateTimeField(null=True, blank=True)
    is_material = models.BooleanField()
    reason = models.TextField(max_length=1000)
    state = models.CharField(max_length=20, choices=AmendmentState.choices, default=AmendmentState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    document = models.OneToOneField(
        TenderDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="amendment"
    )

    class Meta:
        ordering = ["tender_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "number"], name="one_amendment_per_number"),
            models.UniqueConstraint(
                fields=["tender"],
                condition=Q(state=AmendmentState.PROPOSED),
                name="one_waiting_amendment_per_tender",
            ),
            models.CheckConstraint(
                condition=~Q(state=AmendmentState.PUBLISHED)
                | (Q(document__isnull=False, decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="amendments_are_published_by_another_official",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tender.reference} +{self.number}"

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return f"bidding.tender:{self.tender_id}"
