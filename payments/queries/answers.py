"""What an answer of the bank would do, before it is imported."""

from payments.models import BankAnswer, PaymentOrder
from payments.rules.answer_files import read_answer
from payments.rules.answers import AnswerRow, Expected, Match, match_answer


def rows_of(answer: BankAnswer) -> list[AnswerRow]:
    """Return the lines of the kept file."""
    with answer.file.open("rb") as file:
        return read_answer(file.read())


def preview_of(answer: BankAnswer) -> list[Match]:
    """Return each line with what it would do now (one query)."""
    rows = rows_of(answer)
    orders = PaymentOrder.objects.filter(payer=answer.payer_id, reference__in={r.reference for r in rows})
    return match_answer(rows, expected(orders))


def expected(orders: object) -> dict[str, Expected]:
    """Return amount and state by reference."""
    return {order.reference: Expected(order.amount, order.state) for order in orders}  # type: ignore[attr-defined]
