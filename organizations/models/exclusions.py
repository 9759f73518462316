from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .organizations import Organization


class Exclusion(models.Model):
    """A buyer's decision after a failed review: no new bids on one track until a last day; never on the statutory one.

    `source` is the public page that it rests on. What it rests on falling away lifts it, from that moment on.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="exclusions")
    track = models.CharField(max_length=20)
    reason = models.CharField(max_length=500)
    citation = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "track", "source"], name="one_exclusion_for_each_ground"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="an_exclusion_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(track="statutory") & ~Q(reason=""), name="no_exclusion_beside_the_law"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | ~Q(lift_reason=""), name="a_lifted_exclusion_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.track} {self.starts_on}–{self.ends_on}"

    def holds_on(self, day: date) -> bool:
        """Say whether it keeps from bidding on a day."""
        return self.starts_on <= day <= self.ends_on and self.lifted_at is None

    @property
    def audit_chain(self) -> str:
        """The chain of the organization."""
        return f"organizations.organization:{self.organization_id}"
