"""Due moments: the end of the last day, so that a page can say until which day."""

from datetime import datetime, time, timedelta

from marketplace.core.clock import SHANGHAI, day_of
from marketplace.workdays.rules import Calendar, add_working_days

LAST_SECOND = time(23, 59, 59)


def end_of(moment: datetime, days: int) -> datetime:
    """Return the last second of the calendar day that lies `days` after the moment's day."""
    return datetime.combine(day_of(moment) + timedelta(days=days), LAST_SECOND, SHANGHAI)


def working_end(moment: datetime, days: int, calendar: Calendar) -> datetime:
    """Return the last second of the `days`-th working day after the moment's day. Raises CalendarNotLoaded."""
    return datetime.combine(add_working_days(day_of(moment), days, calendar), LAST_SECOND, SHANGHAI)
