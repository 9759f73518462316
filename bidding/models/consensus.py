from django.conf import settings
from django.db import models
from django.db.models import Q

from bidding.states import CorrectionGround

from .bids import Bid
from .evaluation import Seat
from .tenders import Criterion, Lot


class SpreadNote(models.Model):
    """The leader's reason why scores of one criterion of one bid lie far apart; void when the scores change."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="spread_notes")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="spread_notes")
    low = models.DecimalField(max_digits=5, decimal_places=2)
    high = models.DecimalField(max_digits=5, decimal_places=2)
    reason = models.TextField(max_length=2000)
    written_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["bid_id", "criterion_id"]
        constraints = [models.UniqueConstraint(fields=["bid", "criterion"], name="one_reason_per_spread")]

    def __str__(self) -> str:
        return f"{self.bid_id} {self.criterion_id}"


class ScoreCorrection(models.Model):
    """A score that the committee asked its member to look at again, on a ground of O87 art. 64; before and after."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="corrections")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=20, choices=CorrectionGround.choices)
    reason = models.TextField(max_length=2000)
    asked_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    before = models.DecimalField(max_digits=5, decimal_places=2)
    after = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    answer = models.TextField(max_length=2000, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "bid", "criterion"],
                condition=Q(settled_at__isnull=True),
                name="one_open_correction_per_score",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, after__isnull=True)
                | (Q(settled_at__isnull=False, after__isnull=False) & ~Q(answer="")),
                name="settled_corrections_have_a_score",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.criterion_id}"

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return self.seat.audit_chain


class Opinion(models.Model):
    """A member's signature under the evaluation report: agreement, or a dissent with its reasons (O87 art. 61)."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="opinions")
    evaluation_digest = models.CharField(max_length=64)
    agrees = models.BooleanField()
    text = models.TextField(max_length=2000, blank=True)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["seat_id"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "evaluation_digest"], name="one_opinion_per_report"),
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(text=""), name="dissent_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {'agrees' if self.agrees else 'dissents'}"

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return self.seat.audit_chain


class EvaluationReport(models.Model):
    """The committee's report as the buyer got it: data, page, digest (O87 art. 58). Immutable."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="reports")
    evaluation_digest = models.CharField(max_length=64)
    body = models.JSONField()
    html = models.TextField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["lot_id", "made_at"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "evaluation_digest"], name="one_report_per_evaluation")
        ]

    def __str__(self) -> str:
        return f"{self.lot} {self.digest[:8]}"
