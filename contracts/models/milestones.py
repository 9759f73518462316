from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.states import OWED_STATES, MilestoneState
from payments.models import PaymentOrder
from projects.models.catalogue import in_language

from .contracts import Contract


class Milestone(models.Model):
    """A step of a contract: what is delivered until when, and the share of the sum that follows acceptance.

    Lateness is never stored: it follows from `due_at` (or `resubmit_by` after a return) and the clock.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="milestones")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    deliverable = models.TextField(max_length=1000, blank=True)
    due_at = models.DateTimeField()
    share = models.DecimalField(max_digits=5, decimal_places=2)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    state = models.CharField(max_length=20, choices=MilestoneState.choices, default=MilestoneState.PLANNED)
    resubmit_by = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="one_milestone_per_number"),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=100), name="milestone_share_in_percent"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="milestone_amount_not_negative"),
            models.CheckConstraint(
                condition=~Q(state__in=[MilestoneState.ACCEPTED, MilestoneState.PAID])
                | Q(accepted_at__isnull=False),
                name="accepted_milestone_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="milestone_owed", condition=Q(state__in=[str(s) for s in OWED_STATES])
            ),
            models.Index(fields=["state"], name="milestone_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        """What the milestone is called in payment orders: HT-2026-0001/2."""
        return f"{self.contract.reference}/{self.number}"

    @property
    def deadline(self):
        """The moment from which a missing report is late."""
        return self.resubmit_by or self.due_at

    @property
    def audit_chain(self) -> str:
        """The chain of the contract."""
        return f"contracts.contract:{self.contract_id}"

    @property
    def path(self) -> str:
        """The place on the contract's public page."""
        return f"{self.contract.path}#m{self.number}"


class MilestoneIndicator(models.Model):
    """A number promised for a milestone; `actual` is what the accepted report says."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    unit_en = models.CharField(max_length=40, blank=True)
    planned = models.DecimalField(max_digits=12, decimal_places=2)
    actual = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    is_outcome = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "name"], name="one_milestone_indicator_per_name"),
            models.CheckConstraint(condition=Q(planned__gte=0), name="milestone_plan_not_negative"),
            models.CheckConstraint(
                condition=Q(actual__isnull=True) | Q(actual__gte=0), name="milestone_actual_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name, self.name_en)

    @property
    def unit_label(self) -> str:
        """The unit in the reader's language."""
        return in_language(self.unit, self.unit_en)


class Acceptance(models.Model):
    """The certificate of acceptance: every standard with its finding, who accepted, what recipients say."""

    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT, related_name="acceptance")
    report = models.OneToOneField("contracts.Report", on_delete=models.PROTECT, related_name="acceptance")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()
    opinion = models.TextField(max_length=1000)
    recipients_asked = models.PositiveIntegerField(default=0)
    recipients_satisfied = models.PositiveIntegerField(default=0)
    recipients_opinion = models.TextField(max_length=1000, blank=True)
    certificate = models.JSONField()
    digest = models.CharField(max_length=64)
    order = models.OneToOneField(PaymentOrder, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(recipients_satisfied__lte=models.F("recipients_asked")),
                name="no_more_satisfied_than_asked",
            )
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.accepted_at:%Y-%m-%d}"
