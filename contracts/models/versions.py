from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.states import OPEN_CHANGES, ChangeReason, ChangeState, Side
from marketplace.core.references import public_id

from .contracts import Contract


def _person(**options) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class ContractVersion(models.Model):
    """The document as it was in force from a moment on. Never edited: a change adds the next version.

    Version 1 is what both sides signed. The contract itself carries the text and digest of the latest.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    document = models.JSONField()
    document_html = models.TextField()
    digest = models.CharField(max_length=64)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    in_force_at = models.DateTimeField()
    copied_at = models.DateTimeField(null=True, blank=True)
    copied_by = _person(null=True, blank=True)
    copy_note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="one_version_per_number"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="version_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(copied_at__isnull=True, copied_by__isnull=True)
                | Q(copied_at__isnull=False, copied_by__isnull=False),
                name="a_copy_to_finance_names_who_sent_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract.reference} v{self.number}"

    @property
    def audit_chain(self) -> str:
        """The chain of the contract."""
        return f"contracts.contract:{self.contract_id}"


class ContractChange(models.Model):
    """A supplement agreement: proposed by one side, agreed by the other, put in force by an approver.

    `content` is what was asked for; `document` is the contract as it will then read, `digest` what all agree to.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveSmallIntegerField()
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    state = models.CharField(max_length=20, choices=ChangeState.choices, default=ChangeState.PROPOSED)
    reason = models.CharField(max_length=20, choices=ChangeReason.choices)
    explanation = models.TextField(max_length=1000)
    content = models.JSONField()
    base = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="+")
    document = models.JSONField()
    document_html = models.TextField()
    digest = models.CharField(max_length=64)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    addition = models.DecimalField(max_digits=14, decimal_places=2)
    proposed_for = models.CharField(max_length=10, choices=Side.choices)
    proposed_by = _person()
    proposed_at = models.DateTimeField()
    agreed_by = _person(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_by = _person(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField(max_length=1000, blank=True)
    version = models.OneToOneField(
        ContractVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="change"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="one_change_per_number"),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state__in=[str(state) for state in OPEN_CHANGES]),
                name="one_open_change_per_contract",
            ),
            models.CheckConstraint(condition=Q(addition__gte=0), name="an_addition_is_not_negative"),
            models.CheckConstraint(
                condition=Q(state=ChangeState.IN_FORCE, version__isnull=False, agreed_at__isnull=False)
                | (~Q(state=ChangeState.IN_FORCE) & Q(version__isnull=True)),
                name="a_change_in_force_made_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.IN_FORCE)
                | (~Q(ended_by=F("proposed_by")) & ~Q(ended_by=F("agreed_by"))),
                name="a_change_is_put_in_force_by_another_official",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.REFUSED) | ~Q(refusal=""), name="a_refused_change_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract.reference} change {self.number}"

    @property
    def audit_chain(self) -> str:
        """The chain of the contract."""
        return f"contracts.contract:{self.contract_id}"
