from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bidding.states import Track, Verdict
from organizations.models import Department
from organizations.states import PostRole

from .tenders import Tender


class ApprovalChain(models.Model):
    """Who must agree to a tender of a track from an amount on, before the buyer's approver publishes it."""

    track = models.CharField(_("track"), max_length=20, choices=Track.choices, blank=True)
    budget_from = models.DecimalField(_("from a budget of"), max_digits=14, decimal_places=2, default=0)
    basis = models.CharField(_("basis"), max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["track", "budget_from", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["track", "budget_from"],
                condition=Q(ended_at__isnull=True),
                name="one_chain_per_track_and_amount",
            ),
            models.CheckConstraint(condition=Q(budget_from__gte=0), name="chains_begin_at_zero_or_above"),
        ]

    def __str__(self) -> str:
        return f"{self.track or '*'} {self.budget_from}"

    @property
    def audit_chain(self) -> str:
        """One chain for all approval chains."""
        return "bidding.approvalchain"


class ApprovalStep(models.Model):
    """A step of a chain: who agrees, by post; a named deputy may act too; within how many working days."""

    chain = models.ForeignKey(ApprovalChain, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=20, choices=PostRole.choices)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    days = models.PositiveSmallIntegerField(default=3)

    class Meta:
        ordering = ["chain_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "position"], name="one_step_per_position"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=60), name="approval_days_in_bounds"),
        ]

    def __str__(self) -> str:
        return self.name


class Approval(models.Model):
    """A step as it was when a tender was handed in: a later change of the chain does not touch it."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="approvals")
    round = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=20, choices=PostRole.choices)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    days = models.PositiveSmallIntegerField()
    due_on = models.DateField(null=True, blank=True)
    verdict = models.CharField(max_length=20, choices=Verdict.choices, blank=True)
    comment = models.TextField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["tender_id", "round", "position"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "round", "position"], name="one_approval_per_step"),
            models.UniqueConstraint(
                fields=["tender", "round", "decided_by"],
                condition=Q(decided_by__isnull=False),
                name="one_step_per_approver",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(verdict="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="verdicts_have_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tender.reference} {self.name}"

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return f"bidding.tender:{self.tender_id}"
