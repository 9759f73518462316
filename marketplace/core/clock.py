"""Instants: the time zone of the district, half-open deadlines, and the range of dates that are believed."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_YEAR = 2000
LAST_YEAR = 2100


def is_late(now: datetime, deadline: datetime) -> bool:
    """Say whether `now` is late; equality is late (half-open deadlines)."""
    return now >= deadline


def local(moment: datetime) -> datetime:
    """Return the moment on the district's wall clock (Asia/Shanghai)."""
    return moment.astimezone(SHANGHAI)


def day_of(moment: datetime) -> date:
    """Return the district's calendar day of a moment."""
    return local(moment).date()


def is_believable(value: date) -> bool:
    """Say whether the year lies in 2000-2100; other dates are refused at the door (security table row 16)."""
    return FIRST_YEAR <= value.year <= LAST_YEAR


def utc_text(moment: datetime) -> str:
    """Return the canonical text of a moment: UTC, microseconds, Z (used in hashed records)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
