from decimal import Decimal

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
    accepted_amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    paid_amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    withheld_amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
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
                condition=Q(accepted_amount__gte=0, accepted_amount__lte=models.F("amount")),
                name="milestone_parts_within_its_amount",
            ),
            models.CheckConstraint(
                condition=Q(
                    paid_amount__gte=0,
                    withheld_amount__gte=0,
                    paid_amount__lte=models.F("accepted_amount") - models.F("withheld_amount"),
                ),
                name="milestone_paid_and_withheld_within_the_accepted",
            ),
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
    def remaining(self) -> Decimal:
        """What has not been accepted of the sum (yuan)."""
        return self.amount - self.accepted_amount

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


class Certificate(models.Model):
    """A certificate of acceptance: every standard with its finding, who accepted, what recipients say."""

    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()
    opinion = models.TextField(max_length=1000)
    recipients_asked = models.PositiveIntegerField(default=0)
    recipients_satisfied = models.PositiveIntegerField(default=0)
    recipients_opinion = models.TextField(max_length=1000, blank=True)
    certificate = models.JSONField()
    digest = models.CharField(max_length=64)
    order = models.OneToOneField(
        PaymentOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Empty where penalties took the whole sum."""

    class Meta:
        abstract = True


class Acceptance(Certificate):
    """The certificate by which a milestone, or what was left of it, was accepted."""

    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT, related_name="acceptance")
    report = models.OneToOneField("contracts.Report", on_delete=models.PROTECT, related_name="acceptance")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(recipients_satisfied__lte=models.F("recipients_asked")),
                name="no_more_satisfied_than_asked",
            )
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.accepted_at:%Y-%m-%d}"


class PartAcceptance(Certificate):
    """The certificate by which a part of a milestone was accepted: the sum, why so much, until when the rest is cured."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="parts")
    report = models.OneToOneField("contracts.Report", on_delete=models.PROTECT, related_name="part")
    number = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    proposed = models.DecimalField(max_digits=14, decimal_places=2)
    reason = models.TextField(max_length=1000)
    cure_by = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "number"], name="one_part_per_number"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="part_amount_positive"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_part_says_why"),
            models.CheckConstraint(
                condition=Q(recipients_satisfied__lte=models.F("recipients_asked")),
                name="no_more_satisfied_than_asked_of_a_part",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id}/{self.number} {self.amount}"


class Deduction(models.Model):
    """What is finally not paid of a milestone that was accepted in part: decided by an approver, with the reason."""

    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT, related_name="deduction")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    reason = models.TextField(max_length=1000)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="deduction_positive"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_deduction_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} -{self.amount}"
