"""Organizations at every point of the path through the incubator, made by the room's own actions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count

from incubation import actions
from incubation.models import Application, IncubatorMembership, Intake
from incubation.rules.ladder import DIMENSIONS
from incubation.rules.rubric import RUBRIC
from incubation.rules.sections import FIELDS
from incubation.states import MembershipState, Residence
from marketplace.core.clock import SHANGHAI
from organizations.models import Organization, User
from organizations.states import MemberRole, OrganizationKind, PostRole
from tests.factories.organizations import DepartmentFactory, OrganizationFactory, expert, member, official

START = datetime(2024, 1, 8, 10, 0, tzinfo=SHANGHAI)
"""A Monday of a loaded year, early enough for the whole path of two years."""
NUMBERS = count(1)
TEXT = "社区助餐小组打算每周三为独居老人送餐上门。"


@dataclass
class Path:
    """An organization on its way, with the people around it and its own clock."""

    intake: Intake
    organization: Organization
    legal: User
    staff: User
    bureau: User
    now: datetime
    application: Application | None = None
    membership: IncubatorMembership | None = None

    def later(self, **delta: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**delta)
        return self.now

    def to(self, day) -> datetime:
        """Let time pass until ten o'clock of a day."""
        self.now = datetime(day.year, day.month, day.day, 10, 0, tzinfo=SHANGHAI)
        return self.now


def begun(**organization: object) -> Path:
    """Return an open intake and an organization that may apply."""
    department = DepartmentFactory(code="bureau")
    staff = official(PostRole.PROJECT_OFFICER, department=department)
    row = OrganizationFactory(**organization)
    intake = actions.open_intake(
        actor=staff, title=f"2024年第{next(NUMBERS)}批", opens_at=START - timedelta(days=7), closes_at=START + timedelta(days=60),
        seats=3, kinds=[OrganizationKind.SERVICE_INSTITUTION, OrganizationKind.COMMUNITY_FILED], now=START,
        criteria=["registered", "capability", "financial_check"],
    )  # fmt: skip
    return Path(
        intake=intake, organization=row, legal=member(row, MemberRole.LEGAL_REPRESENTATIVE), staff=staff,
        bureau=official(PostRole.APPROVER, department=department), now=START,
    )  # fmt: skip


def answers() -> dict[str, str]:
    """Return a text for every field that the profile does not know."""
    values = dict.fromkeys(FIELDS, TEXT)
    return values | {
        "staff": "2",
        "residence": Residence.PHYSICAL,
        "kind": "service_institution",
        "registered_on": "2019-05-06",
    }


def drafted(path: Path | None = None) -> Path:
    """Start and fill in."""
    path = path or begun()
    path.application = actions.start_application(
        actor=path.legal, organization=path.organization, intake=path.intake, now=path.now
    )
    path.application = actions.save_answers(
        actor=path.legal, application=path.application, answers=answers(), version=1, now=path.now
    )
    return path


def submitted(path: Path | None = None) -> Path:
    """Hand in."""
    path = drafted(path)
    path.application = actions.submit_application(
        actor=path.legal, application=path.application, now=path.now
    )
    return path


def reviewing(path: Path | None = None) -> Path:
    """Check the documents and appoint three reviewers who declare that they have no conflict."""
    path = submitted(path)
    for act in (actions.begin_material_check, actions.begin_review):
        path.application = act(actor=path.staff, application=path.application, now=path.now)
    for _ in range(3):
        reviewer = expert()
        actions.appoint_reviewer(
            actor=path.staff, application=path.application, reviewer=reviewer, now=path.now
        )
        actions.declare_conflict(
            actor=reviewer,
            application=path.application,
            has_conflict=False,
            declaration="无利益冲突",
            now=path.now,
        )
    return path


def scores(share: str = "0.8") -> dict[str, Decimal]:
    """Return the same share of every criterion's points."""
    return {code: Decimal(most) * Decimal(share) for code, most in RUBRIC}


def proposed(path: Path | None = None) -> Path:
    """Score, lock, interview, propose."""
    path = reviewing(path)
    for seat in path.application.seats.all():
        actions.lock_scores(
            actor=seat.reviewer,
            application=path.application,
            scores=scores(),
            comment="需求真实",
            now=path.now,
        )
    path.application = actions.end_review(actor=path.staff, application=path.application, now=path.now)
    path.application = actions.propose_admission(
        actor=path.staff,
        application=path.application,
        interviewed_on=path.now.date(),
        interview="走访属实。",
        now=path.now,
    )
    return path


def noticed(path: Path | None = None) -> Path:
    """Publish the notice."""
    path = proposed(path)
    path.application = actions.publish_notice(actor=path.bureau, application=path.application, now=path.now)
    return path


def admitted(path: Path | None = None) -> Path:
    """Admit after the public notice."""
    path = noticed(path)
    path.to(path.application.notice_ends_on + timedelta(days=1))
    path.application = actions.admit_application(
        actor=path.bureau, application=path.application, now=path.now
    )
    return path


def agreed(path: Path | None = None) -> Path:
    """Draw up the agreement."""
    path = admitted(path)
    path.membership = actions.draw_up_agreement(
        actor=path.staff, application=path.application, residence=Residence.PHYSICAL, room="203", mentor=expert(),
        now=path.now,
    )  # fmt: skip
    return path


def in_seed(path: Path | None = None) -> Path:
    """Sign on both sides: the first stage begins."""
    path = agreed(path)
    actions.sign_for_organization(actor=path.legal, membership=path.membership, now=path.now)
    path.membership = actions.sign_for_centre(actor=path.staff, membership=path.membership, now=path.now)
    return path


def levels(value: int = 3, **changes: int) -> dict[str, int]:
    """Return the same level in every dimension, with changes."""
    return {**dict.fromkeys(DIMENSIONS, value), **changes}


def assessed(path: Path, value: int = 3, progress: int = 80, **changes: int) -> Path:
    """Reach the goals and assess the six dimensions at the end of the present stage."""
    path.to(path.membership.stage_ends_on)
    if not path.membership.goals.filter(stage=path.membership.state).exists():
        goal = actions.add_goal(
            actor=path.staff, membership=path.membership, title="完成两次需求调研", now=path.now
        )
        actions.report_goal(actor=path.legal, goal=goal, progress=progress, evidence="调研报告", now=path.now)
    actions.assess_capability(
        actor=path.staff, membership=path.membership, levels=levels(value, **changes),
        evidence=dict.fromkeys(DIMENSIONS, "查阅档案"), now=path.now,
    )  # fmt: skip
    return path


def in_graduation_review(path: Path | None = None, **changes: int) -> Path:
    """Pass two stages and stand before the graduation review."""
    path = path or in_seed()
    while path.membership.state != MembershipState.READY:
        path = assessed(path)
        path.membership = actions.advance_stage(actor=path.bureau, membership=path.membership, now=path.now)
    path = assessed(path, **changes)
    path.membership = actions.begin_graduation_review(
        actor=path.bureau, membership=path.membership, now=path.now
    )
    return path


def graduated(path: Path | None = None) -> Path:
    """Graduate."""
    path = in_graduation_review(path)
    actions.record_finding(
        actor=path.staff,
        membership=path.membership,
        code="financial_check",
        is_met=True,
        evidence="审计报告无保留意见",
        now=path.now,
    )
    path.membership = actions.graduate_member(actor=path.bureau, membership=path.membership, now=path.now)
    return path
