"""Leaving the incubator well: the review of the criteria, graduation, one extension, aftercare."""

from datetime import datetime

from django.db import transaction

from incubation.models import AlumniReport, GraduationFinding, IncubatorMembership
from incubation.phrases import CRITERION_NAMES
from incubation.queries.members import graduation_findings, latest_assessment
from incubation.queries.people import representatives
from incubation.rules.graduation import check_graduation
from incubation.rules.ladder import FLOORS
from incubation.rules.periods import add_months, stage_end
from incubation.states import ExitCause, MembershipState
from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.notifications.actions import notify
from marketplace.statutes import STATUTES
from organizations.actions import end_badge, give_badge
from organizations.models import User
from organizations.states import BadgeKind

from .endings import ended
from .growth import check_floor, check_stage
from .memberships import locked, moved

HOUSE = Citation("HOUSE", trust="D")
M = MembershipState


@transaction.atomic
def begin_graduation_review(
    *, membership: IncubatorMembership, now: datetime, actor: User | None = None
) -> IncubatorMembership:
    """Begin the review at the end of the last stage, or when the extension is over. Raises Refused."""
    membership = locked(membership)
    if membership.state == M.READY:
        check_stage(membership, now)
    elif membership.state == M.EXTENDED and day_of(now) < membership.stage_ends_on:
        raise Refused("incubation.extension_runs", status=409, ends=membership.stage_ends_on)
    return moved(membership, M.GRADUATION, actor=actor, action="graduation.review_begun", now=now)


@transaction.atomic
def record_finding(
    *, actor: User, membership: IncubatorMembership, code: str, is_met: bool, evidence: str, now: datetime
) -> GraduationFinding:
    """Record what the centre found on a criterion that no record of the platform answers."""
    membership = locked(membership)
    if membership.state not in (M.READY, M.GRADUATION, M.EXTENDED):
        raise Refused("core.not_in_this_state", status=409)
    row, _ = GraduationFinding.objects.update_or_create(
        membership=membership, code=code,
        defaults={"is_met": is_met, "evidence": evidence, "recorded_by": actor, "recorded_at": now},
    )  # fmt: skip
    record(actor=actor, action="criterion.found", subject=row, at=now, after={"code": code, "is_met": is_met})
    return row


def _check_second_person(membership: IncubatorMembership, actor: User) -> None:
    last = latest_assessment(membership)
    if last is not None and last.assessed_by_id == actor.pk:
        raise Refused("incubation.four_eyes", status=403, citation=HOUSE)


def _check_criteria(membership: IncubatorMembership, now: datetime) -> list[dict[str, object]]:
    last = latest_assessment(membership)
    if last is None:
        raise Refused("incubation.not_assessed", status=409, citation=HOUSE)
    check_floor(last, FLOORS[M.GRADUATION])
    findings = graduation_findings(membership, day_of(now))
    try:
        check_graduation(findings)
    except Refused as refused:
        name = CRITERION_NAMES[refused.facts["criterion"]]
        raise Refused(refused.code, status=409, citation=HOUSE, criterion=name) from refused
    return [
        {"code": f.code, "is_met": f.is_met, "is_required": f.is_required, "evidence": f.evidence}
        for f in findings
    ]


@transaction.atomic
def graduate_member(*, actor: User, membership: IncubatorMembership, now: datetime) -> IncubatorMembership:
    """Graduate: every required criterion met, no dimension below 3. The badge carries no points. Raises Refused."""
    membership = locked(membership)
    if membership.state != M.GRADUATION:
        raise Refused("core.not_in_this_state", status=409)
    _check_second_person(membership, actor)
    findings = _check_criteria(membership, now)
    day = day_of(now)
    membership = moved(
        membership, M.GRADUATED, actor=actor, action="membership.graduated", now=now, graduated_on=day,
        ended_on=day, agreement={**membership.agreement, "graduation": findings},
    )  # fmt: skip
    organization = membership.organization
    end_badge(organization=organization, kind=BadgeKind.INCUBATING, until=day, now=now)
    until = add_months(day, STATUTES.on("incubation.badge", day).days)
    give_badge(organization=organization, kind=BadgeKind.GRADUATED, since=day, until=until, now=now)
    notify(
        recipients=representatives(organization), kind="incubation.graduated", key=membership.public_id, at=now,
        path=membership.path,
    )  # fmt: skip
    return membership


@transaction.atomic
def extend_membership(
    *, actor: User, membership: IncubatorMembership, reason: str, now: datetime
) -> IncubatorMembership:
    """Extend once, by at most six months, with a reason. Raises Refused."""
    membership = locked(membership)
    if membership.state == M.GRADUATION and membership.was_extended:
        raise Refused("incubation.already_extended", status=409, citation=HOUSE)
    _check_second_person(membership, actor)
    day = day_of(now)
    membership = moved(
        membership, M.EXTENDED, actor=actor, action="membership.extended", now=now, was_extended=True,
        stage_started_on=day, stage_ends_on=stage_end(M.EXTENDED, day), reason=reason,
    )  # fmt: skip
    notify(
        recipients=representatives(membership.organization), kind="incubation.extended",
        key=membership.public_id, at=now, path=membership.path, until=membership.stage_ends_on, reason=reason,
    )  # fmt: skip
    return membership


@transaction.atomic
def end_without_graduation(
    *, actor: User, membership: IncubatorMembership, reason: str, now: datetime
) -> IncubatorMembership:
    """End the membership after a review that found criteria unmet; the reason is named. Raises Refused."""
    membership = locked(membership)
    if membership.state != M.GRADUATION:
        raise Refused("core.not_in_this_state", status=409)
    _check_second_person(membership, actor)
    return ended(membership, M.EXITED, actor=actor, now=now, reason=reason, exit_cause=ExitCause.GRADUATION)


@transaction.atomic
def begin_aftercare(*, membership: IncubatorMembership, now: datetime) -> IncubatorMembership:
    """Turn a graduate into an alumnus when its badge ends, twelve months after graduation. Raises Refused."""
    membership = locked(membership)
    if membership.state == M.GRADUATED:
        months = STATUTES.on("incubation.badge", membership.graduated_on).days
        if day_of(now) < add_months(membership.graduated_on, months):
            raise Refused("incubation.graduate_recently", status=409)
    return moved(membership, M.ALUMNI, actor=None, action="aftercare.begun", now=now)


@transaction.atomic
def file_alumni_report(
    *, actor: User, membership: IncubatorMembership, year: int, text: str, staff: int, now: datetime
) -> AlumniReport:
    """File the short report of the first, second or third year after graduation, once each. Raises Refused."""
    membership = locked(membership)
    if membership.state not in (M.GRADUATED, M.ALUMNI):
        raise Refused("core.not_in_this_state", status=409)
    if day_of(now) < add_months(membership.graduated_on, 12 * year - 1):
        raise Refused("incubation.year_not_due", status=409)
    if membership.reports.filter(year=year).exists():
        raise Refused("incubation.report_exists", status=409)
    row = AlumniReport.objects.create(
        membership=membership, year=year, text=text, staff=staff, filed_at=now, filed_by=actor
    )
    record(actor=actor, action="alumni.reported", subject=row, at=now, after={"year": year})
    return row
