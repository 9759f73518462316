from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.core.references import public_id
from organizations.models import Department, Organization
from payments.rules.deposits import is_paper
from payments.states import DepositKind, DepositState, DepositWay, ReturnGround

LIVE = [DepositState.DUE, DepositState.RECEIVED, DepositState.HELD]


class Deposit(models.Model):
    """What an organization gives as security for a bid or a contract, and what became of it.

    Before the opening (`disclosed_at` is empty) no official reads the deposits of a tender: who gave one is who bids.
    Its reference is random, so that numbers tell nothing about how many there are.
    """

    reference = models.CharField(max_length=20, unique=True)
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    kind = models.CharField(max_length=20, choices=DepositKind.choices)
    holder = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="deposits")
    payer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="deposits")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    converted = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    basis = models.DecimalField(max_digits=14, decimal_places=2)
    subject_reference = models.CharField(max_length=60)
    subject_path = models.CharField(max_length=300, blank=True)
    subject_title = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=DepositState.choices, default=DepositState.DUE)
    disclosed_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField(_("form"), max_length=20, choices=DepositWay.choices, blank=True)
    account = models.CharField(_("account"), max_length=40, blank=True)
    document = models.CharField(max_length=80, blank=True)
    given_on = models.DateField(null=True, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    declared_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_at = models.DateTimeField(null=True, blank=True)
    ground = models.CharField(max_length=20, choices=ReturnGround.choices, blank=True)
    return_due_on = models.DateField(null=True, blank=True)
    proposed_act = models.CharField(max_length=20, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    interest = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_reference", "payer"],
                condition=Q(state__in=LIVE),
                name="one_live_deposit_per_subject",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, converted__gte=0, converted__lte=F("amount"), interest__gte=0),
                name="deposit_sums_make_sense",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DepositState.RETURNED, DepositState.FORFEITED])
                | Q(settled_by__isnull=False, proposed_by__isnull=False) & ~Q(settled_by=F("proposed_by")),
                name="deposit_settled_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=DepositState.RETURNING) | Q(return_due_on__isnull=False),
                name="returning_deposit_has_a_clock",
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "state"], name="deposits_of_holder"),
            models.Index(fields=["payer", "state"], name="deposits_of_payer"),
            models.Index(fields=["subject_reference"], name="deposits_of_subject"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def audit_chain(self) -> str:
        """Own chain: the chain of a tender must not grow with deposits before the opening."""
        return f"payments.deposit:{self.public_id}"

    @property
    def path(self) -> str:
        """The language-neutral address for the holder's officials."""
        return f"/work/deposits/{self.public_id}/"

    @property
    def member_path(self) -> str:
        """The language-neutral address for the organization."""
        return f"/my/deposits/{self.public_id}/"

    @property
    def to_give(self) -> Decimal:
        """Return what the organization still gives after what was carried over from a bid deposit (yuan)."""
        return self.amount - self.converted

    @property
    def booked(self) -> Decimal:
        """Return what lies with the holder (yuan)."""
        return self.amount if self.received_at else self.converted

    @property
    def is_paper(self) -> bool:
        """Say whether a paper lies with the holder instead of money."""
        return is_paper(self.way)
