"""The life of a payment order: ordered by one person, released by another, sent to the bank, answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core.states import table


class OrderState(models.TextChoices):
    ORDERED = "ordered", _("Waiting for release")
    RELEASED = "released", _("Released")
    SENT = "sent", _("At the bank")
    PAID = "paid", _("Paid")
    FAILED = "failed", _("Not carried out")
    CANCELLED = "cancelled", _("Order cancelled")


ORDER = table(
    "payment_order",
    OrderState.ORDERED,
    [
        (OrderState.ORDERED, "release_payment", OrderState.RELEASED, "finance"),
        (OrderState.ORDERED, "cancel_payment", OrderState.CANCELLED, "finance"),
        (OrderState.RELEASED, "send_payments", OrderState.SENT, "finance"),
        (OrderState.RELEASED, "cancel_payment", OrderState.CANCELLED, "finance"),
        (OrderState.SENT, "import_bank_answer", OrderState.PAID, "finance"),
        (OrderState.SENT, "import_bank_answer", OrderState.FAILED, "finance"),
        (OrderState.FAILED, "order_again", OrderState.ORDERED, "finance"),
        (OrderState.FAILED, "cancel_payment", OrderState.CANCELLED, "finance"),
    ],
)


class AnswerState(models.TextChoices):
    RECEIVED = "received", _("Waiting for confirmation")
    IMPORTED = "imported", _("Imported")


ANSWER = table(
    "bank_answer",
    AnswerState.RECEIVED,
    [(AnswerState.RECEIVED, "import_bank_answer", AnswerState.IMPORTED, "finance")],
)
