import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.workdays.queries import database_now
from opendata.management.acceptance import Seed


class Command(BaseCommand):
    """Make accounts, organizations, officers' keys and projects for an outside tester; print them as one JSON object."""

    help = "Seed what an outside party needs to test over HTTP; refused outside DEBUG or ACCEPTANCE=1."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --projects."""
        parser.add_argument(
            "--projects",
            type=int,
            default=12,
            metavar="N",
            help="how many projects stand ready to be tendered",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the JSON object, and nothing else."""
        if not settings.IS_ACCEPTANCE:
            raise CommandError("known accounts are made only under DEBUG or ACCEPTANCE=1")
        found = Seed(now=database_now(), projects=options["projects"]).run()
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
