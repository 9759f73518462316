"""`make bench-sealing`: seals of 1 MB bids by 1, 10 and 60 bidders at once, the opening of 50, and a full tender page.

Beside each stands a baseline of the same run: as many threads that write the same bytes, flush them and commit a row.
"""

import base64
import os
import secrets
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Barrier

CROWDS = (1, 10, 60)
OPENED = 50
LOTS = 10
QUESTIONS = 100
MEGABYTE = 1024 * 1024
PIECE = 2 * MEGABYTE


def main() -> None:
    """Measure on a database of its own and print one table."""
    folder = Path(__file__).resolve().parent.parent / ".data" / "bench-sealing"
    os.environ |= {
        "PROFILE": "acceptance", "BROKER_URL": "memory://", "MIN_TENDER_PERIOD_SECONDS": "0",
        "DATA_DIR": os.environ.get("BENCH_DIR", str(folder)), "DJANGO_SETTINGS_MODULE": "marketplace.settings",
    }  # fmt: skip
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    market = Market()
    print(f"{'what':34} {'seconds':>8} {'per second':>11} {'x baseline':>11}")
    for crowd in CROWDS:
        market.seals(crowd)
    market.opening()
    market.page()


def together(acts: list[Callable[[], None]]) -> float:
    """Run the acts at the same moment, a thread each; return how many seconds they took."""
    from django.db import connection

    gate = Barrier(len(acts) + 1)

    def run(act: Callable[[], None]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(60)
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        waiting = [pool.submit(run, act) for act in acts]
        gate.wait(60)
        started = time.perf_counter()
        for one in waiting:
            one.result()
        return time.perf_counter() - started


class Market:
    """Accounts of every role, sixty bidders, and one tender for each crowd."""

    def __init__(self) -> None:
        from marketplace.workdays.queries import database_now
        from opendata.management.acceptance import OPENERS, Seed, passphrase_of
        from organizations.models import User

        self.seed = Seed(now=database_now(), projects=len(CROWDS) + 1)
        facts = self.seed.run()
        self.people = {role: User.objects.get(public_id=row["id"]) for role, row in facts["accounts"].items()}
        self.projects = list(facts["projects"])
        self.officers = [(self.people[role], passphrase_of(role)) for role in OPENERS[:2]]
        self.bidders = [
            self.seed._bidder(f"bench_bidder_{number}", number, self.people["registrar"])  # noqa: SLF001 - the seed's own way
            for number in range(11, 11 + max(CROWDS))
        ]

    def tender(self, lots: int = 1) -> object:
        """Publish the next tender, divided into so many lots; it ends in an hour."""
        from bidding.actions.divisions import divide_tender
        from bidding.actions.tenders import create_tender, publish_tender, submit_tender
        from bidding.rules.lots import LotPlan
        from marketplace.workdays.queries import database_now
        from projects.models import Project

        now = database_now()
        officer, approver = self.people["project_officer"], self.people["approver"]
        project = Project.objects.get(public_id=self.projects.pop())
        made = create_tender(actor=officer, project=project, now=now, bid_deadline=now + timedelta(hours=1))
        if lots > 1:
            share = made.budget / lots
            plans = [LotPlan(f"第{number}片区", share, None) for number in range(1, lots + 1)]
            divide_tender(
                actor=officer, tender=made, plans=plans, most_lots=None, award_order="number", now=now
            )
            made.refresh_from_db()
        made = submit_tender(actor=officer, tender=made, now=now)
        return publish_tender(actor=approver, tender=made, now=now)

    def page(self) -> None:
        """Read the public page of a tender with ten lots and a hundred answered questions, beside a trivial page."""
        from django.test import Client

        from benchmarks.pages import TRIVIAL, figure
        from bidding.models import Question
        from marketplace.core.canonical import digest
        from marketplace.workdays.queries import database_now

        tender, now = self.tender(LOTS), database_now()
        asker = self.bidders[0]
        Question.objects.bulk_create(
            Question(
                tender=tender, organization=asker.memberships.get().organization, asker=1, number=number,
                text=f"第{number}个问题：服务时间怎样安排？", text_digest=digest(number), asked_by=asker, asked_at=now,
                state="answered", answer="按采购文件执行。", answered_at=now,
                answered_by=self.people["project_officer"],
            )
            for number in range(1, QUESTIONS + 1)
        )  # fmt: skip
        client = Client()
        trivial, full = (figure(client, name, path) for name, path in (("", TRIVIAL), ("", tender.path)))
        print(
            f"{f'page of {LOTS} lots, {QUESTIONS} questions':34} {1 / full.rate:8.3f} {full.rate:11.1f} "
            f"{trivial.rate / full.rate:11.1f}  ({full.queries} queries, {full.size:.0f} kB)"
        )

    def seals(self, crowd: int) -> None:
        """Let a crowd upload and seal at once; compare with writing the same bytes."""
        self.lot = self.tender().lots.select_related("tender__project", "tender__buyer").get()
        acts = [self._sealing(user) for user in self.bidders[:crowd]]
        size = sum(len(part) for part in acts[0].args_files.values())
        spent, plain = together(acts), together([writing(size) for _ in range(crowd)])
        line(f"{crowd} bidders seal 1 MB each", spent, crowd, spent / plain)
        line("  the bytes and a row alone", plain, crowd, 1)

    def _sealing(self, user: object) -> Callable[[], None]:
        """Seal a container beforehand; return the act that uploads and seals it."""
        from bidding.actions.containers import seal_container, sealing_terms
        from bidding.actions.parts import upload_part
        from bidding.sealing.container import Holder, Piece, seal
        from marketplace.workdays.queries import database_now

        organization = user.memberships.get().organization
        terms = sealing_terms(self.lot, organization)
        holders = [Holder(one["x"], one["key"], one["recipient"]) for one in terms["holders"]]
        plan = (Piece("方案.pdf", "application/pdf", b"%PDF-1.4 " + secrets.token_bytes(MEGABYTE)),)
        envelopes, files = [], {}
        for kind, form, pieces in (
            ("technical", {"plan": "每周两次上门"}, plan),
            ("price_form", {"price": "118000.00", "currency": "CNY"}, ()),
            ("price_attachments", {}, ()),
        ):
            one = seal(kind=kind, form=form, pieces=pieces, header=terms["header"], holders=holders)
            shares = [base64.b64encode(one.shares[holder.position]).decode() for holder in holders]
            manifest = {**one.manifest, "sealed_by": "tool", "bundle": "ab" * 32}
            envelopes.append({"manifest": manifest, "shares": shares})
            files |= {e["name"]: content for e, content in zip(manifest["files"], one.files, strict=True)}

        def act() -> None:
            given = {"actor": user, "lot": self.lot, "organization": organization}
            for name, content in files.items():
                for offset in range(0, len(content), PIECE):
                    piece = content[offset : offset + PIECE]
                    upload_part(
                        **given,
                        name=name,
                        size=len(content),
                        offset=offset,
                        content=piece,
                        now=database_now(),
                    )
            seal_container(**given, envelopes=envelopes, token=secrets.token_hex(32))

        act.args_files = files
        return act

    def opening(self) -> None:
        """Withdraw the bids above fifty, pass the deadline, let two officers open."""
        from bidding.actions.bids import withdraw_bid
        from bidding.actions.opening import open_bids
        from bidding.models import Tender
        from marketplace.workdays.queries import database_now

        for user in self.bidders[OPENED:]:
            withdraw_bid(actor=user, lot=self.lot, organization=user.memberships.get().organization)
        tender = Tender.objects.get(pk=self.lot.tender_id)
        with later(timedelta(hours=2)):
            for number, (officer, passphrase) in enumerate(self.officers):
                started = time.perf_counter()
                tender = open_bids(actor=officer, tender=tender, passphrase=passphrase, now=database_now())
                spent = time.perf_counter() - started
                if not number:
                    line("first officer unlocks a key", spent, 1, 1)
                    unlocked = spent
        assert tender.state == "opened", tender.state
        line(f"second officer opens {OPENED} bids", spent, OPENED, spent / unlocked)


def writing(size: int) -> Callable[[], None]:
    """Return an act that writes so many bytes, flushes file and folder, and commits one row."""
    from django.conf import settings

    from marketplace.audit.models import ReferenceCounter

    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    content = secrets.token_bytes(size)

    def act() -> None:
        path = folder / f"plain-{secrets.token_hex(8)}"
        with path.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
        ReferenceCounter.objects.create(prefix="~~", year=secrets.randbelow(32_000))
        path.unlink()

    return act


@contextmanager
def later(step: timedelta):
    """Move the clock of the acceptance profile forward for a while."""
    from marketplace.workdays.models import ClockOffset

    ClockOffset.objects.update_or_create(only=True, defaults={"offset": step})
    try:
        yield
    finally:
        ClockOffset.objects.update_or_create(only=True, defaults={"offset": timedelta()})


def line(what: str, seconds: float, count: int, ratio: float) -> None:
    """Print one row of the table."""
    print(f"{what:34} {seconds:8.2f} {count / seconds:11.1f} {ratio:11.1f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
