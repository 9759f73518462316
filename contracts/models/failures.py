from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.states import FailureKind, NextStep

from .contracts import Contract


class SigningFailure(models.Model):
    """The winner refuses to sign, or lets the last day pass: what the officer proposes, what the approver decides."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="signing_failures")
    kind = models.CharField(max_length=10, choices=FailureKind.choices)
    next_step = models.CharField(max_length=10, choices=NextStep.choices)
    explanation = models.TextField(max_length=1000)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    is_consented = models.BooleanField(null=True, blank=True)
    reason = models.TextField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract"], condition=Q(is_consented__isnull=True), name="one_open_signing_failure"
            ),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(is_consented=True), name="one_consented_signing_failure"
            ),
            models.CheckConstraint(
                condition=Q(is_consented__isnull=True, decided_at__isnull=True)
                | Q(is_consented__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="a_decided_failure_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("proposed_by")),
                name="a_failure_is_decided_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.kind}"

    @property
    def audit_chain(self) -> str:
        """The chain of the contract."""
        return f"contracts.contract:{self.contract_id}"
