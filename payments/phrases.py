from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.notifications.kinds import Kind

REFUSALS = {
    "payments.provider_off": _(
        "No payment provider is configured here: money moves through the bank or the treasury."
    ),
    "payments.provider_silent": _(
        "The payment provider does not answer. Nothing is lost: the same request is repeated and never counts twice."
    ),
    "payments.provider_declined": _("The payment provider refused: {reason}"),
    "payments.provider_account": _("{payee} has no confirmed account at the payment provider."),
    "payments.provider_account_closed": _(
        "The payment provider says that this account cannot receive payouts."
    ),
    "payments.deposit_by_card": _("This deposit was paid through Stripe: give it back the same way."),
    "payments.deposit_by_bank": _("This deposit was not paid through Stripe: give it back the way it came."),
    "payments.notice": _(
        "The notice is not signed by the payment provider, or not of the last five minutes."
    ),
    "payments.notice_large": _("The notice is larger than a megabyte."),
    "payments.deposit_above": _("{amount} yuan is more than the {share} allowed: {most} yuan at most."),
    "payments.deposit_cash": _("Cash is not allowed; choose one of the forms."),
    "payments.deposit_late": _("The deadline has passed; the deposit can no longer be reported."),
    "payments.deposit_day": _("The day must be a real day up to today, and not before the step before it."),
    "payments.deposit_known": _("Its arrival has been confirmed already, or nothing was reported yet."),
    "payments.deposit_not_there": _("Confirm first that it has arrived."),
    "payments.deposit_not_proposed": _("Another person must prepare this first."),
    "payments.deposit_same_person": _("The person who prepared this cannot confirm it."),
    "payments.deposit_conversion": _(
        "Only money that has arrived can be turned into a performance deposit of the same organization and "
        "department that is at least as high."
    ),
    "payments.amount": _("The amount must be greater than 0 and have at most two decimal places."),
    "payments.ordered_differently": _(
        "{subject} has already been ordered for {ordered} yuan; {amount} yuan differs from it by {difference} yuan."
    ),
    "payments.beyond_remainder": _(
        "{contract} has {left} yuan left to order; {amount} yuan is {difference} yuan too much."
    ),
    "payments.currency_parts": _("{amount} cannot be expressed in {currency}. Pay it through the bank file."),
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
    "payments.recovery_differs": _(
        "{amount} yuan is not the {claimed} yuan claimed; the difference is {difference} yuan."
    ),
    "payments.recovery_day": _("The day lies between the day of the claim and today."),
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
    "payments.not_giver": _("Only those who bid or look after money in the organization see its deposits."),
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
    Kind(
        "payments.deposit_due",
        _("Deposit of {amount} yuan to be given"),
        _("{reference} for {subject}, before {due}."),
        _("You bid or look after money for your organization."),
    ),
    Kind(
        "payments.deposit_to_check",
        _("Check whether a deposit has arrived: {payer}"),
        _("{reference}: {amount} yuan for {subject}."),
        _("You look after the deposits of your department."),
    ),
    Kind(
        "payments.deposit_held",
        _("Your deposit has arrived: {amount} yuan"),
        _("{reference} for {subject} is held by {holder}."),
        _("You bid or look after money for your organization."),
    ),
    Kind(
        "payments.deposit_missed",
        _("Your deposit has not arrived"),
        _("{reference} for {subject}, {amount} yuan. {holder} says: {reason}"),
        _("You bid or look after money for your organization."),
        is_legal=True,
    ),
    Kind(
        "payments.deposit_returning",
        _("Your deposit comes back by {until}"),
        _("{reference} for {subject}, {amount} yuan."),
        _("You bid or look after money for your organization."),
    ),
    Kind(
        "payments.deposit_to_return",
        _("Give a deposit back by {until}: {payer}"),
        _("{reference}: {amount} yuan for {subject}."),
        _("You look after the deposits of your department."),
    ),
    Kind(
        "payments.deposit_to_settle",
        _("A second person is needed for a deposit of {payer}"),
        _("{reference}: {amount} yuan for {subject}."),
        _("You look after the deposits of your department."),
    ),
    Kind(
        "payments.deposit_returned",
        _("Your deposit was given back: {amount} yuan"),
        _("{reference} for {subject}; for lateness {interest} yuan on top."),
        _("You bid or look after money for your organization."),
    ),
    Kind(
        "payments.deposit_forfeited",
        _("Your deposit was kept: {amount} yuan"),
        _("{reference} for {subject}. Reason: {reason}"),
        _("You bid or look after money for your organization."),
        is_legal=True,
    ),
    Kind(
        "payments.deposit_converted",
        _("Your bid deposit became a performance deposit: {amount} yuan"),
        _("{reference} for {subject}."),
        _("You bid or look after money for your organization."),
    ),
    Kind(
        "payments.interest_proposed",
        _("Interest of {amount} yuan for {days} days of lateness"),
        _("{reference}: {cause}, {payer} to {payee}. One person orders it, another releases it."),
        _("You look after this payment."),
    ),
    Kind(
        "payments.interest_waived",
        _("Interest of {amount} yuan is not owed"),
        _("{reference}: {cause}, {payer} to {payee}. Reason: {reason}"),
        _("You look after this payment."),
        is_legal=True,
    ),
    Kind(
        "payments.penalty_set_off",
        _("Held back for a penalty: {amount} yuan"),
        _("{reference}: {organization}, contract {contract}, against the payment of {against}."),
        _("You look after this payment."),
        is_legal=True,
    ),
    Kind(
        "payments.penalty_claimed",
        _("Penalty of {amount} yuan to be paid by {due_on}"),
        _("{reference}: {organization} pays {department} for contract {contract}."),
        _("You look after this payment."),
        is_legal=True,
    ),
    Kind(
        "payments.penalty_received",
        _("Penalty received: {amount} yuan"),
        _("{reference}: {organization}, contract {contract}."),
        _("You look after this payment."),
    ),
    Kind(
        "payments.disputed",
        _("The provider took back {amount} yuan to {payee}"),
        _("{reference}: {purpose}. Look into it with the provider."),
        _("You look after this payment."),
    ),
    Kind(
        "payments.deposit_disputed",
        _("The payment of your deposit is disputed"),
        _("{reference} for {subject}, {amount} yuan."),
        _("You bid or look after money for your organization."),
    ),
)

BOOKS = {
    "expense": _("Cost of services"),
    "payable": _("Owed, waiting for release"),
    "released": _("Owed, released"),
    "in_transit": _("On its way at the bank"),
    "bank": _("Paid out of public money"),
    "deposit_money": _("Money of deposits"),
    "deposits_held": _("Owed: bid deposits"),
    "performance_held": _("Owed: performance deposits"),
    "guarantees": _("Guarantees and papers in hand"),
    "guarantees_held": _("Owed: guarantees and papers"),
    "forfeited": _("Kept deposits, for the treasury"),
    "interest": _("Interest for lateness"),
    "platform_fee": _("Platform fee"),
    "penalties": _("Penalties, for the treasury"),
    "receivable": _("Claimed from organizations"),
}
"""The chart of accounts in words."""

ENTRIES = {
    "ordered": pgettext_lazy("ledger", "Ordered"),
    "released": pgettext_lazy("ledger", "Released"),
    "sent": pgettext_lazy("ledger", "Sent to the bank"),
    "paid": pgettext_lazy("ledger", "Paid"),
    "failed": pgettext_lazy("ledger", "Not carried out"),
    "cancelled": pgettext_lazy("ledger", "Cancelled"),
    "deposit_held": pgettext_lazy("ledger", "Deposit arrived"),
    "deposit_returned": pgettext_lazy("ledger", "Deposit given back"),
    "deposit_forfeited": pgettext_lazy("ledger", "Deposit kept"),
    "deposit_converted": pgettext_lazy("ledger", "Bid deposit turned into performance deposit"),
    "penalty_set_off": pgettext_lazy("ledger", "Penalty set off"),
    "penalty_claimed": pgettext_lazy("ledger", "Penalty claimed"),
    "penalty_received": pgettext_lazy("ledger", "Penalty received"),
    "penalty_cancelled": pgettext_lazy("ledger", "Penalty claim dropped"),
}
"""What an entry was written for."""
