"""Awards and contracts at every point of their life, made by the rooms' own actions."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

from PIL import Image

from bidding.models import Award, Bid, Lot, Tender
from bidding.states import AwardState, Method, Procedure, TenderState, Track
from contracts import actions
from contracts.models import Contract, Milestone
from contracts.queries.acceptance import standards_of
from contracts.rules.acceptance import MET, Finding
from contracts.states import ReportState
from marketplace.core.clock import SHANGHAI
from marketplace.web.files import Checked
from organizations.models import Community, Department, Organization, Residency, User
from organizations.states import MemberRole, PostRole, ResidentLevel
from projects.models import ProjectIndicator
from projects.states import ProjectState
from tests.factories.organizations import (
    CommunityFactory,
    DepartmentFactory,
    HouseholdFactory,
    UserFactory,
    member,
    official,
    worker,
)
from tests.factories.payments import PayeeFactory
from tests.factories.projects import BudgetLineFactory, ProjectFactory

MOMENT = datetime(2026, 3, 16, 10, 0, tzinfo=SHANGHAI)
_numbers = iter(range(1, 1_000_000))


def tender(project) -> Tender:
    """Return a tender of the project that was evaluated."""
    return Tender.objects.create(
        reference=f"ZB-2026-{next(_numbers) + 5000:04d}",
        project=project,
        spine=project.spine,
        buyer=project.department,
        title=project.title,
        need=project.summary,
        place="阳光社区",
        qualification="依法登记的社会组织",
        acceptance="按里程碑逐项核对指标，听取服务对象意见。",
        payment="每个里程碑验收后30日内支付。",
        contact="社会组织科",
        contact_phone="0562-0000000",
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        track=Track.BELOW_LIMIT,
        procedure=Procedure.CONSULTATION,
        method=Method.COMPREHENSIVE,
        budget=project.budget,
        notice_date=date(2026, 3, 1),
        published_at=MOMENT - timedelta(days=15),
        bid_deadline=MOMENT - timedelta(days=5),
        state=TenderState.AWARDED,
        created_by=UserFactory(),
        created_at=MOMENT - timedelta(days=16),
        published_by=UserFactory(),
        document_digest="0" * 64,
    )


def award(
    *, organization=None, department=None, community=None, amount="125000.00", **project_fields
) -> Award:
    """Return a confirmed award of a project that is being tendered."""
    department = department or DepartmentFactory(code="bureau")
    project = ProjectFactory(
        budget_line=BudgetLineFactory(department=department),
        communities=[community or CommunityFactory()],
        state=ProjectState.TENDERING,
        budget=max(Decimal(amount), Decimal(1)),
        **project_fields,
    )
    ProjectIndicator.objects.create(
        project=project, name="巡访次数", name_en="Visits", unit="次", planned=15000, position=0
    )
    ProjectIndicator.objects.create(
        project=project, name="异常上报率", name_en="Reported in time", unit="%", planned=98, position=1
    )
    lot = Lot.objects.create(tender=tender(project), title=project.title, budget=project.budget)
    organization = organization or PayeeFactory()
    number = next(_numbers)
    bid = Bid.objects.create(
        lot=lot,
        organization=organization,
        version=1,
        receipt_number=f"SJ-2026-{number + 5000:04d}",
        idempotency_key=str(number),
        sealed_by=UserFactory(),
        sealed_at=MOMENT - timedelta(days=6),
        document_digest="0" * 64,
        roster_digest="0" * 64,
        manifest_digest="0" * 64,
        receipt={},
        signature="0" * 128,
    )
    return Award.objects.create(
        lot=lot,
        bid=bid,
        organization=organization,
        amount=Decimal(amount),
        state=AwardState.CONFIRMED,
        reason="综合得分最高",
        proposed_by=UserFactory(),
        proposed_at=MOMENT - timedelta(days=3),
        confirmed_by=UserFactory(),
        notice_at=MOMENT - timedelta(days=2),
        sign_by=date(2026, 4, 15),
        digest="0" * 64,
    )


@dataclass
class World:
    """A contract and the people around it."""

    contract: Contract
    department: Department
    organization: Organization
    community: Community
    officer: User
    approver: User
    finance: User
    legal: User
    writer: User

    def milestone(self, number: int = 1) -> Milestone:
        """Return a milestone as the database has it."""
        return self.contract.milestones.select_related("contract").get(number=number)

    def reload(self) -> Contract:
        """Return the contract as the database has it."""
        self.contract = Contract.objects.get(pk=self.contract.pk)
        return self.contract


def world(**fields) -> World:
    """Return a contract that has just been drawn up."""
    department = DepartmentFactory(code="bureau")
    community = CommunityFactory()
    row = award(department=department, community=community, **fields)
    contract = actions.draw_up_contract(award=row, now=MOMENT)
    return World(
        contract=contract,
        department=department,
        organization=row.organization,
        community=community,
        officer=official(PostRole.PROJECT_OFFICER, department=department),
        approver=official(PostRole.APPROVER, department=department),
        finance=official(PostRole.FINANCE, department=department),
        legal=member(row.organization, MemberRole.LEGAL_REPRESENTATIVE),
        writer=member(row.organization, MemberRole.BID_WRITER),
    )


def offered(**fields) -> World:
    """Return a contract offered for signature."""
    here = world(**fields)
    here.contract = actions.offer_contract(actor=here.officer, contract=here.contract, now=MOMENT)
    return here


def active(**fields) -> World:
    """Return a contract that both sides signed."""
    here = offered(**fields)
    digest = here.contract.digest
    actions.sign_for_supplier(actor=here.legal, contract=here.contract, digest=digest, now=MOMENT)
    here.contract = actions.sign_for_buyer(
        actor=here.approver, contract=here.contract, digest=digest, now=MOMENT
    )
    return here


def photo(name: str = "现场.jpg", *, exif: bool = False) -> bytes:
    """Return a small JPEG, with a GPS position when asked."""
    out = BytesIO()
    picture = Image.new("RGB", (32, 24), (10, 120, 60))
    meta = Image.Exif()
    if exif:
        meta.get_ifd(0x8825).update({1: "N", 2: (30.0, 56.0, 0.0), 3: "E", 4: (117.0, 48.0, 0.0)})
        meta[0x010F] = "PhoneMaker"
    picture.save(out, "JPEG", exif=meta)
    return out.getvalue()


def checked(name: str = "现场.jpg") -> Checked:
    """Return a checked photo."""
    content = photo()
    return Checked(name, "image/jpeg", len(content), hashlib.sha256(content).hexdigest(), content)


def saved(here: World, number: int = 1, now: datetime = MOMENT):
    """Save a complete draft report."""
    milestone = here.milestone(number)
    values = {row.pk: row.planned for row in milestone.indicators.all()}
    return actions.save_report(
        actor=here.writer,
        milestone=milestone,
        summary="按约定完成巡访。",
        values=values,
        photos=[checked()],
        now=now,
    )


def submitted(here: World | None = None, number: int = 1, now: datetime = MOMENT) -> World:
    """Submit the report on a milestone."""
    here = here or active()
    saved(here, number, now)
    actions.submit_report(actor=here.writer, milestone=here.milestone(number), now=now)
    return here


def findings(milestone: Milestone) -> dict[str, Finding]:
    """Return "met" for every standard of the submitted report."""
    report = milestone.reports.get(state=ReportState.SUBMITTED)
    return {standard.key: Finding(MET) for standard in standards_of(report)}


def accept(here: World, number: int = 1, now: datetime = MOMENT, **changes):
    """Accept the submitted report on a milestone."""
    milestone = here.milestone(number)
    options = {
        "findings": findings(milestone),
        "opinion": "符合合同约定。",
        "recipients_asked": 12,
        "recipients_satisfied": 11,
        "recipients_opinion": "多数老人满意。",
    }
    return actions.accept_milestone(actor=here.officer, milestone=milestone, now=now, **(options | changes))


def accepted(here: World | None = None, number: int = 1, now: datetime = MOMENT) -> World:
    """Report on a milestone and accept it."""
    here = submitted(here, number, now)
    accept(here, number, now)
    return here


def neighbor(here: World, level: str = ResidentLevel.REPRESENTATIVE) -> User:
    """Return a residents' representative of the contract's community."""
    user = UserFactory()
    household = HouseholdFactory(community=here.community)
    Residency.objects.create(user=user, community=here.community, household=household, level=level)
    return user


def delivered() -> World:
    """Return a contract of which every milestone was accepted and checked."""
    here = active()
    for number in (1, 2, 3):
        accepted(here, number)
    actions.record_check(actor=neighbor(here), milestone=here.milestone(3), result="yes", now=MOMENT)
    evaluated(here)
    return here


def sampled(here: World, kind: str = "final", now: datetime = MOMENT, result: str = "ok"):
    """Draw the sample of an evaluation and look at every item."""
    stage = actions.begin_stage(actor=here.officer, contract=here.contract, kind=kind, now=now)
    for item in stage.sample.all():
        actions.record_sample(
            actor=here.officer,
            stage=stage,
            position=item.position,
            result=result,
            note="缺一次签到。",
            now=now,
        )
    return stage


def evaluated(here: World, kind: str = "final", now: datetime = MOMENT):
    """Publish an evaluation of the whole contract with everything on track."""
    stage = sampled(here, kind, now)
    return actions.publish_stage(
        actor=here.officer, stage=stage, findings="记录齐全。", conclusion="on_track", now=now
    )


def closed() -> World:
    """Return a closed contract."""
    here = delivered()
    here.contract = actions.close_contract(actor=here.officer, contract=here.contract, now=MOMENT)
    return here


def ticket(here: World | None = None, reporter: User | None = None, **changes):
    """Return a report of a resident that waits to be read."""
    here = here or active()
    options = {
        "kind": "not_done",
        "line": "本周没有上门",
        "milestone": here.milestone(),
        "now": MOMENT,
    }
    return actions.file_ticket(
        actor=reporter or neighbor(here), contract=here.contract, **(options | changes)
    )


def assigned(here: World, reporter: User | None = None, **changes):
    """Return a ticket that a worker of the community handed to the organization."""
    row = ticket(here, reporter, **changes)
    clerk = worker(here.community)
    return actions.accept_ticket(
        actor=clerk, ticket=row, shown_line=row.line, shows_photos=True, now=changes.get("now", MOMENT)
    )


def replied(here: World, reporter: User | None = None):
    """Return a ticket that the organization answered."""
    row = assigned(here, reporter)
    actions.answer_ticket(actor=here.writer, ticket=row, text="已经补上。", photos=[checked()], now=MOMENT)
    row.refresh_from_db()
    return row
