"""What may change in a published document, and how much time is left to read it (O87 art. 27, GPR art. 31)."""

from collections.abc import Iterable
from datetime import date, datetime, time

from marketplace.core.clock import SHANGHAI, day_of, local
from marketplace.workdays.rules import Calendar

from .findings import BLOCK, Finding
from .periods import after, before
from .profiles import Profile

MATERIAL = ("need", "place", "acceptance", "payment", "starts_on", "ends_on", "ceiling", "criteria")
MINOR = ("contact", "contact_phone")
"""Everything else (object, qualification, money, method) cannot be amended: that needs a new tender (DOC-05)."""


CLARIFICATION = "clarification"


def is_material(changed: Iterable[str]) -> bool:
    """Say whether one of the changes, an answer to a question included, may affect how a bid is made (DOC-04)."""
    return any(name in MATERIAL or name == CLARIFICATION for name in changed)


def check_reading_time(
    profile: Profile, notice_day: date, today: date, deadline: datetime, calendar: Calendar
) -> list[Finding]:
    """Block a deadline that leaves too little time after a material change (DOC-04, DOC-07). Raises CalendarNotLoaded."""
    number = profile.number("clarification", notice_day)
    if number is None or before(day_of(deadline), number, calendar) >= today:
        return []
    facts = {"earliest": after(today, number, calendar), "count": number.days, "unit": str(number.unit)}
    return [Finding(number.rule, BLOCK, "bidding.amendment_deadline", number.citation, "bid_deadline", facts)]


def extended(
    profile: Profile, notice_day: date, today: date, deadline: datetime, calendar: Calendar
) -> datetime:
    """Return the deadline, moved to the first day that leaves the time to read; the hour stays. Raises CalendarNotLoaded."""
    found = check_reading_time(profile, notice_day, today, deadline, calendar)
    if not found:
        return deadline
    hour: time = local(deadline).timetz().replace(tzinfo=None)
    return datetime.combine(found[0].facts["earliest"], hour, tzinfo=SHANGHAI)  # type: ignore[arg-type]
