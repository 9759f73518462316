import gc
import time
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from bidding.actions.ending import close_due_tenders
from cms.actions import EDITORS, MODERATORS, appoint_editor
from contracts.actions import mark_overdue_milestones, move_due_tickets
from deliberation.actions import move_due_deliberations, move_due_needs
from marketplace.demo.accounts import accounts_text
from marketplace.demo.clockwork import START, deliver, on, set_clock, without_savepoints
from marketplace.demo.committee import plant_chain
from marketplace.demo.history import load_records
from marketplace.demo.incubator import run_incubator
from marketplace.demo.lots import IN_LOTS
from marketplace.demo.panels import run_panels, run_yearly_draw
from marketplace.demo.penalties import run_penalties
from marketplace.demo.procedures import TALKED
from marketplace.demo.rounds import run_rounds
from marketplace.demo.sanctions import run_sanctions
from marketplace.demo.script import Cast
from marketplace.demo.scripts import OLDER
from marketplace.demo.scripts_everywhere import EVERYWHERE
from marketplace.demo.scripts_long import LONG
from marketplace.demo.stage import (
    confirm_rules,
    date_pages,
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
from marketplace.demo.stages import run_stages
from marketplace.demo.story import Loop
from marketplace.demo.supervision import report_problems
from marketplace.outbox.jobs import left_to_the_sweep
from marketplace.outbox.registry import unheard
from organizations.models import Department, Organization, User
from ranking.actions import move_due_rounds, recompute_standings
from search.actions import refresh_words, sweep


def move_what_is_due(now: datetime) -> None:
    """Write down what the clock has done by now, as the running jobs would within their first minutes."""
    move_due_needs(now=now)
    move_due_deliberations(now=now)
    close_due_tenders()
    mark_overdue_milestones(now=now)
    move_due_tickets(now=now)
    move_due_rounds(now=now)
    deliver()
    recompute_standings(now=now)
    sweep(now=now)
    refresh_words()


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
        gc.freeze()
        gc.set_threshold(100_000, 50, 50)  # many short-lived objects: searching them for cycles takes long
        with left_to_the_sweep(), unheard("search"), without_savepoints():
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
        now = set_clock(on("2024-01-02"))
        set_districts()
        for year in (2025, 2026):
            set_budget(year)
        people = set_people(now)
        organizations = set_organizations(people, now)
        load_records(now)
        confirm_rules(people["approver"], now)
        enroll_officers(people, now)
        plant_chain(people, now)
        people = met_again(people)
        cast = Cast(people, organizations, neighbors(people))
        for script in (*OLDER, *EVERYWHERE, *TALKED, *IN_LOTS, *LONG):
            self.stdout.write(f"  {script.start} {script.title}", ending="\n")
            Loop(script, cast).walk()
        run_incubator(cast)
        report_problems(cast)
        run_rounds(cast)
        run_stages(cast)
        run_panels(cast)
        run_yearly_draw(cast)
        run_penalties(cast)
        run_sanctions(cast)
        appoint_editor(actor=None, user=people["officer"], group=EDITORS, now=START)
        appoint_editor(actor=None, user=people["approver"], group=MODERATORS, now=START)
        set_clock(START)
        move_what_is_due(START)
        share_password()
        forget_mail()
        date_pages()
        return people, organizations
