from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.core.references import public_id
from marketplace.web.files import StoredFile
from organizations.models import Department, Organization
from payments.states import AnswerState, OrderKind, OrderState


class PaymentFile(StoredFile):
    """The instruction file handed to the bank or treasury; `sha256` is its digest, printed on the page."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    payer = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="payment_files")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]


class PaymentOrder(models.Model):
    """An order to pay one sum to one payee for one subject.

    Payee, account, sum and subject never change (a trigger refuses it); a mistake is cancelled and ordered anew.
    """

    reference = models.CharField(max_length=20, unique=True)
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    kind = models.CharField(max_length=20, choices=OrderKind.choices, default=OrderKind.SERVICE)
    payer = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="payment_orders")
    payee = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="payment_orders")
    payee_name = models.CharField(_("payee"), max_length=120)
    payee_account = models.CharField(_("account"), max_length=40, blank=True)
    payee_bank = models.CharField(_("bank"), max_length=120, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    fee = models.DecimalField(_("platform fee"), max_digits=14, decimal_places=2, default=Decimal(0))
    purpose = models.CharField(_("purpose"), max_length=200)
    subject_reference = models.CharField(max_length=60)
    subject_path = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(_("to be paid by"))
    state = models.CharField(max_length=20, choices=OrderState.choices, default=OrderState.ORDERED)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    file = models.ForeignKey(
        PaymentFile, on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    bank_number = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="order_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(fee=0) | Q(fee__gt=0, fee__lt=F("amount"), state=OrderState.PAID),
                name="fee_of_a_paid_order_makes_sense",
            ),
            models.UniqueConstraint(
                fields=["subject_reference"],
                condition=~Q(state=OrderState.CANCELLED),
                name="one_live_order_per_subject",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("ordered_by")),
                name="order_released_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[OrderState.RELEASED, OrderState.SENT, OrderState.PAID])
                | Q(released_by__isnull=False, released_at__isnull=False),
                name="order_released_before_it_is_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.PAID) | Q(paid_on__isnull=False, settled_at__isnull=False),
                name="paid_order_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["payer", "state", "due_on"], name="orders_of_payer"),
            models.Index(fields=["payee", "state", "due_on"], name="orders_of_payee"),
            models.Index(fields=["-ordered_at", "-id"], name="orders_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.payee_name}"

    @property
    def path(self) -> str:
        """The language-neutral address for the payer's officials."""
        return f"/work/payments/{self.public_id}/"


class BankAnswer(StoredFile):
    """The bank's answer as it was received; the same content is taken once."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    payer = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="bank_answers")
    state = models.CharField(max_length=20, choices=AnswerState.choices, default=AnswerState.RECEIVED)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["payer", "sha256"], name="one_answer_per_content"),
            models.CheckConstraint(
                condition=Q(state=AnswerState.RECEIVED, imported_at__isnull=True)
                | Q(state=AnswerState.IMPORTED, imported_at__isnull=False),
                name="imported_answer_has_a_moment",
            ),
        ]


class AnswerLine(models.Model):
    """One line of an imported answer and what became of it; append-only."""

    answer = models.ForeignKey(BankAnswer, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=40)
    order = models.ForeignKey(
        PaymentOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="answer_lines"
    )
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    outcome = models.CharField(max_length=40)
    difference = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    bank_number = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="one_line_per_number_of_answer")
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.outcome}"
