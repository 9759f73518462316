"""From a resident's need to a tender that is published."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from bidding.actions import tenders
from deliberation import actions as deliberation
from deliberation.actions import Minutes, PartyPlan
from deliberation.models import ScreeningRule
from deliberation.rules.decisions import Counts
from marketplace.core.clock import SHANGHAI, day_of
from marketplace.workdays.rules import add_working_days
from projects import actions as projects
from projects.models import BudgetLine, Category
from projects.rules.plans import CriterionPlan, IndicatorPlan, Plan

from .clockwork import calendar
from .walk import Walk


class Beginnings(Walk):
    """Residents and the government."""

    # --- residents ------------------------------------------------------------------------------------------------
    def to_need(self) -> None:
        author = self.cast.residents[self.script.community][0]
        self.need = deliberation.raise_need(
            actor=author, community=self.community, kind=self.script.kind, title=self.script.need,
            body=self.script.need_body, now=self.now, is_demo=True,
        )  # fmt: skip

    def to_accepted(self) -> None:
        self.wait(working=1)
        rule = ScreeningRule.objects.filter(code="Y3").latest("pk")
        self.need = deliberation.accept_need(
            actor=self.person("worker"), need=self.need, rule=rule, who_acts="organization",
            reason="涉及居民切身利益，符合协商范围，建议由社会组织承接。", now=self.now,
        )  # fmt: skip
        for user in self.cast.residents[self.script.community][1 : self.script.supporters + 1]:
            deliberation.support_need(actor=user, need=self.need, now=self.now)

    def to_deliberation(self) -> None:
        self.wait(working=2)
        self.need.refresh_from_db()
        self.topic = deliberation.open_deliberation(
            actor=self.person("worker"), community=self.community, topic=self.script.topic, needs=[self.need],
            reason="邻里反映集中，社区联席会议定先行协商。", now=self.now, is_demo=True,
        )  # fmt: skip
        deliberation.raise_topic(actor=self.person("worker"), deliberation=self.topic, now=self.now)
        residents = self.cast.residents[self.script.community]
        parties = [
            PartyPlan("representative", "居民代表", residents[1]),
            PartyPlan("stakeholder", "受益居民", residents[2]),
            PartyPlan("unit", "驻区单位"),
        ]
        rule = ScreeningRule.objects.filter(code="Y3").latest("pk")
        deliberation.fix_topic(
            actor=self.person("worker"), deliberation=self.topic, topic=self.script.topic, rule=rule, stance="open",
            format="council", parties=parties, now=self.now,
        )  # fmt: skip

    def to_discussing(self) -> None:
        deliberation.confirm_topic(actor=self.person("director"), deliberation=self.topic, now=self.now)
        starts = datetime.combine(add_working_days(day_of(self.now), 5, calendar()), time(19, 0), SHANGHAI)
        self.meeting = deliberation.announce_meeting(
            actor=self.person("worker"), deliberation=self.topic, starts_at=starts, place="社区二楼议事厅",
            chair="老书记", now=self.now,
        )  # fmt: skip

    def to_discussed(self) -> None:
        self.wait(working=6)
        minutes = Minutes(
            present=21, spoke=15, favor="有专业人员定期来，家里人放心。", against="担心次数太少，走过场。",
            concerns="隐私保护；异常情况要及时上报。", agreed=["请社会组织承接", "每月公布一次情况"], open_points=[],
        )  # fmt: skip
        deliberation.record_meeting(
            actor=self.person("worker"), meeting=self.meeting, minutes=minutes, now=self.now
        )

    def to_outcome(self) -> None:
        deliberation.close_discussion(actor=self.person("worker"), deliberation=self.topic, now=self.now)
        self.wait(working=1)
        self.outcome = deliberation.record_outcome(
            actor=self.person("worker"), deliberation=self.topic, method="consensus",
            statement=f"{self.script.topic}：请区民政局列入政府购买服务，按月公布服务情况。",
            counts=Counts(eligible=21, present=21, yes=21), now=self.now,
        )  # fmt: skip
        deliberation.add_commitment(
            actor=self.person("worker"), deliberation=self.topic, kind="project", text="列入政府购买服务项目",
            owner="区民政局", due_on=add_working_days(day_of(self.now), 10, calendar()), now=self.now,
        )  # fmt: skip

    def finish(self, state: str, note: str) -> None:
        """End every commitment of the decision and post the result."""
        worker = self.person("worker")
        for commitment in self.topic.commitments.filter(state="open"):
            deliberation.end_commitment(
                actor=worker, commitment=commitment, to=state, note=note, now=self.now
            )
        deliberation.finish_commitments(actor=worker, deliberation=self.topic, now=self.now)
        satisfied = {
            party.pk: {"very_satisfied": 6, "satisfied": 3, "fair": 1} for party in self.topic.parties.all()
        }
        deliberation.post_result(actor=worker, deliberation=self.topic, answers=satisfied, now=self.now)

    # --- the government -------------------------------------------------------------------------------------------
    def to_project(self) -> None:
        self.wait(working=3)
        self.project = projects.list_project(actor=self.person("officer"), plan=self.plan(), now=self.now)
        if self.script.until in {"closed", "reviewed"}:
            self.finish("done", "已列入政府购买服务。")

    def plan(self) -> Plan:
        script, category = self.script, Category.objects.get(code=self.script.category)
        starts = day_of(self.now) + timedelta(days=45)
        return Plan(
            category=category,
            budget_line=BudgetLine.objects.get(year=starts.year, code=script.line),
            title=script.title,
            title_en=script.title_en,
            summary=script.summary,
            budget=Decimal(script.budget),
            starts_on=starts,
            ends_on=starts + timedelta(days=(script.term or 30 * script.months) - 1),
            recipients=script.recipients,
            recipients_count=script.count,
            outcome=self.outcome,
            indicators=[
                IndicatorPlan(
                    row["name"], Decimal(90) if "率" in row["name"] else Decimal(script.count * (number + 2)),
                    row["unit"], row["is_outcome"], row["name_en"], row["unit_en"],
                )
                for number, row in enumerate(category.indicators)
            ],
            criteria=[
                *(CriterionPlan(row["name"], Decimal(row["points"]), row["name_en"]) for row in category.scores),
                *(CriterionPlan(row["text"], None, row["text_en"]) for row in category.criteria),
            ],
            works_declared=category.is_works_guarded,
            works_explanation="只购买服务，不含任何施工内容。" if category.is_works_guarded else "",
            is_demo=True,
        )  # fmt: skip

    def to_draft(self) -> None:
        self.wait(working=1)
        deadline = datetime.combine(
            add_working_days(day_of(self.now) + timedelta(days=14), 1, calendar()), time(17, 0), SHANGHAI
        )
        self.tender = tenders.create_tender(
            actor=self.person("officer"), project=self.project, now=self.now, track="below_limit",
            procedure="consultation", bid_deadline=deadline,
        )  # fmt: skip

    def to_submitted(self) -> None:
        self.tender = tenders.submit_tender(actor=self.person("officer"), tender=self.tender, now=self.now)

    def to_published(self) -> None:
        self.wait(working=1)
        self.tender = tenders.publish_tender(actor=self.person("approver"), tender=self.tender, now=self.now)
