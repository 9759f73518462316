"""Screening, limits and the support threshold of needs (participation, sections 2, 3 and 10)."""

from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import STATUTES

DISCUSS, DECLINE = "discuss", "decline"
HOUSE = Citation("HOUSE", "", "D")


def threshold(households: int, day: date) -> int:
    """Return T = max(20, ceil(2 % of the households)) with the numbers in force on the day."""
    share = STATUTES.on("need.support_share", day).value
    least = STATUTES.on("need.support_minimum", day).days
    return max(least, int((share * households).to_integral_value(ROUND_CEILING)))


def is_statutory_proposal(*, supporting: int, households: int, day: date) -> bool:
    """Say whether one fifth of the households propose the matter (RCL18 art. 10; CNS-06)."""
    share = STATUTES.on("assembly.proposal", day).value
    return households > 0 and Decimal(supporting) >= share * households


def counts_from(*, at: datetime, joined_at: datetime, day: date) -> datetime:
    """Return when a support begins to count: at once, or when the account is old enough."""
    age = timedelta(days=STATUTES.on("need.account_age", day).days)
    return max(at, joined_at + age)


def check_daily(*, raised_today: int, day: date) -> None:
    """Refuse more needs per person and day than the limit."""
    most = STATUTES.on("need.daily", day)
    if raised_today >= most.days:
        raise Refused("deliberation.daily_limit", citation=most.citation, most=most.days, status=429)


def check_supports_daily(*, supported_today: int, day: date) -> None:
    """Refuse more supports per person and day than the limit."""
    most = STATUTES.on("need.supports_daily", day)
    if supported_today >= most.days:
        raise Refused("deliberation.support_limit", citation=most.citation, most=most.days, status=429)


def check_reason(*, kind: str, reason: str, day: date) -> None:
    """Refuse a screening without reason; a refusal's reason has at least 15 characters (CNS-01)."""
    least = STATUTES.on("need.refusal_reason", day).days if kind == DECLINE else 1
    if len(reason.strip()) < least:
        raise Refused("deliberation.reason_short", field="reason", least=least, citation=HOUSE)


def check_second_reviewer(*, screened_by: int, reviewer: int, author: int) -> None:
    """Refuse the second review of the person who screened, or of the author (four eyes)."""
    if reviewer in (screened_by, author):
        raise Refused("deliberation.own_screening", status=403)
