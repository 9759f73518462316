from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.states import IMPOSED_PENALTIES, OPEN_PENALTIES, PenaltyGround, PenaltyState
from marketplace.core.references import public_id
from marketplace.web.files import StoredFile
from payments.models import PaymentOrder

from .contracts import Contract
from .milestones import Milestone
from .stages import Rectification

NOTHING = Decimal("0.00")


def _person(**options: object) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class Penalty(models.Model):
    """A penalty under the contract's clause: proposed with its count, heard, decided by a second official.

    The sum comes from the clause and never from a person; the decision may only lower it.
    """

    reference = models.CharField(max_length=20, unique=True)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="penalties")
    number = models.PositiveSmallIntegerField()
    ground = models.CharField(max_length=20, choices=PenaltyGround.choices)
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, null=True, blank=True, related_name="penalties"
    )
    rectification = models.ForeignKey(
        Rectification, on_delete=models.PROTECT, null=True, blank=True, related_name="penalties"
    )
    state = models.CharField(max_length=20, choices=PenaltyState.choices, default=PenaltyState.PROPOSED)
    days = models.PositiveSmallIntegerField(default=0)
    count = models.JSONField()
    proposed_amount = models.DecimalField(max_digits=14, decimal_places=2)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    reason = models.TextField(max_length=1000)
    facts = models.TextField(max_length=2000)
    proposed_by = _person()
    proposed_at = models.DateTimeField()
    heard_until = models.DateField()
    answer = models.TextField(max_length=3000, blank=True)
    answered_by = _person(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(max_length=1000, blank=True)
    decided_by = _person(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    objection_until = models.DateField(null=True, blank=True)
    repayment = models.OneToOneField(
        PaymentOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="repays_penalty"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="one_penalty_per_number"),
            models.UniqueConstraint(
                fields=["contract", "ground", "milestone", "rectification"],
                condition=Q(state__in=OPEN_PENALTIES),
                nulls_distinct=False,
                name="one_open_penalty_per_cause",
            ),
            models.CheckConstraint(
                condition=Q(proposed_amount__gt=0)
                & (Q(amount__isnull=True) | Q(amount__gt=0, amount__lte=F("proposed_amount"))),
                name="a_penalty_never_grows",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=IMPOSED_PENALTIES)
                | Q(amount__isnull=False, decided_at__isnull=False, objection_until__isnull=False)
                & ~Q(decision=""),
                name="an_imposed_penalty_says_why",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="a_penalty_is_decided_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=PenaltyState.ANSWERED) | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="an_answered_penalty_has_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def owed(self) -> Decimal:
        """What the penalty costs as it stands (yuan)."""
        is_owed = self.state in IMPOSED_PENALTIES and self.amount is not None
        return self.amount if is_owed else NOTHING

    @property
    def audit_chain(self) -> str:
        """The chain of the contract."""
        return f"contracts.contract:{self.contract_id}"

    @property
    def desk_path(self) -> str:
        """The address of the buyer's officials."""
        return f"/work/contracts/{self.contract.public_id}/penalties/{self.number}/"

    @property
    def supplier_path(self) -> str:
        """The address of the organization."""
        return f"/my/contracts/{self.contract.public_id}/penalties/{self.number}/"


class PenaltyObjection(models.Model):
    """What the organization says against a decision, and what a third person decides; the sum before it is kept."""

    penalty = models.OneToOneField(Penalty, on_delete=models.PROTECT, related_name="objection")
    text = models.TextField(max_length=3000)
    amount_before = models.DecimalField(max_digits=14, decimal_places=2)
    filed_by = _person()
    filed_at = models.DateTimeField()
    decision = models.TextField(max_length=1000, blank=True)
    decided_by = _person(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision=""),
                name="a_decided_objection_says_why",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("filed_by")),
                name="an_objection_is_decided_by_another_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.penalty_id} {self.filed_at:%Y-%m-%d}"


class PenaltyFile(StoredFile):
    """Evidence beside an answer or an objection: for both sides of the contract."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    penalty = models.ForeignKey(Penalty, on_delete=models.CASCADE, related_name="files")
    is_objection = models.BooleanField(default=False)
