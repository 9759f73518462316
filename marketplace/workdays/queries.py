"""The loaded calendar, and the one clock: `now()` for pages, `database_now()` inside a transaction."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from .models import CalendarYear, ClockOffset, WorkdayOverride
from .rules import Calendar

PLAN = Path(__file__).resolve().parent / "holidays.csv"


def load_calendar() -> Calendar:
    """Return all loaded years (two queries)."""
    days = list(WorkdayOverride.objects.values_list("date", "is_workday"))
    return _calendar(frozenset(CalendarYear.objects.values_list("year", flat=True)), days)


def shipped_calendar() -> Calendar:
    """Return the years that the product brings along in holidays.csv; needs no database."""
    with PLAN.open(encoding="utf-8") as rows:
        days = [(date.fromisoformat(row["date"]), row["works"] == "1") for row in csv.DictReader(rows)]
    return _calendar(frozenset(day.year for day, _ in days), days)


def calendar_at_hand() -> Calendar:
    """Return the years loaded in this installation, or the shipped ones where none is set up yet."""
    folder = settings.DATABASES["default"].get("FOLDER")
    if folder is not None and not Path(folder).is_dir():
        return shipped_calendar()
    try:
        found = load_calendar()
    except DatabaseError:
        return shipped_calendar()
    return found if found.years else shipped_calendar()


def _calendar(years: frozenset[int], days: list[tuple[date, bool]]) -> Calendar:
    return Calendar(
        years=years,
        off=frozenset(day for day, works in days if not works),
        makeup=frozenset(day for day, works in days if works),
    )


def clock_offset() -> timedelta:
    """Return the offset of the demo clock; always zero where the clock cannot be moved."""
    if not settings.CLOCK_MOVABLE:
        return timedelta(0)
    row = ClockOffset.objects.first()
    return row.offset if row else timedelta(0)


def now() -> datetime:
    """Return the present moment as pages and tasks see it (aware)."""
    return timezone.now() + clock_offset()


def database_now() -> datetime:
    """Return the database's own clock_timestamp() (aware); seals, closing and opening are judged by it."""
    with connection.cursor() as cursor:
        if settings.CLOCK_MOVABLE:
            cursor.execute(
                "SELECT clock_timestamp() + coalesce((SELECT \"offset\" FROM workdays_clockoffset), interval '0')"
            )
        else:
            cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
