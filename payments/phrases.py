from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.notifications.kinds import Kind

REFUSALS = {
    "payments.amount": _("The amount must be greater than 0 and have at most two decimal places."),
    "payments.ordered_differently": _(
        "{subject} has already been ordered for {ordered} yuan; {amount} yuan differs from it by {difference} yuan."
    ),
    "payments.same_person": _("The person who ordered a payment cannot release it."),
    "payments.account_missing": _(
        "{payee} has not given a bank account yet ({reference}). Ask the organization to add it to its profile."
    ),
    "payments.account_changed": _(
        "The account of the payee has changed since you opened the page. Check it again."
    ),
    "payments.nothing_chosen": _("Choose at least one released order."),
    "payments.other_payer": _("All orders of one file must be paid by the same department."),
    "payments.reason_missing": _("Say why; the payee reads it."),
    "payments.answer_large": _("The file is too large for an answer of the bank (2 MB, 5000 lines)."),
    "payments.answer_empty": _("The file contains no line."),
    "payments.answer_unreadable": _("The file is not a text file (CSV) of the bank."),
    "payments.answer_heading": _("The first line of the file must name its columns: {needed}."),
    "payments.answer_result": _("Line {line}: the result must be 成功 or 失败 (paid or failed)."),
    "payments.answer_amount": _("Line {line}: the amount is not a sum in yuan with at most two decimals."),
    "payments.answer_day": _("Line {line}: the day of payment is not a real day up to today."),
}

REASONS = {
    "payments.not_official": _("Only officials who look after projects or money see payment orders."),
    "payments.not_releaser": _("Only finance officers and approvers of the paying department may do this."),
    "payments.same_person": REFUSALS["payments.same_person"],
    "payments.not_payee": _(
        "Only legal representatives and finance people of organizations see payments to them."
    ),
    "payments.not_finance": _("Only finance officers of the paying department may do this."),
}

KINDS = (
    Kind(
        "payments.to_release",
        _("To release: {amount} yuan to {payee}"),
        _("{reference}: {purpose}. To be paid by {due_on}."),
        _("You release payments of your department."),
    ),
    Kind(
        "payments.ordered",
        _("Payment ordered: {amount} yuan"),
        _("{reference}: {purpose}. {payer} pays by {due_on}."),
        _("You look after the money of your organization."),
    ),
    Kind(
        "payments.paid",
        _("Paid: {amount} yuan"),
        _("{reference}: {purpose}. The bank confirmed the transfer on {paid_on}."),
        _("You look after the money of your organization."),
    ),
    Kind(
        "payments.failed",
        _("The bank could not pay {reference}"),
        _("{amount} yuan to {payee}. The bank says: {reason}"),
        _("You look after this payment."),
    ),
    Kind(
        "payments.cancelled",
        _("Payment order {reference} was cancelled"),
        _("{amount} yuan to {payee}. Reason: {reason}"),
        _("You look after this payment."),
    ),
)

BOOKS = {
    "expense": _("Cost of services"),
    "payable": _("Owed, waiting for release"),
    "released": _("Owed, released"),
    "in_transit": _("On its way at the bank"),
    "bank": _("Paid out of public money"),
}
"""The chart of accounts in words."""

ENTRIES = {
    "ordered": pgettext_lazy("ledger", "Ordered"),
    "released": pgettext_lazy("ledger", "Released"),
    "sent": pgettext_lazy("ledger", "Sent to the bank"),
    "paid": pgettext_lazy("ledger", "Paid"),
    "failed": pgettext_lazy("ledger", "Not carried out"),
    "cancelled": pgettext_lazy("ledger", "Cancelled"),
}
"""What an entry was written for."""
