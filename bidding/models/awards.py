from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bidding.states import AwardState
from marketplace.core.references import public_id
from organizations.models import Organization

from .bids import Bid
from .tenders import Lot


class Award(models.Model):
    """Who gets a lot: proposed by one official, confirmed by another, with the dates that follow from it."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="awards")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="awards")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="awards")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    total_score = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    state = models.CharField(max_length=20, choices=AwardState.choices, default=AwardState.PROPOSED)
    reason = models.TextField(max_length=2000)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    notice_at = models.DateTimeField(null=True, blank=True)
    notice_ends_on = models.DateField(null=True, blank=True)
    challenge_ends_on = models.DateField(null=True, blank=True)
    sign_by = models.DateField(null=True, blank=True)
    sign_not_before = models.DateField(null=True, blank=True)
    needs_closer_watch = models.BooleanField(default=False)
    dates = models.JSONField(default=list)
    document = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    revoke_reason = models.TextField(max_length=1000, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["lot_id", "-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["lot"],
                condition=Q(state__in=[AwardState.PROPOSED, AwardState.CONFIRMED]),
                name="one_active_award_per_lot",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="awards_are_confirmed_by_another_official",
            ),
            models.CheckConstraint(
                condition=~Q(state=AwardState.CONFIRMED)
                | (Q(confirmed_by__isnull=False, notice_at__isnull=False) & ~Q(digest="")),
                name="confirmed_awards_are_published",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="award_amounts_are_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.lot} {self.organization}"

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return self.lot.audit_chain

    @property
    def path(self) -> str:
        """The language-neutral public address of the result."""
        return f"{self.lot.tender.path}result/"
