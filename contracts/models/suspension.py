from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.states import SubcontractState, SuspensionGround
from organizations.rules.credit_code import LENGTH

from .contracts import Contract
from .versions import ContractVersion


def _person(**options) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class Suspension(models.Model):
    """A time in which performance stands still; on resumption what is owed is due later by as many days."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="suspensions")
    ground = models.CharField(max_length=20, choices=SuspensionGround.choices)
    explanation = models.TextField(max_length=1000)
    started_at = models.DateTimeField()
    planned_until = models.DateField()
    started_by = _person()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = _person(null=True, blank=True)
    version = models.OneToOneField(
        ContractVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="suspension"
    )

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract"], condition=Q(ended_at__isnull=True), name="one_open_suspension"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="a_suspension_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract.reference} {self.started_at:%Y-%m-%d}"

    @property
    def audit_chain(self) -> str:
        """The chain of the contract."""
        return f"contracts.contract:{self.contract_id}"


class Subcontract(models.Model):
    """A part that another organization performs, as the bid named it and with the buyer's consent."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="subcontracts")
    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=LENGTH)
    part = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    state = models.CharField(
        max_length=20, choices=SubcontractState.choices, default=SubcontractState.PROPOSED
    )
    proposed_by = _person()
    proposed_at = models.DateTimeField()
    decided_by = _person(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["proposed_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="subcontract_amount_is_positive"),
            models.UniqueConstraint(
                fields=["contract", "uscc"],
                condition=~Q(state=SubcontractState.REFUSED),
                name="one_subcontract_per_organization",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract.reference} {self.name}"

    @property
    def audit_chain(self) -> str:
        """The chain of the contract."""
        return f"contracts.contract:{self.contract_id}"
