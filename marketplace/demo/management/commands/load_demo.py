import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from marketplace.demo.accounts import accounts_text
from marketplace.demo.clockwork import START, on, set_clock, without_savepoints
from marketplace.demo.history import load_records
from marketplace.demo.script import Cast
from marketplace.demo.scripts import SCRIPTS
from marketplace.demo.stage import (
    confirm_rules,
    enroll_officers,
    forget_mail,
    met_again,
    neighbors,
    set_budget,
    set_districts,
    set_organizations,
    set_people,
    share_password,
)
from marketplace.demo.story import Loop
from marketplace.outbox.jobs import left_to_the_sweep
from organizations.models import Department, Organization, User
from search.actions import refresh_words, sweep


class Command(BaseCommand):
    """Load the demo district once: real records as history, invented people and live objects around them."""

    help = "Load the demo district into an empty database (demo and acceptance profiles only)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse outside the demo profiles and on a database that already has departments."""
        if not settings.CLOCK_MOVABLE:
            raise CommandError("the demo district is loaded in the demo and acceptance profiles only")
        if Department.objects.exists():
            raise CommandError("this database already has a district; nothing was changed")
        started = time.monotonic()
        with left_to_the_sweep(), without_savepoints():
            people, organizations = self.load()
        (settings.DATA_DIR / "demo_accounts.txt").write_text(accounts_text(), encoding="utf-8")
        self.stdout.write(
            f"{len(people)} people, {len(organizations)} organizations, {time.monotonic() - started:.0f} s"
        )

    @transaction.atomic
    def load(self) -> tuple[dict[str, User], dict[str, Organization]]:
        """Set the stage and play every script, wholly or not at all; return people and organizations by key."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # keys take seconds to make
        now = set_clock(on("2025-01-06"))
        set_districts()
        set_budget(2025)
        set_budget(2026)
        people = set_people(now)
        organizations = set_organizations(people, now)
        load_records(now)
        confirm_rules(people["approver"], now)
        enroll_officers(people, now)
        people = met_again(people)
        cast = Cast(people, organizations, neighbors(people))
        for script in SCRIPTS:
            self.stdout.write(f"  {script.start} {script.title}", ending="\n")
            Loop(script, cast).walk()
        set_clock(START)
        share_password()
        forget_mail()
        sweep(now=START)
        refresh_words()
        return people, organizations
