"""Members, their growth, and the facts of graduation."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Avg, QuerySet
from django.utils.translation import gettext as _

from contracts.models import Contract
from contracts.states import ContractState
from incubation.models import Assessment, GraduationFinding, IncubatorMembership
from incubation.phrases import DIMENSION_NAMES
from incubation.rules.graduation import BY_HAND, CAPABILITY, CRITERIA, Finding, is_satisfying
from incubation.rules.ladder import FLOORS, below_floor
from incubation.states import ACTIVE, RUNNING, MembershipState, Residence
from marketplace.core.money import round_half_up
from marketplace.statutes import STATUTES
from organizations.models import Organization, User
from organizations.queries.organizations import open_overdue_marks
from organizations.queries.people import organizations_of
from organizations.states import OrganizationState
from ranking.models import Ballot
from ranking.queries.reviews import reviews_of
from ranking.states import Grade, ReviewState

M = MembershipState


def all_memberships() -> QuerySet[IncubatorMembership]:
    """Return every membership with what its pages show."""
    return IncubatorMembership.objects.select_related("organization", "application__intake", "mentor")


def membership_of(organization: Organization) -> IncubatorMembership | None:
    """Return the newest membership."""
    return all_memberships().filter(organization=organization).order_by("-id").first()


def memberships_of(user: User) -> QuerySet[IncubatorMembership]:
    """Return the memberships of the person's organizations, newest first."""
    return all_memberships().filter(organization__in=organizations_of(user)).order_by("-id")


def members() -> QuerySet[IncubatorMembership]:
    """Return the organizations in the incubator now."""
    return all_memberships().filter(state__in=(*RUNNING, M.GRADUATION)).order_by("started_on", "pk")


def graduates() -> QuerySet[IncubatorMembership]:
    """Return those who graduated, newest first."""
    return all_memberships().filter(state__in=(M.GRADUATED, M.ALUMNI)).order_by("-graduated_on", "-pk")


def honest_numbers() -> dict[str, int]:
    """Return how many are in, graduated, left without graduating, withdrew (one query)."""
    states = list(IncubatorMembership.objects.values_list("state", flat=True))
    return {
        "members": sum(state in ACTIVE for state in states),
        "graduated": sum(state in (M.GRADUATED, M.ALUMNI) for state in states),
        "exited": states.count(M.EXITED),
        "withdrawn": states.count(M.WITHDRAWN),
        "all": len(states),
    }


def goals_percent(membership: IncubatorMembership) -> int | None:
    """Return how far the goals of the present stage are reached, in whole percent; None without goals."""
    progress = list(membership.goals.filter(stage=membership.state).values_list("progress", flat=True))
    return sum(progress) // len(progress) if progress else None


def latest_assessment(membership: IncubatorMembership, stage: str = "") -> Assessment | None:
    """Return the newest assessment (of the stage if named)."""
    rows = membership.assessments.order_by("-assessed_at", "-id")
    return (rows.filter(stage=stage) if stage else rows).first()


def is_room_idle(membership: IncubatorMembership, day: date) -> bool:
    """Say whether a member with a room has not used it for sixty calendar days."""
    if membership.residence != Residence.PHYSICAL or membership.state not in RUNNING:
        return False
    last = membership.room_used_on or membership.started_on
    return last is not None and last + timedelta(days=STATUTES.on("incubation.idle_room", day).days) <= day


def idle_members(now_day: date) -> list[IncubatorMembership]:
    """Return the members whose room stands idle."""
    return [row for row in members() if is_room_idle(row, now_day)]


def resident_mean(organization: Organization | None = None) -> tuple[Decimal | None, int]:
    """Return (mean stars, answers) of published reviews, of one organization or of the district."""
    rows = Ballot.objects.filter(review__state=ReviewState.PUBLISHED)
    if organization is not None:
        rows = rows.filter(review__contract__organization=organization)
    count = rows.count()
    mean = rows.aggregate(mean=Avg("stars"))["mean"] if count else None
    return (None if mean is None else round_half_up(Decimal(mean), 2)), count


def graduation_findings(membership: IncubatorMembership, day: date) -> list[Finding]:
    """Return every criterion with whether it is required, whether it is met, and what shows it."""
    required = {CAPABILITY, *membership.application.intake.criteria}
    by_hand = {row.code: row for row in membership.findings.all()}
    return [
        Finding(
            code,
            code in required,
            *(_by_hand(by_hand.get(code)) if code in BY_HAND else _known(code, membership, day)),
        )
        for code in CRITERIA
    ]


def _by_hand(row: GraduationFinding | None) -> tuple[bool, str]:
    return (row.is_met, row.evidence) if row else (False, _("not recorded yet"))


def _known(code: str, membership: IncubatorMembership, day: date) -> tuple[bool, str]:
    return KNOWN[code](membership, day)


def _registered(membership: IncubatorMembership, day: date) -> tuple[bool, str]:
    organization = membership.organization
    is_met = bool(organization.uscc) and organization.state == OrganizationState.VERIFIED
    return is_met, organization.uscc or _("no unified social credit code")


def _delivered(membership: IncubatorMembership, day: date) -> tuple[bool, str]:
    closed = Contract.objects.filter(organization=membership.organization, state=ContractState.CLOSED)
    late = open_overdue_marks(membership.organization).count()
    names = list(closed.order_by("closed_at").values_list("reference", flat=True))
    needed = STATUTES.on("incubation.delivered", day).days
    text = _("%(count)s delivered (%(names)s), %(late)s overdue")
    return len(names) >= needed and not late, text % {
        "count": len(names), "names": ", ".join(names) or "—", "late": late,
    }  # fmt: skip


def _capability(membership: IncubatorMembership, day: date) -> tuple[bool, str]:
    found = latest_assessment(membership)
    if found is None:
        return False, _("not assessed yet")
    weak = below_floor(found.levels, FLOORS[M.GRADUATION])
    names = [f"{DIMENSION_NAMES[name]} {found.levels.get(name, 0)}" for name in weak]
    return not weak, ", ".join(names) if weak else str(found.assessed_on)


def _resident_score(membership: IncubatorMembership, day: date) -> tuple[bool, str]:
    own, count = resident_mean(membership.organization)
    district, _all = resident_mean()
    if count < STATUTES.on("evaluation.minimum_answers", day).days:
        return False, _("too few answers (n=%(count)s)") % {"count": count}
    gap = STATUTES.on("incubation.resident_gap", day).value
    text = _("%(own)s stars (n=%(count)s), district %(district)s")
    return is_satisfying(own, district, gap), text % {"own": own, "count": count, "district": district}


def _passed_project(membership: IncubatorMembership, day: date) -> tuple[bool, str]:
    passed = reviews_of(membership.organization).exclude(grade=Grade.FAIL).first()
    return passed is not None, passed.reference if passed else _("no published review yet")


KNOWN = {
    "registered": _registered,
    "delivered": _delivered,
    "capability": _capability,
    "resident_score": _resident_score,
    "passed_project": _passed_project,
}


def mentors_of(organization: Organization) -> set[int]:
    """Return who mentors, or mentored, the organization in the incubator."""
    rows = IncubatorMembership.objects.filter(organization=organization)
    return set(rows.values_list("mentor_id", flat=True))
