from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.workdays.queries import calendar_at_hand
from marketplace.workdays.rules import CalendarNotLoaded, add_calendar_days, add_working_days


class Command(BaseCommand):
    """Compute the n-th working day (or calendar day) after a start day by the loaded holiday plans."""

    help = "Print the ISO date N working days after START; the start day is not counted."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take START N [--calendar-days] [--no-roll]."""
        parser.add_argument("start", metavar="START", help="ISO date, for example 2026-09-21")
        parser.add_argument("count", metavar="N", help="number of days, 0 or more")
        parser.add_argument(
            "--calendar-days", action="store_true", help="count calendar days; a last day off rolls on"
        )
        parser.add_argument(
            "--no-roll", action="store_true", help="leave a last calendar day off where it is"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the date; exit 1 with one line when it cannot be computed."""
        try:
            start = date.fromisoformat(options["start"])
        except ValueError as error:
            raise CommandError(f"START {options['start']!r} is not an ISO date such as 2026-09-21") from error
        if not (options["count"].isascii() and options["count"].isdigit() and len(options["count"]) <= 5):  # noqa: PLR2004
            raise CommandError(f"N {options['count']!r} is not a whole number from 0 to 99999")
        self.stdout.write(self._day(start, int(options["count"]), options).isoformat())

    def _day(self, start: date, count: int, options: dict[str, Any]) -> date:
        calendar = calendar_at_hand()
        try:
            if options["calendar_days"]:
                return add_calendar_days(start, count, calendar, roll=not options["no_roll"])
            return add_working_days(start, count, calendar)
        except CalendarNotLoaded as error:
            raise CommandError(str(error)) from error
        except OverflowError as error:
            raise CommandError("the date lies beyond the calendar") from error
