from django.conf import settings
from django.db import models
from django.db.models import Q

from bidding.states import HearingKind, InvalidGround
from marketplace.core.references import public_id

from .bids import Bid


class Hearing(models.Model):
    """What the committee asks a bidder in writing, until when, and the bidder's one answer (O87 art. 51, 59, 60)."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="hearings")
    kind = models.CharField(max_length=20, choices=HearingKind.choices)
    text = models.TextField(max_length=2000)
    price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    rule = models.CharField(max_length=20, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answer = models.TextField(max_length=4000, blank=True)
    is_confirmed = models.BooleanField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["bid_id", "asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "kind"],
                condition=~Q(kind=HearingKind.CLARIFICATION),
                name="one_price_hearing_per_bid_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind=HearingKind.CORRECTION, price__gt=0)
                | (~Q(kind=HearingKind.CORRECTION) & Q(price__isnull=True)),
                name="corrections_name_a_price",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bid} {self.kind}"

    @property
    def audit_chain(self) -> str:
        """The chain of the tender: bids are open by now."""
        return self.bid.lot.audit_chain

    @property
    def path(self) -> str:
        """The language-neutral address for the bidder."""
        return f"/clarifications/{self.public_id}/"


class Invalidity(models.Model):
    """The committee's decision that a bid is invalid, with its ground (INV-01; O87 art. 63)."""

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="invalidity")
    ground = models.CharField(max_length=20, choices=InvalidGround.choices)
    reason = models.TextField(max_length=1000)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "invalidities"
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="invalid_bids_say_why")]

    def __str__(self) -> str:
        return f"{self.bid} {self.ground}"
