"""Penalties: what a contract may agree on, how a sum is counted, when the organization was heard (CON-07, CON-08)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_FLOOR, Decimal

from marketplace.core.money import FEN, yuan
from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import Parameter

from .lateness import days_late

NOTHING = Decimal("0.00")
AGREED = Citation("CIVIL", "art. 585", "V")


@dataclass(frozen=True)
class Terms:
    """The penalty clause: share of the installment per late day, yuan per breached standard, cap of the sum."""

    late_day: Decimal
    breach: Decimal
    cap: Decimal

    @property
    def is_agreed(self) -> bool:
        """Say whether the contract has a penalty clause at all."""
        return bool(self.late_day or self.breach)


def proposed_terms(total: Decimal, *, late_day: Parameter, breach: Parameter, cap: Parameter) -> Terms:
    """Return the clause that a new contract proposes (CON-07)."""
    return Terms(late_day.value, yuan(total * breach.value), cap.value)


def check_terms(terms: Terms, total: Decimal, bounds: Mapping[str, Parameter]) -> None:
    """Refuse a clause beyond its bounds, or one without a cap (CON-07, Civil Code art. 585)."""
    if terms.late_day > (bound := bounds["late_day"]).value:
        raise Refused(
            "contracts.late_day_high", field="late_day", citation=bound.citation, most=_percent(bound.value)
        )
    if terms.breach > (most := yuan(total * bounds["breach"].value)):
        raise Refused(
            "contracts.breach_high", field="breach", citation=bounds["breach"].citation, most=f"{most:,.2f}"
        )
    if terms.cap > (bound := bounds["cap"]).value:
        raise Refused("contracts.cap_high", field="cap", citation=bound.citation, most=_percent(bound.value))
    if terms.is_agreed and not terms.cap:
        raise Refused("contracts.cap_missing", field="cap", citation=AGREED)


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}"


def cap_of(total: Decimal, terms: Terms) -> Decimal:
    """Return the most that all penalties of a contract may add up to (yuan), never rounded up (CON-07)."""
    return (total * terms.cap).quantize(FEN, rounding=ROUND_FLOOR)


def late_days(
    *, due_at: datetime, first_at: datetime | None, again_by: datetime | None, last_at: datetime | None,
    until: datetime,
) -> int:  # fmt: skip
    """Return the late days of a milestone: until the first report, and after a return until the next one.

    `last_at` is when the report after the return came, None while it is owed.
    """
    first = days_late(due_at, first_at, until)
    if first_at is None or again_by is None:
        return first
    return first + days_late(again_by, last_at, until)


def late_sum(basis: Decimal, days: int, terms: Terms) -> Decimal:
    """Return what so many late days cost: installment times share times days (CON-07)."""
    return yuan(basis * terms.late_day * days)


def breach_sum(count: int, terms: Terms) -> Decimal:
    """Return what so many breached standards cost (CON-07)."""
    return yuan(terms.breach * count)


def within_cap(raw: Decimal, *, cap: Decimal, taken: Decimal) -> Decimal:
    """Return the sum that still fits under the cap beside the other penalties of the contract (CON-07)."""
    return min(raw, max(cap - taken, NOTHING))


def check_heard(*, is_answered: bool, today: date, last: date) -> None:
    """Refuse (409) a decision before the organization answered or let its days pass (CON-08)."""
    if not is_answered and today <= last:
        raise Refused("contracts.penalty_not_heard", status=409, until=last)


def check_decision(amount: Decimal, *, most: Decimal, reason: str) -> None:
    """Refuse a decision without reason, or a sum that is nothing, finer than a fen or above the proposal (CON-08)."""
    if not reason.strip():
        raise Refused("contracts.reason_missing", field="reason")
    if amount <= 0 or amount != yuan(amount):
        raise Refused("contracts.penalty_amount", field="amount")
    if amount > most:
        raise Refused(
            "contracts.penalty_above", field="amount", most=f"{most:,.2f}", difference=f"{amount - most:,.2f}"
        )


def check_objection(*, today: date, last: date, text: str) -> None:
    """Refuse an objection that comes after its last day (409) or says nothing (CON-08)."""
    if today > last:
        raise Refused("contracts.objection_late", status=409, last=last)
    if not text.strip():
        raise Refused("contracts.reason_missing", field="text")


def parts_of(rest: Decimal, owed: list[Decimal]) -> list[Decimal]:
    """Return what is held back of a payment for each penalty in order, to the fen and never more than there is."""
    parts = []
    for sum_ in owed:
        parts.append(min(sum_, rest))
        rest -= parts[-1]
    return parts
