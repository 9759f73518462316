"""Load holiday plans; move the clock of a demo or test district."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from marketplace.core.refusals import Refused

from .models import CalendarYear, ClockOffset, WorkdayOverride


@transaction.atomic
def load_year(*, year: int, overrides: dict[date, bool], source: str) -> CalendarYear:
    """Replace the plan of a year: overrides map a day to True (make-up working day) or False (off)."""
    if any(day.year != year for day in overrides):
        raise ValueError(f"a day outside {year}")
    row, _ = CalendarYear.objects.update_or_create(year=year, defaults={"source": source})
    WorkdayOverride.objects.filter(date__year=year).delete()
    WorkdayOverride.objects.bulk_create(
        WorkdayOverride(date=day, is_workday=works, source=source) for day, works in sorted(overrides.items())
    )
    return row


@transaction.atomic
def move_clock(*, by: timedelta) -> timedelta:
    """Move the clock of a demo or test district forward; refused (403) anywhere else and backward."""
    if not settings.CLOCK_MOVABLE:
        raise Refused("workdays.clock_fixed", status=403)
    if by < timedelta(0):
        raise Refused("workdays.clock_backward")
    ClockOffset.objects.get_or_create(only=True)
    row = ClockOffset.objects.select_for_update().get()
    row.offset += by
    row.save(update_fields=["offset"])
    return row.offset
