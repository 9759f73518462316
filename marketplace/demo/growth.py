"""From an application to the incubator to the last day in it, by the room's own actions."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from incubation import actions as incubation
from incubation.models import Application, Hearing, IncubatorMembership, Intake
from incubation.rules.ladder import DIMENSIONS
from incubation.rules.rubric import RUBRIC
from incubation.rules.sections import FIELDS
from marketplace.core.clock import SHANGHAI, day_of

from .clockwork import set_clock
from .script import Cast
from .walk import Clocked

STOPS = (
    "started", "submitted", "checking", "reviewing", "reviewed", "proposed", "noticed", "admitted", "agreement",
    "seed", "growth", "ready", "graduation", "graduated",
)  # fmt: skip
ANSWERS = {
    "staff": "5", "team": "持证社工 2 名，志愿者 40 名，负责人从业六年。", "need": "社区里缺少就近、固定的服务，居民多次提出。",
    "plan": "先在两个社区试点，每月公布服务情况，半年后请居民评价。", "support": "社区提供场地，街道出具推荐意见。",
    "income": "会费与小额捐赠，计划承接政府购买服务。", "finance": "代理记账，每季公布收支。", "residence": "physical",
}  # fmt: skip
EVIDENCE = "查阅制度、台账与财务报表，走访服务对象。"


@dataclass(frozen=True)
class Path:
    """One organization on its way: the intake's place in the list, the day of the application, how far it gets."""

    intake: int
    start: date
    key: str
    until: str
    ends: tuple[str, ...] = ()


class Growth(Clocked):
    """One walk through the incubator."""

    def __init__(self, path: Path, intake: Intake, cast: Cast) -> None:
        self.path, self.intake, self.cast = path, intake, cast
        self.now = datetime.combine(path.start, time(10, 0), SHANGHAI)
        self.organization = cast.organizations[path.key]
        self.legal = cast.people["hexu" if path.key == "heyu" else path.key]
        self.officer, self.approver = cast.people["officer"], cast.people["approver"]
        self.application: Application | None = None
        self.membership: IncubatorMembership | None = None

    def walk(self) -> None:
        """Take every step up to and including the path's stop, then its ends."""
        set_clock(self.now)
        for stop in STOPS:
            getattr(self, f"to_{stop}")()
            if stop == self.path.until:
                break
        for end in self.path.ends:
            getattr(self, f"end_{end}")()

    # --- the application ------------------------------------------------------------------------------------------
    def to_started(self) -> None:
        self.application = incubation.start_application(
            actor=self.legal, organization=self.organization, intake=self.intake, now=self.now
        )

    def to_submitted(self) -> None:
        self.wait(working=1)
        answers = {name: ANSWERS[name] for name in FIELDS if name in ANSWERS}
        self.application = incubation.save_answers(
            actor=self.legal, application=self.application, answers=answers, version=self.application.version,
            now=self.now,
        )  # fmt: skip
        self.application = incubation.submit_application(
            actor=self.legal, application=self.application, now=self.now
        )

    def to_checking(self) -> None:
        self.wait(working=1)
        incubation.begin_material_check(actor=self.officer, application=self.application, now=self.now)

    def to_reviewing(self) -> None:
        """Hand the application to three reviewers; the first has scored."""
        self.wait(working=1)
        incubation.begin_review(actor=self.officer, application=self.application, now=self.now)
        for key in ("expert1", "expert2", "expert3"):
            incubation.appoint_reviewer(
                actor=self.officer, application=self.application, reviewer=self.cast.people[key], now=self.now
            )
        self.score("expert1", 88)

    def score(self, key: str, percent: int) -> None:
        reviewer = self.cast.people[key]
        incubation.declare_conflict(
            actor=reviewer, application=self.application, has_conflict=False, declaration="", now=self.now
        )
        scores = {code: Decimal(most * percent) / 100 for code, most in RUBRIC}
        incubation.lock_scores(
            actor=reviewer,
            application=self.application,
            scores=scores,
            comment="需求清楚，队伍稳定。",
            now=self.now,
        )

    def to_reviewed(self) -> None:
        self.wait(working=3)
        self.score("expert2", 84)
        self.score("expert3", 82)
        incubation.end_review(actor=self.officer, application=self.application, now=self.now)

    def to_proposed(self) -> None:
        self.wait(working=2)
        incubation.propose_admission(
            actor=self.officer, application=self.application, interviewed_on=day_of(self.now),
            interview="实地走访并面谈，团队稳定，社区支持。", now=self.now,
        )  # fmt: skip

    def to_noticed(self) -> None:
        self.wait(working=1)
        incubation.publish_notice(actor=self.approver, application=self.application, now=self.now)

    def to_admitted(self) -> None:
        self.wait(working=6)
        incubation.admit_application(actor=self.approver, application=self.application, now=self.now)

    # --- the membership -------------------------------------------------------------------------------------------
    def to_agreement(self) -> None:
        self.wait(working=1)
        self.membership = incubation.draw_up_agreement(
            actor=self.officer, application=self.application, residence="physical", mentor=self.officer,
            room=f"孵化中心 {200 + self.application.pk} 室", now=self.now,
        )  # fmt: skip

    def to_seed(self) -> None:
        self.wait(working=2)
        incubation.sign_for_organization(actor=self.legal, membership=self.membership, now=self.now)
        self.membership = incubation.sign_for_centre(
            actor=self.officer, membership=self.membership, now=self.now
        )
        self.plan_goals()

    def plan_goals(self) -> None:
        self.goals = [
            incubation.add_goal(actor=self.officer, membership=self.membership, title=title, now=self.now)
            for title in ("完善章程与财务制度", "在两个社区开展服务")
        ]

    def to_growth(self) -> None:
        self.leave_stage(level=3)
        self.plan_goals()

    def to_ready(self) -> None:
        self.leave_stage(level=3)
        self.plan_goals()

    def leave_stage(self, *, level: int) -> None:
        """Show what was reached in the stage, shortly before it ends, and move on."""
        self.come_to_end(days=5)
        self.assess(level)
        self.membership = incubation.advance_stage(
            actor=self.approver, membership=self.membership, now=self.now
        )

    def come_to_end(self, *, days: int) -> None:
        """Let time pass until some days before the stage ends."""
        day = self.membership.stage_ends_on - timedelta(days=days)
        self.now = datetime.combine(day, time(10, 0), SHANGHAI)
        set_clock(self.now)

    def assess(self, level: int) -> None:
        incubation.note_room_use(
            actor=self.officer, membership=self.membership, day=day_of(self.now), now=self.now
        )
        incubation.record_quarter(
            actor=self.officer, membership=self.membership, is_passed=True, note="按计划推进。", now=self.now
        )
        for goal, progress in zip(self.goals, (100, 80), strict=True):
            incubation.report_goal(
                actor=self.legal, goal=goal, progress=progress, evidence="见季度小结与照片。", now=self.now
            )
        levels = {name: level + place % 2 for place, name in enumerate(DIMENSIONS)}
        incubation.assess_capability(
            actor=self.officer, membership=self.membership, levels=levels,
            evidence=dict.fromkeys(DIMENSIONS, EVIDENCE), now=self.now,
        )  # fmt: skip

    def to_graduation(self) -> None:
        self.come_to_end(days=12)
        self.assess(4)
        self.membership = incubation.begin_graduation_review(
            membership=self.membership, now=self.now, actor=self.approver
        )

    def to_graduated(self) -> None:
        self.wait(working=3)
        incubation.record_finding(
            actor=self.officer, membership=self.membership, code="financial_check", is_met=True,
            evidence="年度财务检查合格，账目公开。", now=self.now,
        )  # fmt: skip
        self.wait(working=2)
        self.membership = incubation.graduate_member(
            actor=self.approver, membership=self.membership, now=self.now
        )

    # --- other ends -----------------------------------------------------------------------------------------------
    def end_returned(self) -> None:
        self.wait(working=1)
        incubation.return_application(
            actor=self.officer, application=self.application, fields=["finance", "support"],
            note="请补交上年度收支表和社区推荐意见。", now=self.now,
        )  # fmt: skip

    def end_declined(self) -> None:
        self.wait(working=2)
        incubation.decline_application(
            actor=self.approver, application=self.application, reason="服务计划与社区需求不符，建议修改后再次申请。",
            now=self.now,
        )  # fmt: skip

    def end_taken_back(self) -> None:
        self.wait(working=2)
        incubation.withdraw_application(actor=self.legal, application=self.application, now=self.now)

    def end_extended(self) -> None:
        self.wait(working=8)
        self.membership = incubation.extend_membership(
            actor=self.approver,
            membership=self.membership,
            reason="第二个项目尚未验收，延长六个月。",
            now=self.now,
        )

    def hearing(self, purpose: str, cause: str, statement: str) -> Hearing:
        return incubation.open_hearing(
            actor=self.officer, membership=self.membership, purpose=purpose, cause=cause, statement=statement,
            now=self.now,
        )  # fmt: skip

    def end_suspended(self) -> None:
        self.wait(days=20)
        hearing = self.hearing("suspension", "other", "负责人变更后三个月未备案。")
        self.wait(working=2)
        incubation.answer_hearing(
            actor=self.legal, hearing=hearing, answer="正在办理，请给一个月时间。", now=self.now
        )
        self.wait(working=2)
        incubation.suspend_member(
            actor=self.approver,
            membership=self.membership,
            reason="负责人变更未备案，补正期间中止。",
            now=self.now,
        )

    def end_exited(self) -> None:
        self.wait(days=75)
        self.hearing("exit", "idle_room", "办公室连续两个多月没有人使用。")
        self.wait(working=7)
        incubation.exit_member(
            actor=self.approver,
            membership=self.membership,
            reason="办公室闲置超过六十日，听取意见后退出。",
            now=self.now,
        )

    def end_withdrawn(self) -> None:
        self.wait(days=90)
        incubation.withdraw_member(
            actor=self.legal, membership=self.membership, reason="团队调整，暂时退出。", now=self.now
        )
