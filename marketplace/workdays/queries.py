"""The loaded calendar, and the one clock: `now()` for pages, `database_now()` inside a transaction."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from .models import CalendarYear, ClockOffset, WorkdayOverride
from .rules import Calendar


def load_calendar() -> Calendar:
    """Return all loaded years (two queries)."""
    days = list(WorkdayOverride.objects.values_list("date", "is_workday"))
    return Calendar(
        years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
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
