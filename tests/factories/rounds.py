"""Evaluation rounds at every point of their life, made by the room's own actions."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from organizations.models import Community, User
from organizations.states import MemberRole, PostRole
from ranking import actions
from ranking.models import Round
from tests.factories.organizations import (
    CommunityFactory,
    DepartmentFactory,
    HouseholdFactory,
    director,
    member,
    official,
)

from .ranking import MOMENT, closed_contract

QUESTIONS = ("服务态度", "服务效果", "总体满意")


@dataclass
class Asked:
    """A round and the people around it."""

    row: Round
    community: Community
    officer: User
    approver: User
    answerer: User
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def during(self) -> datetime:
        """Return a moment at which answers are open."""
        return self.row.opens_at + timedelta(hours=10)

    @property
    def after(self) -> datetime:
        """Return the moment of closing."""
        return self.row.closes_at

    def reload(self) -> Round:
        """Return the round as the database has it."""
        self.row = Round.objects.get(pk=self.row.pk)
        return self.row


def planned(subject: str = "contract", **changes) -> Asked:
    """Return a round that was planned, with eight households in its community."""
    department = DepartmentFactory(code="bureau")
    community = CommunityFactory()
    subjects, answerer = {}, None
    if subject == "contract":
        contract = changes.pop("contract", None) or closed_contract(community=community)
        subjects, answerer = (
            {"contract": contract},
            member(contract.organization, MemberRole.LEGAL_REPRESENTATIVE),
        )
    elif subject == "department":
        other = DepartmentFactory(code="housing")
        subjects, answerer = {"department": other}, official(PostRole.APPROVER, department=other)
    else:
        subjects, answerer = {"committee": community}, director(community)
    for _ in range(8):
        HouseholdFactory(community=community)
    officer = official(PostRole.PROJECT_OFFICER, department=department)
    options = {
        "organizer": department,
        "title": "居民评一评",
        "period": "2026年第一季度",
        "questions": QUESTIONS,
        "communities": [community],
        "days_open": 10,
        "now": MOMENT,
    }
    row = actions.plan_round(actor=officer, **(options | subjects | changes))
    return Asked(row, community, officer, official(PostRole.APPROVER, department=department), answerer)


def announced(subject: str = "contract", **changes) -> Asked:
    """Return a round of which the notice was published and the codes were printed."""
    here = planned(subject, **changes)
    here.row = actions.announce_round(actor=here.officer, row=here.row, now=MOMENT)
    slips = actions.issue_codes(actor=here.officer, row=here.row, community=here.community, now=MOMENT)
    here.codes = {slip.code: str(slip.household) for slip in slips}
    return here


def answer(here: Asked, code: str, answers=(5, 4, 4), *, device="", network="", now=None):
    """Answer with a code."""
    now = now or here.during
    found = actions.find_code(row=here.row, code=code, network=network, now=now)
    actions.cast_ballot(row=here.row, code=found, answers=answers, device=device, network=network, now=now)


def answered(subject: str = "contract", count: int = 6, **changes) -> Asked:
    """Return a round with answers, each from a device and an address of its own, some minutes apart."""
    here = announced(subject, **changes)
    for number, code in enumerate(list(here.codes)[:count]):
        now = here.during + timedelta(minutes=number)
        answer(here, code, (5, 4, 3 + number % 3), device=f"d{number}", network=f"n{number}", now=now)
    return here


def published_round(subject: str = "contract", count: int = 6, **changes) -> Asked:
    """Return a round of which the result is public."""
    here = answered(subject, count, **changes)
    here.row = actions.check_round(actor=here.approver, row=here.row, now=here.after)
    return here


def final_round(subject: str = "contract", count: int = 6, **changes) -> Asked:
    """Return a round whose time for a reply is over."""
    here = published_round(subject, count, **changes)
    actions.move_due_rounds(now=here.row.reply_until)
    here.reload()
    return here
