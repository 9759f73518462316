from django.conf import settings
from django.db import models
from django.db.models import Q

from bidding.states import ACTIVE_SEATS, SeatRole, SeatState

from .bids import Bid
from .tenders import Criterion, Lot


class Seat(models.Model):
    """A seat of the committee that evaluates a lot; names of experts are secret until the result."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="seats")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=20, choices=SeatRole.choices)
    is_chair = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=SeatState.choices, default=SeatState.APPOINTED)
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    replace_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["lot_id", "id"]
        permissions = [("score_tender", "Score the bids of a lot as a committee member")]
        constraints = [
            models.UniqueConstraint(
                fields=["lot", "member"], condition=Q(state__in=ACTIVE_SEATS), name="one_seat_per_member"
            ),
            models.UniqueConstraint(
                fields=["lot"],
                condition=Q(is_chair=True, state__in=ACTIVE_SEATS),
                name="one_chair_per_committee",
            ),
            models.CheckConstraint(
                condition=Q(state=SeatState.LOCKED, locked_at__isnull=False)
                | (~Q(state=SeatState.LOCKED) & Q(locked_at__isnull=True)),
                name="locked_seats_have_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot} {self.pk}"

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return self.lot.audit_chain


class Declaration(models.Model):
    """A member's declaration before seeing any content; never changed."""

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="declaration")
    has_conflict = models.BooleanField()
    statement = models.TextField(max_length=1000, blank=True)
    bidders = models.JSONField(default=list)
    leader = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="votes")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(has_conflict=False) | ~Q(statement=""), name="conflicts_are_explained"
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat} {'conflict' if self.has_conflict else 'clear'}"


class Qualification(models.Model):
    """The buyer's check of one bid against the conditions of the notice (Order 87 art. 44)."""

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="qualification")
    is_qualified = models.BooleanField()
    reason = models.TextField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_qualified=True) | ~Q(reason=""), name="unqualified_bids_say_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.bid} {'qualified' if self.is_qualified else 'unqualified'}"


class ScoreSheet(models.Model):
    """One member's sheet for one bid: a draft until the seat is locked."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="sheets")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="sheets")
    comment = models.TextField(max_length=2000, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["seat_id", "bid_id"]
        constraints = [models.UniqueConstraint(fields=["seat", "bid"], name="one_sheet_per_bid")]

    def __str__(self) -> str:
        return f"{self.seat} {self.bid}"


class Score(models.Model):
    """Points of one member for one criterion of one bid."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    points = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="one_score_per_criterion"),
            models.CheckConstraint(condition=Q(points__gte=0), name="scores_are_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.points}"


class LowPriceReview(models.Model):
    """The committee's decision on a price that looks abnormally low (LOW-06): never automatic."""

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="low_price_review")
    triggers = models.JSONField()
    is_explained = models.BooleanField()
    reason = models.TextField(max_length=2000)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.bid} {'explained' if self.is_explained else 'not explained'}"


class BidEvaluation(models.Model):
    """The frozen input of an evaluation and what the arithmetic makes of it; anybody can recompute it."""

    lot = models.OneToOneField(Lot, on_delete=models.PROTECT, related_name="evaluation")
    input = models.JSONField()
    result = models.JSONField()
    digest = models.CharField(max_length=64)
    bidders = models.JSONField(default=dict)
    draw = models.JSONField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.lot)

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return self.lot.audit_chain


class EarlierEvaluation(models.Model):
    """An evaluation that a challenge or complaint set aside, exactly as it was; the committee evaluated again."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="earlier_evaluations")
    input = models.JSONField()
    result = models.JSONField()
    digest = models.CharField(max_length=64)
    bidders = models.JSONField(default=dict)
    draw = models.JSONField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    reason = models.TextField(max_length=2000)
    set_aside_at = models.DateTimeField()

    class Meta:
        ordering = ["lot_id", "made_at"]

    def __str__(self) -> str:
        return f"{self.lot} {self.digest[:8]}"
