"""The life of a payment order: ordered by one person, released by another, sent to the bank, answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
        (OrderState.RELEASED, "pay_out", OrderState.SENT, "finance"),
        (OrderState.SENT, "import_bank_answer", OrderState.PAID, "finance"),
        (OrderState.SENT, "import_bank_answer", OrderState.FAILED, "finance"),
        (OrderState.FAILED, "order_again", OrderState.ORDERED, "finance"),
        (OrderState.FAILED, "cancel_payment", OrderState.CANCELLED, "finance"),
    ],
)


class OrderKind(models.TextChoices):
    SERVICE = "service", _("Payment for a service")
    INTEREST = "interest", _("Interest for lateness")
    REPAYMENT = "repayment", _("Penalty given back")


class RecoveryState(models.TextChoices):
    """A penalty as money: held back from a payment at once, or claimed with a last day."""

    CLAIMED = "claimed", pgettext_lazy("penalty", "To be paid by the organization")
    SET_OFF = "set_off", pgettext_lazy("penalty", "Set off against a payment")
    RECEIVED = "received", pgettext_lazy("penalty", "Received")
    CANCELLED = "cancelled", pgettext_lazy("penalty", "Claim dropped")


RECOVERY = table(
    "recovery",
    RecoveryState.CLAIMED,
    [
        (RecoveryState.CLAIMED, "set_off_penalty", RecoveryState.SET_OFF, "clock"),
        (RecoveryState.CLAIMED, "receive_recovery", RecoveryState.RECEIVED, "finance"),
        (RecoveryState.CLAIMED, "cancel_recovery", RecoveryState.CANCELLED, "clock"),
    ],
)
HELD_STATES = (RecoveryState.SET_OFF, RecoveryState.RECEIVED)
"""States in which the sum is in the buyer's hand."""


class ClaimState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for a decision")
    ORDERED = "ordered", pgettext_lazy("interest", "Ordered")
    WAIVED = "waived", _("Not owed")


CLAIM = table(
    "interest_claim",
    ClaimState.PROPOSED,
    [
        (ClaimState.PROPOSED, "order_interest", ClaimState.ORDERED, "finance"),
        (ClaimState.PROPOSED, "waive_interest", ClaimState.WAIVED, "finance"),
        (ClaimState.ORDERED, "cancel_payment", ClaimState.PROPOSED, "finance"),
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


class DepositState(models.TextChoices):
    DUE = "due", _("To be given")
    RECEIVED = "received", _("Reported as given")
    HELD = "held", pgettext_lazy("deposit", "Held")
    RETURNING = "returning", _("To be returned")
    RETURNED = "returned", pgettext_lazy("deposit", "Returned")
    FORFEITED = "forfeited", _("Kept for a breach")
    CONVERTED = "converted", _("Turned into a performance deposit")
    DROPPED = "dropped", _("Not needed any more")


DEPOSIT = table(
    "deposit",
    DepositState.DUE,
    [
        (DepositState.DUE, "declare_deposit", DepositState.RECEIVED, "organization"),
        (DepositState.DUE, "start_returns", DepositState.DROPPED, "clock"),
        (DepositState.DUE, "start_returns", DepositState.RETURNING, "clock"),
        (DepositState.DUE, "convert_deposit", DepositState.HELD, "finance"),
        (DepositState.RECEIVED, "receive_deposit", DepositState.HELD, "finance"),
        (DepositState.RECEIVED, "miss_deposit", DepositState.DUE, "finance"),
        (DepositState.RECEIVED, "start_returns", DepositState.RETURNING, "clock"),
        (DepositState.HELD, "start_returns", DepositState.RETURNING, "clock"),
        (DepositState.DUE, "settle_movement", DepositState.RECEIVED, "clock"),
        (DepositState.RETURNING, "miss_deposit", DepositState.DROPPED, "finance"),
        (DepositState.RETURNING, "return_deposit", DepositState.RETURNED, "finance"),
        (DepositState.RETURNING, "convert_deposit", DepositState.CONVERTED, "finance"),
        (DepositState.HELD, "convert_deposit", DepositState.CONVERTED, "finance"),
        (DepositState.HELD, "forfeit_deposit", DepositState.FORFEITED, "finance"),
        (DepositState.RETURNING, "forfeit_deposit", DepositState.FORFEITED, "finance"),
    ],
)


class DepositKind(models.TextChoices):
    BID = "bid", _("Bid deposit")
    PERFORMANCE = "performance", _("Performance deposit")


class DepositWay(models.TextChoices):
    """The forms that the law allows; cash is none of them (BOND-02)."""

    TRANSFER = "transfer", _("Bank transfer")
    CHEQUE = "cheque", _("Cheque")
    DRAFT = "draft", _("Bank draft")
    PROMISSORY_NOTE = "promissory_note", _("Promissory note")
    GUARANTEE = "guarantee", _("Guarantee of a bank or guarantor")
    CARD = "card", _("Paid through Stripe")


class ReturnGround(models.TextChoices):
    """Why a deposit goes back; each starts its clock."""

    WITHDRAWN = "withdrawn", _("The bid was withdrawn before the deadline")
    LOST = "lost", _("Another bid won")
    ENDED = "ended", _("The tender ended without an award")
    SIGNED = "signed", _("The contract was signed")
    PERFORMED = "performed", _("The contract is fulfilled")


class MovementKind(models.TextChoices):
    COLLECT = "collect", _("Collection of a deposit")
    PAYOUT = "payout", _("Payout to an organization")
    REFUND = "refund", _("Refund of a deposit")


class MovementState(models.TextChoices):
    STARTED = "started", _("Asked for")
    SUCCEEDED = "succeeded", _("Confirmed by the provider")
    FAILED = "failed", pgettext_lazy("provider", "Not carried out")
    DISPUTED = "disputed", _("Disputed or reversed")


MOVEMENT = table(
    "provider_movement",
    MovementState.STARTED,
    [
        (MovementState.STARTED, "settle_movement", MovementState.SUCCEEDED, "clock"),
        (MovementState.STARTED, "settle_movement", MovementState.FAILED, "clock"),
        (MovementState.SUCCEEDED, "settle_movement", MovementState.DISPUTED, "clock"),
    ],
)
