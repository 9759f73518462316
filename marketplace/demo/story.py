"""Walk service projects through the loop by the rooms' own actions, each up to a chosen stop."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from bidding.actions import awards, committee, evaluation, opening, results, tenders
from bidding.actions.bids import BidContent, seal_bid
from bidding.actions.evaluation import scored_criteria
from bidding.models import Lot, Tender
from contracts import actions as contracts
from contracts.models import Contract, Milestone
from contracts.queries.acceptance import standards_of
from contracts.rules.acceptance import Finding
from deliberation import actions as deliberation
from deliberation.actions import Minutes, PartyPlan
from deliberation.models import Deliberation, Need, Outcome, ScreeningRule
from deliberation.rules.decisions import Counts
from marketplace.core.clock import SHANGHAI, day_of
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import add_working_days
from organizations.models import Community, Organization, User
from payments import actions as payments
from payments.models import PaymentOrder
from projects import actions as projects
from projects.models import BudgetLine, Category, Project
from projects.rules.plans import CriterionPlan, IndicatorPlan, Plan
from ranking import actions as ranking
from ranking.models import Review

from .clockwork import deliver, set_clock
from .district import PASSPHRASE
from .stage import certificate as photo

STOPS = (
    "need", "accepted", "deliberation", "discussing", "outcome", "project", "draft", "submitted", "published",
    "sealed", "opened", "scored", "awarded", "drawn_up", "signed", "reported", "accepted_first", "checked", "closed",
    "replied", "reviewed",
)  # fmt: skip


@dataclass(frozen=True)
class Script:
    """One project of the demo: where, what, how much, who bids at which price, how well it went, and how far it gets."""

    start: date
    community: str
    kind: str
    need: str
    need_body: str
    topic: str
    category: str
    line: str
    title: str
    title_en: str
    summary: str
    budget: str
    months: int
    recipients: str
    count: int
    bids: tuple[tuple[str, str, int], ...] = ()  # organization, price, quality in percent of the points
    days_late: tuple[int, ...] = (0, 0, 0)
    official: int = 88
    expert: int = 84
    stars: tuple[int, ...] = (5, 5, 4, 4, 5, 3)
    until: str = "reviewed"
    supporters: int = 6


@dataclass
class Cast:
    """Everybody on the stage."""

    people: dict[str, User]
    organizations: dict[str, Organization]
    residents: dict[str, list[User]] = field(default_factory=dict)


class Loop:
    """One walk; `now` moves forward, the demo clock with it, so that seals meet their real deadlines."""

    def __init__(self, script: Script, cast: Cast) -> None:
        self.script, self.cast = script, cast
        self.now = datetime.combine(script.start, time(9, 30), SHANGHAI)
        self.community = Community.objects.get(code=script.community)
        self.need: Need | None = None
        self.topic: Deliberation | None = None
        self.outcome: Outcome | None = None
        self.project: Project | None = None
        self.tender: Tender | None = None
        self.contract: Contract | None = None
        self.review: Review | None = None

    def walk(self) -> "Loop":
        """Take every step up to and including the script's stop."""
        for stop in STOPS:
            set_clock(self.now)
            getattr(self, f"to_{stop}")()
            deliver()
            if stop == self.script.until:
                break
        return self

    def person(self, key: str) -> User:
        return self.cast.people[key]

    def wait(self, *, working: int = 0, days: int = 0, hour: int | None = None) -> None:
        """Let time pass: working days first, then calendar days; at an hour of the day."""
        day = add_working_days(day_of(self.now), working, load_calendar()) + timedelta(days=days)
        clock = time(hour, 0) if hour is not None else self.now.astimezone(SHANGHAI).time()
        self.now = datetime.combine(day, clock, SHANGHAI)
        set_clock(self.now)

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
        starts = datetime.combine(
            add_working_days(day_of(self.now), 5, load_calendar()), time(19, 0), SHANGHAI
        )
        meeting = deliberation.announce_meeting(
            actor=self.person("worker"), deliberation=self.topic, starts_at=starts, place="社区二楼议事厅",
            chair="老书记", now=self.now,
        )  # fmt: skip
        if self.script.until == "discussing":
            return
        self.wait(working=6)
        minutes = Minutes(
            present=21, spoke=15, favor="有专业人员定期来，家里人放心。", against="担心次数太少，走过场。",
            concerns="隐私保护；异常情况要及时上报。", agreed=["请社会组织承接", "每月公布一次情况"], open_points=[],
        )  # fmt: skip
        deliberation.record_meeting(
            actor=self.person("worker"), meeting=meeting, minutes=minutes, now=self.now
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
            owner="区民政局", due_on=add_working_days(day_of(self.now), 10, load_calendar()), now=self.now,
        )  # fmt: skip

    # --- the government -------------------------------------------------------------------------------------------
    def to_project(self) -> None:
        self.wait(working=3)
        self.project = projects.list_project(actor=self.person("officer"), plan=self.plan(), now=self.now)

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
            ends_on=starts + timedelta(days=30 * script.months - 1),
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
            add_working_days(day_of(self.now) + timedelta(days=14), 1, load_calendar()), time(17, 0), SHANGHAI
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

    # --- organizations --------------------------------------------------------------------------------------------
    def lot(self) -> Lot:
        return Lot.objects.select_related("tender").get(tender=self.tender)

    def to_sealed(self) -> None:
        self.wait(working=3)
        for number, (key, price, _) in enumerate(self.script.bids):
            seal_bid(
                actor=self.person(key), lot=self.lot(), organization=self.cast.organizations[key],
                content=BidContent(price=Decimal(price), proposal={"plan": f"{self.script.title}服务方案"}),
                token=f"demo-{self.tender.public_id}-{number}",
            )  # fmt: skip

    def to_opened(self) -> None:
        self.now = self.tender.bid_deadline + timedelta(hours=1)
        set_clock(self.now)
        for key in ("opener1", "opener2"):
            self.tender = opening.open_bids(
                actor=self.person(key), tender=self.tender, passphrase=PASSPHRASE, now=self.now
            )

    def to_scored(self) -> None:
        lot = self.lot()
        self.wait(working=1)
        for bid in lot.bids.filter(state="opened"):
            evaluation.qualify_bid(
                actor=self.person("officer"), bid=bid, is_qualified=True, reason="", now=self.now
            )
        seats = committee.appoint_committee(
            actor=self.person("officer"), lot=lot, representatives=[self.person("approver")], now=self.now,
            experts=[self.person("expert1"), self.person("expert2")], reason="演示：按品目从专家库指定",
        )  # fmt: skip
        for seat in seats:
            committee.declare_conflicts(
                actor=seat.member, seat=seat, has_conflict=False, statement="", now=self.now
            )
        evaluation.start_evaluation(actor=self.person("officer"), tender=self.tender, now=self.now)
        quality = {self.cast.organizations[key].pk: percent for key, _, percent in self.script.bids}
        for place, seat in enumerate(seats):
            self.score(seat, lot, quality, place)
            evaluation.lock_scores(actor=seat.member, seat=seat, now=self.now)
        results.conclude_evaluation(actor=self.person("officer"), lot=lot, now=self.now)

    def score(self, seat, lot, quality, place) -> None:
        for bid in lot.bids.filter(state="opened"):
            points = {
                row.pk: (row.points * (quality[bid.organization_id] - place) / 100).quantize(Decimal("0.5"))
                for row in scored_criteria(lot)
            }
            evaluation.save_scores(
                actor=seat.member, seat=seat, bid=bid, points=points, comment="", now=self.now
            )

    def to_awarded(self) -> None:
        self.wait(working=1)
        award = awards.propose_award(
            actor=self.person("officer"),
            lot=self.lot(),
            reason="综合得分第一，方案贴合居民需要。",
            now=self.now,
        )
        awards.confirm_award(actor=self.person("approver"), award=award, now=self.now)
        deliver()

    # --- the contract ---------------------------------------------------------------------------------------------
    def to_drawn_up(self) -> None:
        self.contract = Contract.objects.get(award__lot__tender=self.tender)

    def to_signed(self) -> None:
        self.wait(working=3)
        legal = self.person(self.winner())
        self.contract = contracts.offer_contract(
            actor=self.person("officer"), contract=self.contract, now=self.now
        )
        self.contract = contracts.sign_for_supplier(
            actor=legal, contract=self.contract, digest=self.contract.digest, now=self.now
        )
        self.contract = contracts.sign_for_buyer(
            actor=self.person("approver"), contract=self.contract, digest=self.contract.digest, now=self.now
        )

    def winner(self) -> str:
        return next(k for k, o in self.cast.organizations.items() if o.pk == self.contract.organization_id)

    def milestones(self) -> list[Milestone]:
        return list(self.contract.milestones.order_by("number"))

    def to_reported(self) -> None:
        self.report(0)

    def to_accepted_first(self) -> None:
        self.accept(0)

    def report(self, place: int) -> None:
        milestone = self.milestones()[place]
        late = self.script.days_late[place % len(self.script.days_late)]
        self.now = max(milestone.due_at + timedelta(days=late, hours=-5), self.now + timedelta(days=1))
        set_clock(self.now)
        legal = self.person(self.winner())
        values = {row.pk: row.planned for row in milestone.indicators.all()}
        contracts.save_report(
            actor=legal, milestone=milestone, now=self.now, values=values,
            summary=f"{milestone.title}：按计划完成，服务情况已在社区公示。",
            photos=[photo(f"{self.script.title}{place}")],
        )  # fmt: skip
        contracts.submit_report(actor=legal, milestone=self.milestones()[place], now=self.now)

    def accept(self, place: int) -> None:
        self.wait(working=2)
        milestone = self.milestones()[place]
        report = milestone.reports.latest("number")
        findings = {standard.key: Finding("met") for standard in standards_of(report)}
        contracts.accept_milestone(
            actor=self.person("officer"), milestone=milestone, findings=findings, opinion="符合合同约定。",
            recipients_asked=20, recipients_satisfied=18, recipients_opinion="大家满意，希望坚持。", now=self.now,
        )  # fmt: skip
        deliver()

    def pay(self) -> None:
        """Release, send and settle what is ordered for this contract."""
        orders = list(PaymentOrder.objects.filter(payee=self.contract.organization, state="ordered"))
        for order in orders:
            payments.release_payment(actor=self.person("opener2"), order=order, now=self.now)
        deliver()

    def to_checked(self) -> None:
        for place in range(1, len(self.milestones())):
            self.report(place)
            self.accept(place)
        resident = self.cast.residents[self.script.community][3]
        contracts.record_check(
            actor=resident,
            milestone=self.milestones()[-1],
            result="yes",
            line="按时来，态度好。",
            now=self.now,
        )

    def to_closed(self) -> None:
        self.now = max(
            self.now, datetime.combine(self.contract.ends_on, time(10, 0), SHANGHAI) + timedelta(days=1)
        )
        set_clock(self.now)
        self.contract = contracts.close_contract(
            actor=self.person("officer"), contract=self.contract, now=self.now
        )
        deliver()
        self.review = Review.objects.get(contract=self.contract)

    # --- the verdict ----------------------------------------------------------------------------------------------
    def to_replied(self) -> None:
        self.wait(working=2)
        ranking.invite_third_party(
            actor=self.person("officer"), review=self.review, expert=self.person("expert4"), now=self.now
        )
        self.rate("official", "officer", self.script.official)
        self.rate("expert", "expert4", self.script.expert)
        residents = self.cast.residents[self.script.community]
        for user, stars in zip(residents[2:], self.script.stars, strict=False):
            ranking.answer_as_resident(actor=user, review=self.review, stars=stars, now=self.now)
        self.now = self.review.collect_until + timedelta(hours=1)
        set_clock(self.now)
        self.review = ranking.request_reply(actor=self.person("officer"), review=self.review, now=self.now)
        ranking.reply_to_review(
            actor=self.person(self.winner()),
            review=self.review,
            text="感谢评价，下一步加强夜间响应。",
            now=self.now,
        )

    def rate(self, kind: str, key: str, percent: int) -> None:
        points = {
            row["code"]: (Decimal(row["points"]) * percent / 100).quantize(Decimal("0.5"))
            for row in self.review.rubric["common"]
        }
        ranking.rate_contract(
            actor=self.person(key), review=self.review, kind=kind, points=points, now=self.now,
            comment="现场抽查两次，记录与台账一致。\n回访服务对象十人，八人表示满意。",
            findings=[row["code"] for row in self.review.rubric["specific"]],
        )  # fmt: skip

    def to_reviewed(self) -> None:
        self.wait(working=6)
        ranking.publish_review(actor=self.person("approver"), review=self.review, now=self.now)
        deliver()
