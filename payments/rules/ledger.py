"""Double entry: the chart of accounts, and what each step of an order moves between two of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

NOTHING = Decimal("0.00")


class Book(StrEnum):
    """The accounts of a department; each line also names the organization and the contract it is about."""

    EXPENSE = "expense"
    PAYABLE = "payable"
    RELEASED = "released"
    IN_TRANSIT = "in_transit"
    BANK = "bank"


class EntryKind(StrEnum):
    """What happened when the entry was written."""

    ORDERED = "ordered"
    RELEASED = "released"
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Move:
    """One sum from the account credited to the account debited (yuan)."""

    debit: Book
    credit: Book
    amount: Decimal


@dataclass(frozen=True)
class Line:
    """One line of an entry; exactly one of the two sums is above zero."""

    account: Book
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True)
class Difference:
    """Where the ledger and what it should say part: expected, found and the difference, debit minus credit."""

    reference: str
    account: str
    expected: Decimal
    found: Decimal

    @property
    def by(self) -> Decimal:
        """Return by how much the ledger says too much (yuan)."""
        return self.found - self.expected


STANDS_ON = {
    "ordered": Book.PAYABLE,
    "released": Book.RELEASED,
    "sent": Book.IN_TRANSIT,
    "paid": Book.BANK,
    "failed": Book.PAYABLE,
}
"""On which account an order's sum waits in each state; a cancelled order has none."""
PATHS = {
    "ordered": ["ordered"],
    "released": ["ordered", "released"],
    "sent": ["ordered", "released", "sent"],
    "paid": ["ordered", "released", "sent", "paid"],
    "failed": ["ordered", "released", "sent", "failed"],
    "cancelled": ["ordered", "cancelled"],
}
"""How an order came to its state when nothing more is known of it."""


def order_moves(source: str, target: str, amount: Decimal) -> list[Move]:
    """Return what a step of an order moves; `source` is empty for a new one. Nothing when ordered again."""
    before = STANDS_ON.get(source, Book.EXPENSE) if source else Book.EXPENSE
    after = STANDS_ON.get(target, Book.EXPENSE)
    return [] if before == after else [Move(before, after, amount)]


def order_balance(state: str, amount: Decimal) -> dict[str, Decimal]:
    """Return debit minus credit by account that an order in this state must show."""
    if state == "cancelled":
        return {}
    return {Book.EXPENSE: amount, STANDS_ON[state]: -amount}


def lines_of(moves: Iterable[Move]) -> list[Line]:
    """Return the lines of an entry: for each account its debits, then its credits; both sides add up to the same."""
    debits: dict[Book, Decimal] = {}
    credits_: dict[Book, Decimal] = {}
    for move in moves:
        debits[move.debit] = debits.get(move.debit, NOTHING) + move.amount
        credits_[move.credit] = credits_.get(move.credit, NOTHING) + move.amount
    return [
        *(Line(account, amount, NOTHING) for account, amount in debits.items()),
        *(Line(account, NOTHING, amount) for account, amount in credits_.items()),
    ]


def differences(
    reference: str, expected: Mapping[str, Decimal], found: Mapping[str, Decimal]
) -> list[Difference]:
    """Return each account whose balance is not the expected one, by one fen or more."""
    rows = [
        Difference(reference, account, expected.get(account, NOTHING), found.get(account, NOTHING))
        for account in sorted({*expected, *found})
    ]
    return [row for row in rows if row.by]
