"""Compare the bank's answer with what was ordered, to the fen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Result(StrEnum):
    """What the bank says about one instruction."""

    PAID = "paid"
    FAILED = "failed"


class Outcome(StrEnum):
    """What a line of the answer does here."""

    PAID = "paid"
    FAILED = "failed"
    REPEATED = "repeated"
    DIFFERENT_AMOUNT = "different_amount"
    UNKNOWN_ORDER = "unknown_order"
    NOT_SENT = "not_sent"
    CONTRADICTION = "contradiction"


EFFECTIVE = frozenset({Outcome.PAID, Outcome.FAILED})
HARMLESS = EFFECTIVE | {Outcome.REPEATED}


@dataclass(frozen=True)
class AnswerRow:
    """One line of the bank's answer: our reference, yuan, result, bank's number, day, note."""

    number: int
    reference: str
    amount: Decimal
    result: Result
    paid_on: date | None = None
    bank_number: str = ""
    note: str = ""


@dataclass(frozen=True)
class Expected:
    """What we know of an order: yuan and state."""

    amount: Decimal
    state: str


@dataclass(frozen=True)
class Match:
    """A line, what it does, and by how much the bank's amount differs (bank minus order, yuan)."""

    row: AnswerRow
    outcome: Outcome
    difference: Decimal = Decimal("0.00")


def match_answer(rows: Sequence[AnswerRow], orders: Mapping[str, Expected]) -> list[Match]:
    """Judge every line; a line repeated inside the file acts once."""
    seen: dict[str, AnswerRow] = {}
    matches = []
    for row in rows:
        matches.append(_match(row, orders.get(row.reference), seen.get(row.reference)))
        seen.setdefault(row.reference, row)
    return matches


def _match(row: AnswerRow, order: Expected | None, earlier: AnswerRow | None) -> Match:
    if order is None:
        return Match(row, Outcome.UNKNOWN_ORDER)
    if row.amount != order.amount:
        return Match(row, Outcome.DIFFERENT_AMOUNT, row.amount - order.amount)
    known = earlier.result.value if earlier else order.state
    if known == row.result:
        return Match(row, Outcome.REPEATED)
    if known in set(Result):
        return Match(row, Outcome.CONTRADICTION)
    return Match(row, Outcome(row.result.value) if known == "sent" else Outcome.NOT_SENT)
