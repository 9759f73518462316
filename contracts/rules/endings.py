"""Suspension, resumption, early end and subcontracting: on what ground, with which consequence."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from marketplace.core.clock import SHANGHAI, day_of
from marketplace.core.refusals import Citation, Refused

PUBLIC_INTEREST = Citation("GPL", "art. 50", "V")
SUSPENSIONS: Mapping[str, Citation] = {
    "public_interest": PUBLIC_INTEREST,
    "challenge": Citation("GPR", "art. 54", "V"),
    "force_majeure": Citation("CIVIL", "art. 590", "V"),
    "agreed": Citation("CIVIL", "art. 543", "V"),
}
TERMINATIONS: Mapping[str, Citation] = {
    "agreed": Citation("CIVIL", "art. 562", "V"),
    "breach": Citation("CIVIL", "art. 563", "V"),
    "public_interest": PUBLIC_INTEREST,
    "force_majeure": Citation("CIVIL", "art. 563", "V"),
    "not_signed": Citation("GPR", "art. 49", "V"),
}
NOT_SIGNED = "not_signed"
PASSED_ON = Citation("GPR", "art. 72", "V")
NAMED = Citation("O87", "art. 35", "V")


def check_suspension(today: date, planned_until: date) -> None:
    """Refuse a suspension without an end that lies ahead."""
    if planned_until <= today:
        raise Refused("contracts.suspension_end", field="planned_until")


def days_still(started_at: datetime, ended_at: datetime) -> int:
    """Return how many days the periods stood still, in the district's days."""
    return (day_of(ended_at) - day_of(started_at)).days


def later(moment: datetime, days: int) -> datetime:
    """Return the moment as many days later, at the same hour of the district."""
    return moment.astimezone(SHANGHAI) + timedelta(days=days)


def check_termination(*, ground: str, is_signed: bool, reports_open: int) -> None:
    """Refuse a ground that does not fit, or an early end while a report waits for its judgement (409)."""
    if is_signed == (ground == NOT_SIGNED):
        raise Refused("contracts.ground_unfit", field="ground")
    if reports_open:
        raise Refused("contracts.report_open", status=409, count=reports_open)


def settlement(total: Decimal, accepted: Iterable[Decimal]) -> dict[str, str]:
    """Return what an early end leaves: the sum, what was accepted and is paid, what is not paid (yuan as text)."""
    owed = sum(accepted, Decimal(0))
    return {"sum": f"{total:.2f}", "accepted": f"{owed:.2f}", "released": f"{total - owed:.2f}"}


def check_subcontract(*, named: str, total: Decimal, taken: Decimal, amount: Decimal) -> None:
    """Refuse what the bid does not name (O87 art. 35) and what would pass the contract on (GPR art. 72)."""
    if taken + amount >= total:
        raise Refused("contracts.passed_on", field="amount", citation=PASSED_ON)
    if not named.strip():
        raise Refused("contracts.subcontract_not_named", citation=NAMED)
