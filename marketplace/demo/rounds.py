"""Evaluation rounds of the demo district, in every state in which a round can rest."""

from datetime import datetime, timedelta

from contracts.models import Contract
from contracts.states import ContractState
from marketplace.core.clock import day_of
from marketplace.workdays.rules import add_working_days
from organizations.models import Community, Department
from ranking import actions
from ranking.models import Round

from .clockwork import START, calendar
from .script import Cast

QUESTIONS = ("对服务态度满意吗？", "对服务效果满意吗？", "总体满意吗？")
FACES = ((5, 5, 5), (5, 4, 5), (4, 4, 4), (3, 4, 4), (5, 5, 0), (4, 3, 3), (5, 4, 4), (2, 3, 3))
NETWORKS = "demo"


class Rounds:
    """Plans, opens and finishes rounds, counted back from the present."""

    def __init__(self, cast: Cast) -> None:
        self.officer, self.approver = cast.people["officer"], cast.people["approver"]
        self.bureau = self.officer.posts.filter(until__isnull=True).earliest("pk").department

    def planned(self, days: int, community: Community, period: str, title: str, **subject: object) -> Round:
        return actions.plan_round(
            actor=self.officer, organizer=self.bureau, title=title, period=period, questions=QUESTIONS,
            communities=[community], days_open=7, now=START - timedelta(days=days), **subject,
        )  # fmt: skip

    def announced(self, days: int, community: Community, period: str, title: str, **subject: object) -> Round:
        """Publish the notice of a round and give every household its code; some of them answer."""
        now = START - timedelta(days=days)
        row = self.planned(days, community, period, title, **subject)
        row = actions.announce_round(actor=self.officer, row=row, now=now)
        slips = actions.issue_codes(actor=self.officer, row=row, community=community, now=now)
        if row.opens_at + timedelta(hours=12) < START:
            for number, slip in enumerate(slips[: len(FACES)]):
                self.answer(row, slip.code, number)
        return row

    def answer(self, row: Round, code: str, number: int) -> None:
        now = row.opens_at + timedelta(hours=8, minutes=11 * number)
        found = actions.find_code(row=row, code=code, network=f"{NETWORKS}{number}", now=now)
        actions.cast_ballot(
            row=row, code=found, answers=FACES[number], device="volunteer" if number < 3 else f"d{number}",
            network=f"{NETWORKS}{number}", now=now,
        )  # fmt: skip

    def published(self, row: Round, reply: str = "") -> Round:
        """Decide what is flagged, publish, and let the subject reply."""
        from ranking.actions.rounds import subject_people
        from ranking.queries.rounds import flagged

        now = row.closes_at + timedelta(hours=1)
        for group in flagged(row):
            actions.decide_group(
                actor=self.approver, row=row, key=group.key, is_excluded=False,
                reason="志愿者用自己的手机帮三户老人填写，已电话核实。", now=now,
            )  # fmt: skip
        row = actions.check_round(actor=self.approver, row=row, now=now)
        people = list(subject_people(row))
        if reply and people:
            row = actions.reply_to_round(actor=people[0], row=row, text=reply, now=now)
        return row


def days_before(working: int) -> int:
    """Return how many calendar days before the present a term of working days has just begun."""
    day = day_of(START)
    while add_working_days(day, working, calendar()) >= day_of(START):
        day -= timedelta(days=1)
    return (day_of(START) - day).days


def run_rounds(cast: Cast) -> None:
    """Play the rounds: about contracts, a department, residents' committees."""
    desk = Rounds(cast)
    homes = [Community.objects.get(code=code) for code in sorted(cast.residents)]
    contracts = Contract.objects.filter(state__in=(ContractState.CLOSED, ContractState.ACTIVE)).order_by("pk")
    here = contracts.filter(project__communities__in=homes).first()
    homes.sort(key=lambda place: not here.project.communities.filter(pk=place.pk).exists())
    other = Department.objects.exclude(pk=desk.bureau.pk).order_by("code").first()
    notice, running, closed = 1, days_before(6), days_before(13)
    desk.planned(0, homes[1], "2026年第二季度", "对居委会的评议", committee=homes[1])
    desk.announced(notice, homes[0], "2026年第一季度", "对部门服务的评议", department=other)
    desk.announced(running, homes[0], "2026年第一季度", "请您评一评这项服务", contract=here)
    desk.announced(closed + 2, homes[1], "2026年第一季度", "对居委会的评议", committee=homes[1])
    desk.published(
        desk.announced(closed + 4, homes[0], "2025年第四季度", "对居委会的评议", committee=homes[0])
    )
    final = desk.announced(closed + 40, homes[0], "2025年第四季度", "请您评一评这项服务", contract=here)
    desk.published(final, "感谢居民的评价，我们将增加上门频次。")
    wrong = desk.announced(closed + 30, homes[1], "2025年第四季度", "对部门服务的评议", department=other)
    moment: datetime = wrong.opens_at + timedelta(hours=20)
    actions.propose_annulment(actor=desk.officer, row=wrong, reason="问卷印错一道题，另行组织。", now=moment)
    actions.annul_round(actor=desk.approver, row=wrong, now=moment)
