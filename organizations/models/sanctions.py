from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from marketplace.core.references import public_id
from organizations.states import SanctionKind

from .organizations import Organization


def _person(**options: object) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class Sanction(models.Model):
    """A person's decision about an organization, with reason, citation and last day; it ends by the calendar.

    A warning is shown; a ban also keeps from bidding (BID-09). An upheld appeal takes it away from its day on.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="sanctions")
    kind = models.CharField(max_length=10, choices=SanctionKind.choices)
    reason = models.CharField(max_length=500)
    citation = models.CharField(max_length=200)
    document = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    decided_by = _person()
    decided_at = models.DateTimeField()
    appeal = models.TextField(max_length=2000, blank=True)
    appealed_by = _person(null=True, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    is_upheld = models.BooleanField(null=True, blank=True)
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = _person(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="a_sanction_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(citation="") & ~Q(document=""),
                name="a_sanction_says_why_and_by_what",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(appealed_at__isnull=False, is_upheld__isnull=False),
                name="an_appeal_is_answered_after_it_came",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_on}–{self.ends_on}"

    def holds_on(self, day: date) -> bool:
        """Say whether the decision holds on a day: by the calendar, unless an appeal took it away."""
        return self.starts_on <= day <= self.ends_on and not self.is_upheld

    @property
    def audit_chain(self) -> str:
        """The chain of the organization."""
        return f"organizations.organization:{self.organization_id}"
