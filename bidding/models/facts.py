from django.conf import settings
from django.db import models

from bidding.states import DeductionGround

from .bids import Bid


class BidFacts(models.Model):
    """What the buyer found in the papers of an opened bid: proofs, consortium, subcontracting, ground of a deduction."""

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="facts")
    proofs = models.JSONField(default=list)
    partners = models.JSONField(default=list)
    has_agreement = models.BooleanField(default=False)
    small_share = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    subcontracted = models.TextField(max_length=1000, blank=True)
    deduction = models.CharField(max_length=20, choices=DeductionGround.choices, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "bid facts"

    def __str__(self) -> str:
        return str(self.bid)
