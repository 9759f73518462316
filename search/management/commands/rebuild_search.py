from django.core.management.base import BaseCommand

from marketplace.workdays.queries import now
from search.actions import rebuild


class Command(BaseCommand):
    help = "Build the search index again from the public record."

    def handle(self, **options: object) -> None:
        """Rebuild and say how many documents stand."""
        self.stdout.write(f"{rebuild(now=now())} documents in the index")
