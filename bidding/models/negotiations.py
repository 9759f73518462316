from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bidding.states import NeedChangeState, NegotiationState

from .bids import Bid
from .officers import RosterMember
from .tenders import Lot


class Negotiation(models.Model):
    """The talks of a committee with each supplier, up to final quotes that are opened together (F214; O74)."""

    lot = models.OneToOneField(Lot, on_delete=models.PROTECT, related_name="negotiation")
    state = models.CharField(
        max_length=20, choices=NegotiationState.choices, default=NegotiationState.RUNNING
    )
    begun_at = models.DateTimeField()
    turn = models.PositiveSmallIntegerField(default=0)
    request = models.TextField(max_length=4000, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    quote_by = models.DateTimeField(null=True, blank=True)
    go_on_reason = models.TextField(max_length=1000, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    record = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=NegotiationState.QUOTING) | Q(quote_by__gt=F("asked_at")),
                name="final_quotes_have_time",
            ),
            models.CheckConstraint(
                condition=Q(state=NegotiationState.QUOTED, opened_at__isnull=False)
                | (~Q(state=NegotiationState.QUOTED) & Q(opened_at__isnull=True)),
                name="opened_final_quotes_have_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return str(self.lot)

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return self.lot.audit_chain


class Talk(models.Model):
    """What the committee and one supplier talked about; every supplier gets the same chance (F214 art. 19)."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="talks")
    text = models.TextField(max_length=4000)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["bid_id", "id"]

    def __str__(self) -> str:
        return f"{self.bid} {self.pk}"


class NeedChange(models.Model):
    """A substantive change of the need: confirmed by the buyer's representative, sent to all at once (F214 art. 20)."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=4000)
    state = models.CharField(max_length=20, choices=NeedChangeState.choices, default=NeedChangeState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["negotiation_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "number"], name="one_need_change_per_number"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="need_changes_are_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.negotiation} {self.number}"

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return self.negotiation.audit_chain


class Departure(models.Model):
    """A supplier that left the talks before its final quote; it gets its deposit back (F214 art. 22)."""

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="departure")
    reason = models.TextField(max_length=1000)
    left_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    left_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.bid)


class FinalQuote(models.Model):
    """The final quote of a supplier: sealed to the opening officers like a bid, handed in once, opened with all others."""

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="final_quote")
    manifest = models.JSONField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()
    price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    response = models.TextField(max_length=4000, blank=True)
    fault = models.CharField(max_length=40, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gt=0, opened_at__isnull=False),
                name="final_quotes_have_no_price_before_they_are_opened",
            )
        ]

    def __str__(self) -> str:
        return str(self.bid)

    @property
    def audit_chain(self) -> str:
        """The bid's own chain: that of the tender must not tell who has quoted."""
        return self.bid.audit_chain


class QuoteShare(models.Model):
    """A share of a final quote's key, encrypted to one opening officer; opened, kept under the server's key."""

    quote = models.ForeignKey(FinalQuote, on_delete=models.CASCADE, related_name="shares")
    member = models.ForeignKey(RosterMember, on_delete=models.PROTECT, related_name="+")
    blob = models.BinaryField()
    opened = models.BinaryField(null=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quote", "member"], name="one_quote_share_per_member")]

    def __str__(self) -> str:
        return f"{self.quote} {self.member_id}"
