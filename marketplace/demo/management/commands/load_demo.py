import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from marketplace.demo.accounts import accounts_text
from marketplace.demo.clockwork import START, on, set_clock
from marketplace.demo.history import load_records
from marketplace.demo.script import Cast
from marketplace.demo.scripts import SCRIPTS
from marketplace.demo.stage import (
    confirm_rules,
    enroll_officers,
    neighbors,
    set_budget,
    set_districts,
    set_organizations,
    set_people,
)
from marketplace.demo.story import Loop
from organizations.models import Department


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
        now = set_clock(on("2025-01-06"))
        set_districts()
        set_budget(2025)
        set_budget(2026)
        people = set_people(now)
        organizations = set_organizations(people, now)
        load_records(now)
        confirm_rules(people["approver"], now)
        enroll_officers(people, now)
        cast = Cast(people, organizations, neighbors(people))
        for script in SCRIPTS:
            self.stdout.write(f"  {script.start} {script.title}", ending="\n")
            Loop(script, cast).walk()
        set_clock(START)
        (settings.DATA_DIR / "demo_accounts.txt").write_text(accounts_text(), encoding="utf-8")
        self.stdout.write(
            f"{len(people)} people, {len(organizations)} organizations, {time.monotonic() - started:.0f} s"
        )
