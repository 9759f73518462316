from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.core.references import public_id
from organizations.models import Department, Organization
from payments.states import ClaimState

from .deposits import Deposit
from .orders import PaymentOrder


class InterestClaim(models.Model):
    """What lateness cost: of one order paid late, or of one deposit given back late.

    The clock writes it down when the lateness has ended; a person orders it or says why it is not owed, and another
    person releases the order.
    """

    reference = models.CharField(max_length=20, unique=True)
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    order = models.OneToOneField(
        PaymentOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="interest_claim"
    )
    deposit = models.OneToOneField(
        Deposit, on_delete=models.PROTECT, null=True, blank=True, related_name="interest_claim"
    )
    payer = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="interest_claims")
    payee = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="interest_claims")
    basis = models.DecimalField(max_digits=14, decimal_places=2)
    days = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    state = models.CharField(max_length=20, choices=ClaimState.choices, default=ClaimState.PROPOSED)
    payment = models.OneToOneField(
        PaymentOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="pays_interest"
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(order__isnull=False, deposit__isnull=True)
                | Q(order__isnull=True, deposit__isnull=False),
                name="interest_has_one_cause",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0, days__gt=0), name="interest_is_something"),
            models.CheckConstraint(
                condition=Q(state=ClaimState.PROPOSED)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decided_interest_has_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClaimState.ORDERED) | Q(payment__isnull=False),
                name="ordered_interest_has_its_order",
            ),
        ]
        indexes = [
            models.Index(fields=["payer", "state"], name="interest_of_payer"),
            models.Index(fields=["payee", "state"], name="interest_of_payee"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def path(self) -> str:
        """The language-neutral address for the payer's officials."""
        return f"/work/interest/{self.public_id}/"

    @property
    def cause(self) -> PaymentOrder | Deposit:
        """Return what was late."""
        return self.order or self.deposit
