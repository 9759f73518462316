"""Working-day arithmetic over a calendar handed in as data (rules 2.13)."""

from dataclasses import dataclass, field
from datetime import date, timedelta

SATURDAY = 5


class CalendarNotLoaded(LookupError):  # noqa: N818 - a fact about the calendar, named so
    """The holiday plan of the year is not loaded: a date cannot be computed (CAL-03)."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the holiday plan of {year} is not loaded")
        self.year = year


@dataclass(frozen=True)
class Calendar:
    """Loaded years with their statutory days off and make-up working days (CAL-03)."""

    years: frozenset[int]
    off: frozenset[date] = field(default_factory=frozenset)
    makeup: frozenset[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        """Say whether the day is a working day; raises CalendarNotLoaded."""
        if day.year not in self.years:
            raise CalendarNotLoaded(day.year)
        if day in self.makeup:
            return True
        return day.weekday() < SATURDAY and day not in self.off


def add_working_days(start: date, count: int, calendar: Calendar) -> date:
    """Return the count-th working day after start; the start day is not counted (CAL-01, CAL-02)."""
    if count < 0:
        raise ValueError("count must not be negative")
    day = start
    while count:
        day += timedelta(days=1)
        count -= calendar.is_working(day)
    return day


def roll_forward(day: date, calendar: Calendar) -> date:
    """Return the day itself or the next working day (Order 87 art. 85)."""
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return day


def add_calendar_days(start: date, count: int, calendar: Calendar, *, roll: bool = True) -> date:
    """Return start + count days; the start day is not counted, a last day off rolls forward unless roll=False."""
    # CAL-01
    if count < 0:
        raise ValueError("count must not be negative")
    day = start + timedelta(days=count)
    return roll_forward(day, calendar) if roll else day


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Count the working days after start up to and including end; negative when end lies before start."""
    if end < start:
        return -working_days_between(end, start, calendar)
    day, count = start, 0
    while day < end:
        day += timedelta(days=1)
        count += calendar.is_working(day)
    return count
