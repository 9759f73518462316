from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marketplace.audit.actions import write_checkpoint
from marketplace.workdays.queries import database_now


class Command(BaseCommand):
    """Give waiting events their places and sign a checkpoint when one is due."""

    help = "Publish the tamper-evident log: once an hour, and after an opening or award. Repeating it does no harm."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --now."""
        parser.add_argument("--now", action="store_true", help="write a checkpoint although none is due")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the newest checkpoint."""
        self.stdout.write(write_checkpoint(now=database_now(), at_once=options["now"]).note, ending="")
