from django.conf import settings
from django.db import models
from django.db.models import Q

from .bids import Bid
from .tenders import Lot


class Signal(models.Model):
    """A sign that bids of a lot were made together, with its evidence; the committee decides on it (COL-06)."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="signals")
    rule = models.CharField(max_length=10)
    bids = models.ManyToManyField(Bid, related_name="signals")
    evidence = models.JSONField()
    found_at = models.DateTimeField()
    is_confirmed = models.BooleanField(null=True)
    reason = models.TextField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["lot_id", "rule", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_confirmed__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | (
                    Q(is_confirmed__isnull=False, decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(reason="")
                ),
                name="decided_signals_have_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.lot} {self.rule}"
