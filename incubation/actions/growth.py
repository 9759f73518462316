"""A member grows: goals, quarterly checks, capability, stages."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from incubation.models import Assessment, GrowthGoal, IncubatorMembership, QuarterCheck
from incubation.phrases import DIMENSION_NAMES
from incubation.queries.members import goals_percent, latest_assessment
from incubation.rules.ladder import FLOORS, are_complete, below_floor
from incubation.rules.periods import check_stage_is_ending
from incubation.states import RUNNING, MembershipState
from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import STATUTES
from marketplace.workdays.queries import load_calendar
from organizations.models import User

from .memberships import locked, to_stage

HOUSE = Citation("HOUSE", trust="D")
M = MembershipState
FOLLOWING = {M.SEED: M.GROWTH, M.GROWTH: M.READY}


def running(membership: IncubatorMembership) -> IncubatorMembership:
    """Return a locked membership that is in a stage. Raises Refused (409)."""
    membership = locked(membership)
    if membership.state not in (*RUNNING, M.GRADUATION):
        raise Refused("core.not_in_this_state", status=409)
    return membership


@transaction.atomic
def add_goal(*, actor: User, membership: IncubatorMembership, title: str, now: datetime) -> GrowthGoal:
    """Agree on a goal of the present stage. Raises Refused."""
    membership = running(membership)
    if membership.goals.filter(stage=membership.state, title=title).exists():
        raise Refused("incubation.goal_exists", status=409, field="title")
    goal = GrowthGoal.objects.create(membership=membership, stage=membership.state, title=title)
    record(actor=actor, action="goal.added", subject=goal, at=now, after={"title": title})
    return goal


@transaction.atomic
def report_goal(*, actor: User, goal: GrowthGoal, progress: int, evidence: str, now: datetime) -> GrowthGoal:
    """Report how far a goal of the present stage is reached, in percent, with evidence. Raises Refused."""
    membership = running(goal.membership)
    goal = GrowthGoal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    if goal.stage != membership.state:
        raise Refused("core.not_in_this_state", status=409)
    before = {"progress": goal.progress}
    goal.progress, goal.evidence = progress, evidence
    goal.save(update_fields=["progress", "evidence"])
    record(
        actor=actor, action="goal.reported", subject=goal, at=now, before=before, after={"progress": progress}
    )
    return goal


@transaction.atomic
def record_quarter(
    *, actor: User, membership: IncubatorMembership, is_passed: bool, note: str, now: datetime
) -> QuarterCheck:
    """Record the quarterly check, at most one each three months. Raises Refused."""
    membership = running(membership)
    last = membership.quarters.order_by("-number").first()
    day = day_of(now)
    if last is not None and (last.checked_on.year, (last.checked_on.month + 2) // 3) == (
        day.year,
        (day.month + 2) // 3,
    ):
        raise Refused("incubation.quarter_exists", status=409)
    check = QuarterCheck.objects.create(
        membership=membership, number=(last.number if last else 0) + 1, checked_on=day, checked_by=actor,
        goals_percent=goals_percent(membership) or 0, is_passed=is_passed, note=note,
    )  # fmt: skip
    record(actor=actor, action="quarter.checked", subject=check, at=now, after={"is_passed": is_passed})
    return check


@transaction.atomic
def assess_capability(
    *,
    actor: User,
    membership: IncubatorMembership,
    levels: Mapping[str, int],
    evidence: Mapping[str, str],
    now: datetime,
) -> Assessment:
    """Assess the six dimensions with evidence for each level. Raises Refused."""
    membership = running(membership)
    if not are_complete(levels) or not all(evidence.get(name, "").strip() for name in levels):
        raise Refused("incubation.levels_incomplete")
    row = Assessment.objects.create(
        membership=membership, stage=membership.state, levels=dict(levels), evidence=dict(evidence),
        assessed_on=day_of(now), assessed_at=now, assessed_by=actor,
    )  # fmt: skip
    record(actor=actor, action="capability.assessed", subject=row, at=now, after={"levels": dict(levels)})
    return row


def check_stage(membership: IncubatorMembership, now: datetime) -> None:
    """Refuse to leave a stage before its end, with goals below 70 %, unassessed, or with a dimension below its floor.

    At the very end of the last stage a weak member goes to the graduation review all the same (incubation, 9.4).
    """
    day = day_of(now)
    check_stage_is_ending(membership.stage_ends_on, day, load_calendar())
    if membership.state == M.READY and day >= membership.stage_ends_on:
        return
    check_goals(membership, day)
    found = latest_assessment(membership, membership.state)
    if found is None:
        raise Refused("incubation.not_assessed", status=409, citation=HOUSE)
    check_floor(found, FLOORS[membership.state])


def check_goals(membership: IncubatorMembership, day: date) -> None:
    """Refuse below seventy percent of the stage's goals."""
    percent = goals_percent(membership)
    if percent is None:
        raise Refused("incubation.no_goals", status=409, citation=HOUSE)
    least = STATUTES.on("incubation.goals", day).days
    if percent < least:
        raise Refused("incubation.goals_low", status=409, citation=HOUSE, percent=percent, needed=least)


def check_floor(found: Assessment, floor: int) -> None:
    """Refuse a dimension below the floor; the weakest is named with its level."""
    weak = below_floor(found.levels, floor)
    if weak:
        raise Refused(
            "incubation.dimension_low", status=409, citation=HOUSE, dimension=DIMENSION_NAMES[weak[0]],
            level=found.levels.get(weak[0], 0), floor=floor,
        )  # fmt: skip


@transaction.atomic
def advance_stage(*, actor: User, membership: IncubatorMembership, now: datetime) -> IncubatorMembership:
    """Move from seed to growth, or from growth to ready, at the end of the stage. Raises Refused."""
    membership = locked(membership)
    if membership.state not in FOLLOWING:
        raise Refused("core.not_in_this_state", status=409)
    last = latest_assessment(membership, membership.state)
    if last is not None and last.assessed_by_id == actor.pk:
        raise Refused("incubation.four_eyes", status=403, citation=HOUSE)
    check_stage(membership, now)
    return to_stage(
        membership, FOLLOWING[membership.state], actor=actor, action="membership.advanced", now=now
    )


@transaction.atomic
def note_room_use(
    *, actor: User, membership: IncubatorMembership, day: date, now: datetime
) -> IncubatorMembership:
    """Note that the room was used on a day."""
    membership = running(membership)
    membership.room_used_on = max(day, membership.room_used_on or day)
    membership.save(update_fields=["room_used_on", "changed_at"])
    record(actor=actor, action="room.used", subject=membership, at=now, after={"day": day})
    return membership


@transaction.atomic
def plan_visit(
    *, actor: User, membership: IncubatorMembership, day: date, now: datetime
) -> IncubatorMembership:
    """Plan the mentor's next visit; the member's home shows it."""
    membership = running(membership)
    membership.next_visit_on = day
    membership.save(update_fields=["next_visit_on", "changed_at"])
    record(actor=actor, action="visit.planned", subject=membership, at=now, after={"day": day})
    return membership
