from django.conf import settings
from django.db import models
from django.db.models import F, Q

from marketplace.core.references import public_id
from organizations.models import Department, Organization
from payments.states import RecoveryState


class Recovery(models.Model):
    """A part of a confirmed penalty as money: held back from one payment, or claimed from the organization.

    Parties, sum and cause never change. What an upheld objection gives back is a payment order of its own.
    """

    reference = models.CharField(max_length=20, unique=True)
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="recoveries")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="recoveries")
    contract = models.CharField(max_length=60)
    subject_reference = models.CharField(max_length=60)
    subject_path = models.CharField(max_length=300, blank=True)
    against = models.CharField(max_length=60, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    state = models.CharField(max_length=20, choices=RecoveryState.choices, default=RecoveryState.CLAIMED)
    due_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_on = models.DateField(null=True, blank=True)
    bank_number = models.CharField(max_length=60, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="recovery_is_something"),
            models.CheckConstraint(
                condition=Q(state=RecoveryState.SET_OFF) & ~Q(against="")
                | ~Q(state=RecoveryState.SET_OFF) & Q(against="", due_on__isnull=False),
                name="recovery_has_a_payment_or_a_day",
            ),
            models.UniqueConstraint(
                fields=["subject_reference", "against"],
                condition=Q(state=RecoveryState.SET_OFF),
                name="one_set_off_per_payment",
            ),
            models.UniqueConstraint(
                fields=["subject_reference"],
                condition=Q(state=RecoveryState.CLAIMED),
                name="one_open_claim_per_penalty",
            ),
            models.CheckConstraint(
                condition=~Q(state=RecoveryState.RECEIVED)
                | Q(received_on__isnull=False, settled_by__isnull=False, settled_at__isnull=False),
                name="received_claim_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(settled_at__gte=F("made_at")),
                name="recovery_settled_after_it_was_made",
            ),
        ]
        indexes = [
            models.Index(fields=["department", "state", "due_on"], name="recoveries_of_department"),
            models.Index(fields=["organization", "state"], name="recoveries_of_organization"),
            models.Index(fields=["contract"], name="recoveries_of_contract"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.amount}"

    @property
    def path(self) -> str:
        """The language-neutral address for the department's officials."""
        return f"/work/recoveries/{self.public_id}/"
