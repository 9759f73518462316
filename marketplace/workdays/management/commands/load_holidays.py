import csv
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.workdays.actions import load_year


class Command(BaseCommand):
    """Load the holiday plan of a year from a CSV file with the columns date and works (0 off, 1 make-up day)."""

    help = "Load the State Council's holiday plan of YEAR from FILE (columns: date,works)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take YEAR FILE --source TEXT."""
        parser.add_argument("year", type=int)
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="number and title of the notice")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace the year's plan; nothing is changed when a row cannot be read."""
        try:
            with options["file"].open(encoding="utf-8-sig") as rows:
                plan = {
                    date.fromisoformat(row["date"]): {"0": False, "1": True}[row["works"]]
                    for row in csv.DictReader(rows)
                }
            load_year(year=options["year"], overrides=plan, source=options["source"])
        except (OSError, KeyError, ValueError) as error:
            raise CommandError(f"the plan cannot be read: {error}") from error
        self.stdout.write(f"{options['year']}: {len(plan)} days loaded")
