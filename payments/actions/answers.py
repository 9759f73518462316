"""Take the bank's answer, show what it would do, import it once."""

import hashlib
from datetime import datetime

from django.db import transaction

from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.outbox.actions import publish
from marketplace.web.files import Checked, clean_name
from organizations.models import Department, User
from payments.events import PaymentSettled
from payments.models import AnswerLine, BankAnswer, PaymentOrder
from payments.queries.answers import expected, rows_of
from payments.rules.answer_files import read_answer
from payments.rules.answers import EFFECTIVE, AnswerRow, Match, Outcome, match_answer
from payments.states import ANSWER, ORDER, AnswerState, OrderState

from .interest import claim_of_order
from .ledger import post_order
from .messages import tell_both, tell_payee


@transaction.atomic
def receive_bank_answer(
    *, actor: User, payer: Department, name: str, content: bytes, now: datetime
) -> BankAnswer:
    """Keep the bank's file for checking; the same content again returns the first one. Refuses (422) a bad file."""
    read_answer(content)
    sha256 = hashlib.sha256(content).hexdigest()
    Department.objects.select_for_update().get(pk=payer.pk)
    found = BankAnswer.objects.filter(payer=payer, sha256=sha256).first()
    if found is not None:
        return found
    checked = Checked(clean_name(name), "text/csv", len(content), sha256, content)
    answer = BankAnswer.keep(checked, payer=payer, received_by=actor, received_at=now)
    record(
        actor=actor, action="bank_answer.received", subject=answer, at=now, after={"sha256": answer.sha256}
    )
    return answer


@transaction.atomic
def import_bank_answer(*, actor: User, answer: BankAnswer, now: datetime) -> BankAnswer:
    """Settle the orders that the answer names; an answer imported before changes nothing.

    A line whose amount differs by a fen, whose order is unknown or not at the bank settles nothing: it is kept
    with its difference. Raises Refused `payments.answer_day` (422) for a day in the future.
    """
    answer = BankAnswer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    if answer.state == AnswerState.IMPORTED:
        return answer
    require_transition(ANSWER, answer.state, AnswerState.IMPORTED)
    rows = rows_of(answer)
    _check_days(rows, now)
    orders = _locked(answer, rows)
    matches = match_answer(rows, expected(orders.values()))
    for match in matches:
        if match.outcome in EFFECTIVE:
            _settle(orders[match.row.reference], match, actor, now)
    AnswerLine.objects.bulk_create(_line(answer, match, orders) for match in matches)
    answer.state, answer.imported_at = AnswerState.IMPORTED, now
    answer.save(update_fields=["state", "imported_at"])
    after = {"lines": {str(m.row.number): [m.row.reference, m.outcome, m.row.amount] for m in matches}}
    record(actor=actor, action="bank_answer.imported", subject=answer, at=now, after=after)
    return answer


def _check_days(rows: list[AnswerRow], now: datetime) -> None:
    for row in rows:
        if row.paid_on and row.paid_on > day_of(now):
            raise Refused("payments.answer_day", line=row.number)


def _locked(answer: BankAnswer, rows: list[AnswerRow]) -> dict[str, PaymentOrder]:
    references = {row.reference for row in rows}
    orders = (
        PaymentOrder.objects.select_for_update(of=("self",))
        .select_related("payer", "payee")
        .filter(payer=answer.payer_id, reference__in=references)
        .order_by("pk")
    )
    return {order.reference: order for order in orders}


def _settle(order: PaymentOrder, match: Match, actor: User, now: datetime) -> None:
    target = OrderState.PAID if match.outcome == Outcome.PAID else OrderState.FAILED
    require_transition(ORDER, order.state, target)
    order.state, order.bank_number, order.reason = target, match.row.bank_number, match.row.note
    if target == OrderState.PAID:
        order.settled_at, order.paid_on = now, match.row.paid_on or day_of(now)
    order.save(update_fields=["state", "bank_number", "reason", "settled_at", "paid_on", "changed_at"])
    post_order(order=order, source=OrderState.SENT, actor=actor, now=now)
    if target == OrderState.PAID:
        publish(PaymentSettled(order_id=order.pk, subject_reference=order.subject_reference))
        tell_payee("payments.paid", order, now)
        claim_of_order(order=order, now=now)
    else:
        tell_both("payments.failed", order, now)


def _line(answer: BankAnswer, match: Match, orders: dict[str, PaymentOrder]) -> AnswerLine:
    row = match.row
    return AnswerLine(
        answer=answer,
        number=row.number,
        reference=row.reference,
        order=orders.get(row.reference),
        amount=row.amount,
        outcome=match.outcome,
        difference=match.difference or None,
        bank_number=row.bank_number,
        note=row.note,
    )
