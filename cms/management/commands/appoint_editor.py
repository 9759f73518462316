from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.actions import EDITORS, MODERATORS, appoint_editor
from marketplace.core.refusals import Refused
from marketplace.web.sentences import refusal_text
from marketplace.workdays.queries import now
from organizations.models import User


class Command(BaseCommand):
    help = "Let an official write pages (editors) or write and publish them (moderators)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take an e-mail address and a part."""
        parser.add_argument("email")
        parser.add_argument("part", choices=["editors", "moderators"])

    def handle(self, *, email: str, part: str, **options: object) -> None:
        """Appoint the person."""
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            raise CommandError(f"nobody has the address {email}")
        group = EDITORS if part == "editors" else MODERATORS
        try:
            appoint_editor(actor=None, user=user, group=group, now=now())
        except Refused as refused:
            raise CommandError(refusal_text(refused)) from refused
        self.stdout.write(f"{user.name}: {group}")
