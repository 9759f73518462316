"""Double entry: the chart of accounts, and what each step of an order or a deposit moves between two of them."""

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
    DEPOSIT_MONEY = "deposit_money"
    DEPOSITS_HELD = "deposits_held"
    PERFORMANCE_HELD = "performance_held"
    GUARANTEES = "guarantees"
    GUARANTEES_HELD = "guarantees_held"
    FORFEITED = "forfeited"
    INTEREST = "interest"
    PLATFORM_FEE = "platform_fee"
    PENALTIES = "penalties"
    RECEIVABLE = "receivable"


class EntryKind(StrEnum):
    """What happened when the entry was written."""

    ORDERED = "ordered"
    RELEASED = "released"
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DEPOSIT_HELD = "deposit_held"
    DEPOSIT_RETURNED = "deposit_returned"
    DEPOSIT_FORFEITED = "deposit_forfeited"
    DEPOSIT_CONVERTED = "deposit_converted"
    PENALTY_SET_OFF = "penalty_set_off"
    PENALTY_CLAIMED = "penalty_claimed"
    PENALTY_RECEIVED = "penalty_received"
    PENALTY_CANCELLED = "penalty_cancelled"


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


COSTS = {"service": Book.EXPENSE, "interest": Book.INTEREST, "repayment": Book.PENALTIES}
"""Which cost an order of each kind is; a penalty given back takes from what penalties brought."""
RECOVERIES = {
    "set_off": (EntryKind.PENALTY_SET_OFF, Book.EXPENSE, Book.PENALTIES),
    "claimed": (EntryKind.PENALTY_CLAIMED, Book.RECEIVABLE, Book.PENALTIES),
    "received": (EntryKind.PENALTY_RECEIVED, Book.BANK, Book.RECEIVABLE),
    "cancelled": (EntryKind.PENALTY_CANCELLED, Book.PENALTIES, Book.RECEIVABLE),
}
"""What each step of a penalty writes: entry, debit, credit. The service costs what it costs; a part pays the penalty."""


def order_moves(
    source: str, target: str, amount: Decimal, *, cost: Book = Book.EXPENSE, fee: Decimal = NOTHING
) -> list[Move]:
    """Return what a step of an order moves; `source` is empty for a new one. Nothing when ordered again.

    `fee` is what the platform kept of the sum when it was paid out.
    """
    before, after = STANDS_ON.get(source, cost), STANDS_ON.get(target, cost)
    if before == after:
        return []
    kept = [Move(before, Book.PLATFORM_FEE, fee)] if fee else []
    return [Move(before, after, amount - fee), *kept]


def order_balance(
    state: str, amount: Decimal, *, cost: Book = Book.EXPENSE, fee: Decimal = NOTHING
) -> dict[str, Decimal]:
    """Return debit minus credit by account that an order in this state must show."""
    if state == "cancelled":
        return {}
    kept: dict[str, Decimal] = {Book.PLATFORM_FEE: -fee} if fee else {}
    return {cost: amount, STANDS_ON[state]: fee - amount} | kept


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


def deposit_books(*, is_performance: bool, is_paper: bool) -> tuple[Book, Book]:
    """Return where a deposit lies and what is owed for it: money, or a paper such as a guarantee."""
    if is_paper:
        return Book.GUARANTEES, Book.GUARANTEES_HELD
    return Book.DEPOSIT_MONEY, Book.PERFORMANCE_HELD if is_performance else Book.DEPOSITS_HELD


def received_moves(amount: Decimal, *, is_performance: bool, is_paper: bool) -> list[Move]:
    """Return what the arrival of a deposit moves."""
    lies, owed = deposit_books(is_performance=is_performance, is_paper=is_paper)
    return [Move(lies, owed, amount)] if amount else []


def returned_moves(given: Decimal, carried: Decimal, *, is_performance: bool, is_paper: bool) -> list[Move]:
    """Return what giving a deposit back moves: what was given and what was carried over."""
    return [
        Move(move.credit, move.debit, move.amount)
        for move in (
            *received_moves(given, is_performance=is_performance, is_paper=is_paper),
            *received_moves(carried, is_performance=True, is_paper=False),
        )
    ]


def forfeited_moves(given: Decimal, carried: Decimal, *, is_performance: bool, is_paper: bool) -> list[Move]:
    """Return what keeping a deposit moves: money is owed to nobody any more, a paper is turned into money."""
    owed = deposit_books(is_performance=is_performance, is_paper=False)[1]
    if not is_paper:
        return [Move(owed, Book.FORFEITED, given + carried)]
    moves = [
        Move(Book.GUARANTEES_HELD, Book.GUARANTEES, given),
        Move(Book.DEPOSIT_MONEY, Book.FORFEITED, given),
    ]
    return [*moves, Move(Book.PERFORMANCE_HELD, Book.FORFEITED, carried)] if carried else moves


def deposit_balance(
    *,
    state: str,
    given: Decimal,
    carried: Decimal,
    interest: Decimal,
    is_performance: bool,
    is_paper: bool,
) -> dict[str, Decimal]:
    """Return debit minus credit by account that a deposit must show; `given` is zero until it has arrived.

    `interest` is what was booked with the return, before interest had its own order; zero since then.
    """
    moves: list[Move] = []
    if state in {"due", "received", "held", "returning", "forfeited"}:
        moves += received_moves(given, is_performance=is_performance, is_paper=is_paper)
        moves += received_moves(carried, is_performance=True, is_paper=False)
    if state == "forfeited":
        moves += forfeited_moves(given, carried, is_performance=is_performance, is_paper=is_paper)
    if state == "returned" and interest:
        moves.append(Move(Book.INTEREST, Book.BANK, interest))
    found: dict[str, Decimal] = {}
    for move in moves:
        found[move.debit] = found.get(move.debit, NOTHING) + move.amount
        found[move.credit] = found.get(move.credit, NOTHING) - move.amount
    return {account: value for account, value in found.items() if value}


def recovery_moves(state: str, amount: Decimal) -> list[Move]:
    """Return what the step of a penalty into this state moves."""
    _kind, debit, credit = RECOVERIES[state]
    return [Move(debit, credit, amount)]


def recovery_balance(state: str, amount: Decimal) -> dict[str, Decimal]:
    """Return debit minus credit by account that a penalty in this state must show; a dropped claim shows nothing."""
    if state == "cancelled":
        return {}
    lies = {"set_off": Book.EXPENSE, "claimed": Book.RECEIVABLE, "received": Book.BANK}[state]
    return {lies: amount, Book.PENALTIES: -amount}
