"""Signed and closed contracts with a review, and standings, for the tests of this room and of those above."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from bidding.models import Award, Bid, Lot, Tender
from bidding.states import AwardState, Method, Procedure, TenderState, Track
from contracts.models import Contract, Milestone, Report
from contracts.states import ContractState, MilestoneState, ReportState
from marketplace.core.clock import SHANGHAI
from organizations.models import Community, Organization, User
from organizations.states import MemberRole, PostRole
from projects.models import ProjectCriterion
from projects.states import CriterionKind, ProjectState
from ranking import actions
from ranking.models import Review
from ranking.states import PanelSeatState
from tests.factories.organizations import (
    CommunityFactory,
    DepartmentFactory,
    OrganizationFactory,
    UserFactory,
    expert,
    member,
    official,
    verified_resident,
)
from tests.factories.projects import BudgetLineFactory, ProjectFactory, category

MOMENT = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)
COMMON = (
    ("完成量", 25),
    ("服务质量抽查", 20),
    ("居民评议", 20),
    ("按期与资料", 15),
    ("资金规范", 10),
    ("投诉处理", 10),
)
_numbers = count(1)


def signed_contract(
    organization: Organization | None = None,
    community: Community | None = None,
    *,
    code: str = "EL3",
    **fields,
) -> Contract:
    """Return an active contract with two milestones."""
    number = next(_numbers)
    department = DepartmentFactory(code="bureau")
    organization = organization or OrganizationFactory()
    project = ProjectFactory(
        category=category(code),
        budget_line=BudgetLineFactory(department=department),
        communities=[community or CommunityFactory()],
        state=ProjectState.DELIVERING,
    )
    for position, (text, points) in enumerate(COMMON):
        ProjectCriterion.objects.create(
            project=project, kind=CriterionKind.COMMON, text=text, points=points, position=position
        )
    ProjectCriterion.objects.create(
        project=project, kind=CriterionKind.SPECIFIC, text="隐私保护", text_en="Privacy", position=9
    )
    contract = Contract.objects.create(
        **{
            "reference": f"HT-2026-{number + 7000:04d}",
            "spine": project.spine,
            "award": _award(project, organization, number),
            "project": project,
            "organization": organization,
            "buyer": department,
            "category": project.category,
            "title": project.title,
            "amount": project.budget,
            "starts_on": date(2025, 4, 1),
            "ends_on": date(2026, 2, 28),
            "state": ContractState.ACTIVE,
            "drawn_up_at": MOMENT - timedelta(days=400),
            "sign_by": date(2025, 4, 1),
            "digest": "0" * 64,
            "supplier_signed_at": MOMENT - timedelta(days=396),
            "signed_at": MOMENT - timedelta(days=395),
            "published_at": MOMENT - timedelta(days=395),
            **fields,
        }
    )
    for index, day in enumerate((date(2025, 9, 30), date(2026, 2, 28)), start=1):
        Milestone.objects.create(
            contract=contract,
            number=index,
            title=f"第{index}阶段",
            due_at=datetime(day.year, day.month, day.day, 18, 0, tzinfo=SHANGHAI),
            share=Decimal(50),
            amount=contract.amount / 2,
        )
    return contract


def _award(project, organization: Organization, number: int) -> Award:
    tender = Tender.objects.create(
        reference=f"ZB-2026-{number + 7000:04d}", project=project, spine=project.spine,
        buyer=project.department, title=project.title, starts_on=project.starts_on, ends_on=project.ends_on,
        track=Track.BELOW_LIMIT, procedure=Procedure.CONSULTATION, method=Method.COMPREHENSIVE,
        budget=project.budget, notice_date=date(2025, 3, 1), published_at=MOMENT - timedelta(days=420),
        bid_deadline=MOMENT - timedelta(days=410), state=TenderState.AWARDED, created_by=UserFactory(),
        created_at=MOMENT - timedelta(days=421), published_by=UserFactory(), document_digest="0" * 64,
    )  # fmt: skip
    lot = Lot.objects.create(tender=tender, title=project.title, budget=project.budget)
    return Award.objects.create(
        lot=lot, bid=sealed_bid(lot, organization), organization=organization, amount=project.budget,
        state=AwardState.CONFIRMED, reason="综合得分最高", proposed_by=UserFactory(),
        proposed_at=MOMENT - timedelta(days=405), confirmed_by=UserFactory(),
        notice_at=MOMENT - timedelta(days=404), digest="0" * 64,
    )  # fmt: skip


def sealed_bid(lot: Lot, organization: Organization) -> Bid:
    """Return a bid of the organization on the lot."""
    number = next(_numbers)
    return Bid.objects.create(
        lot=lot, organization=organization, version=1, receipt_number=f"SJ-2026-{number + 7000:04d}",
        idempotency_key=f"r{number}", sealed_by=UserFactory(), sealed_at=MOMENT - timedelta(days=411),
        document_digest="0" * 64, roster_digest="0" * 64, manifest_digest="0" * 64, receipt={},
        signature="0" * 128,
    )  # fmt: skip


def accept_milestone(contract: Contract, number: int, *, days_late: int = 0, returned: int = 0) -> Milestone:
    """Mark a milestone as accepted, with the reports that led there."""
    row = contract.milestones.get(number=number)
    first = row.due_at + timedelta(days=days_late, hours=-1)
    for index in range(returned + 1):
        is_last = index == returned
        Report.objects.create(
            milestone=row, number=index + 1, state=ReportState.ACCEPTED if is_last else ReportState.RETURNED,
            written_by=UserFactory(), saved_at=first, submitted_at=first + timedelta(days=index),
            return_reason="" if is_last else "缺少签到表",
        )  # fmt: skip
    row.state, row.accepted_at = MilestoneState.ACCEPTED, first + timedelta(days=returned + 1)
    row.submitted_at = first + timedelta(days=returned)
    row.save()
    return row


def closed_contract(organization=None, community=None, **fields) -> Contract:
    """Return a contract of which both milestones were accepted on time, closed."""
    contract = signed_contract(organization, community, **fields)
    for number in (1, 2):
        accept_milestone(contract, number)
    contract.state, contract.closed_at = ContractState.CLOSED, MOMENT
    contract.save()
    return contract


@dataclass
class Panel:
    """A review and the people around it."""

    review: Review
    contract: Contract
    organization: Organization
    community: Community
    officer: User
    approver: User
    expert: User
    legal: User

    def reload(self) -> Review:
        """Return the review as the database has it."""
        self.review = Review.objects.get(pk=self.review.pk)
        return self.review

    def residents(self, number: int) -> list[User]:
        """Return verified residents of the community, each of another household."""
        return [verified_resident(self.community) for _ in range(number)]


def opened(organization=None, **fields) -> Panel:
    """Return a review that was just opened, with a third party that was drawn and accepted."""
    community = CommunityFactory()
    contract = closed_contract(organization, community, **fields)
    department = contract.buyer
    people = {
        "officer": official(PostRole.PROJECT_OFFICER, department=department),
        "approver": official(PostRole.APPROVER, department=department),
        "expert": expert(contract.category_id),
        "legal": member(contract.organization, MemberRole.LEGAL_REPRESENTATIVE),
    }
    review = actions.open_review(contract=contract, now=MOMENT)
    drawn = actions.draw_panel(actor=people["officer"], review=review, now=MOMENT)
    people["expert"] = drawn.seats.get(state=PanelSeatState.INVITED).expert
    actions.accept_seat(actor=people["expert"], review=review, now=MOMENT)
    panel = Panel(review, contract, contract.organization, community, **people)
    panel.reload()
    return panel


def points(review: Review, share: str = "0.9") -> dict[str, Decimal]:
    """Return the same share of the points of every criterion, in half points."""
    return {
        row["code"]: (Decimal(row["points"]) * Decimal(share) * 2).to_integral_value() / 2
        for row in review.rubric["common"]
    }


def linked(review: Review, key: str = "report-1") -> dict[str, list[str]]:
    """Return the same piece of evidence for every criterion."""
    return {row["code"]: [key] for row in review.rubric["common"]}


def rated(
    panel: Panel | None = None, *, official_share="0.9", expert_share="0.8", stars=(5, 5, 4, 4, 4)
) -> Panel:
    """Return a review with all three voices."""
    panel = panel or opened()
    for user, kind, share in (
        (panel.officer, "official", official_share),
        (panel.expert, "expert", expert_share),
    ):
        actions.rate_contract(
            actor=user, review=panel.review, kind=kind, points=points(panel.review, share),
            comment="签到完整。\n档案齐全。", evidence=linked(panel.review), now=MOMENT,
        )  # fmt: skip
    for user, value in zip(panel.residents(len(stars)), stars, strict=True):
        actions.answer_as_resident(actor=user, review=panel.review, stars=value, now=MOMENT)
    return panel


AFTER_COLLECTION = MOMENT + timedelta(days=14)
AFTER_REPLY = MOMENT + timedelta(days=25)


def replying(panel: Panel | None = None, **voices) -> Panel:
    """Return a review of which the organization was asked for its reply."""
    panel = rated(panel, **voices)
    panel.review = actions.request_reply(actor=panel.officer, review=panel.review, now=AFTER_COLLECTION)
    return panel


def published(panel: Panel | None = None, **voices) -> Panel:
    """Return a published review, replied to."""
    panel = replying(panel, **voices)
    actions.reply_to_review(
        actor=panel.legal, review=panel.review, text="感谢评价，我们会改进。", now=AFTER_COLLECTION
    )
    panel.review = actions.publish_review(actor=panel.approver, review=panel.review, now=AFTER_COLLECTION)
    return panel
