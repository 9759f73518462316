from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from marketplace.core.references import public_id
from organizations.models import Organization
from payments.states import MovementKind, MovementState

from .deposits import Deposit
from .orders import PaymentOrder


class ProviderAccount(models.Model):
    """The account of an organization at the payment provider, which confirmed that it may receive payouts."""

    organization = models.OneToOneField(
        Organization, on_delete=models.PROTECT, related_name="provider_account"
    )
    number = models.CharField(max_length=60)
    confirmed_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.number


class ProviderMovement(models.Model):
    """One sum that we asked the provider to collect, pay out or refund; `key` makes asking again harmless."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    kind = models.CharField(max_length=20, choices=MovementKind.choices)
    key = models.CharField(max_length=60, unique=True)
    deposit = models.ForeignKey(
        Deposit, on_delete=models.PROTECT, null=True, blank=True, related_name="movements"
    )
    order = models.ForeignKey(
        PaymentOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="movements"
    )
    account = models.CharField(max_length=60, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    fee = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=20, choices=MovementState.choices, default=MovementState.STARTED)
    number = models.CharField(max_length=100, blank=True)
    intent = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    started_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deposit__isnull=False, order__isnull=True)
                | Q(deposit__isnull=True, order__isnull=False),
                name="movement_has_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(fee__gte=0, fee__lt=F("amount")), name="movement_fee_makes_sense"
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="one_movement_per_number"
            ),
            models.UniqueConstraint(
                fields=["kind", "deposit"],
                condition=Q(
                    state__in=[MovementState.STARTED, MovementState.SUCCEEDED], deposit__isnull=False
                ),
                name="one_live_movement_per_deposit",
            ),
            models.UniqueConstraint(
                fields=["kind", "order"],
                condition=Q(state__in=[MovementState.STARTED, MovementState.SUCCEEDED], order__isnull=False),
                name="one_live_movement_per_order",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def sent(self) -> Decimal:
        """Return what the provider is asked to move (yuan)."""
        return self.amount - self.fee

    @property
    def audit_chain(self) -> str:
        """Own chain, as a deposit: nothing shows before the opening."""
        return f"payments.movement:{self.public_id}"


class ProviderEvent(models.Model):
    """A notice of the provider as it was received, once per id; it tells which object to ask about."""

    number = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=100)
    body = models.TextField()
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
