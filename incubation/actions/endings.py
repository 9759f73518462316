"""Suspension, exit and withdrawal: a stated cause, a hearing first, rooms handed over in fifteen working days."""

from datetime import datetime

from django.db import transaction

from incubation.models import Hearing, IncubatorMembership
from incubation.queries.applications import working_day
from incubation.queries.members import is_room_idle
from incubation.queries.people import representatives
from incubation.states import SUSPENDABLE, ExitCause, HearingPurpose, MembershipState
from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.notifications.actions import notify
from marketplace.statutes import STATUTES
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import add_working_days
from organizations.actions import end_badge
from organizations.models import User
from organizations.states import BadgeKind

from .memberships import locked, moved

HOUSE = Citation("HOUSE", trust="D")
M = MembershipState


def ended(
    membership: IncubatorMembership, to: str, *, actor: User | None, now: datetime, **values: object
) -> IncubatorMembership:
    """End a locked membership: its badge ends today, its rooms are handed over."""
    day = day_of(now)
    membership = moved(
        membership, to, actor=actor, action=f"membership.{to}", now=now, ended_on=day,
        hand_over_by=working_day(day, STATUTES.on("incubation.exit", day).days), **values,
    )  # fmt: skip
    end_badge(organization=membership.organization, kind=BadgeKind.INCUBATING, until=day, now=now)
    notify(
        recipients=representatives(membership.organization), kind="incubation.ended", key=membership.public_id,
        at=now, path=membership.path, reason=membership.reason, until=membership.hand_over_by or "—",
    )  # fmt: skip
    return membership


@transaction.atomic
def open_hearing(
    *, actor: User, membership: IncubatorMembership, purpose: str, cause: str, statement: str, now: datetime
) -> Hearing:
    """State the cause of a suspension or exit; the member has five working days to answer. Raises Refused."""
    membership = locked(membership)
    if membership.state not in (*SUSPENDABLE, M.SUSPENDED):
        raise Refused("core.not_in_this_state", status=409)
    if membership.hearings.filter(closed_at__isnull=True).exists():
        raise Refused("incubation.hearing_open", status=409)
    if purpose == HearingPurpose.EXIT:
        _check_cause(membership, cause, now)
    day = day_of(now)
    answer_by = add_working_days(day, STATUTES.on("incubation.hearing", day).days, load_calendar())
    hearing = Hearing.objects.create(
        membership=membership, purpose=purpose, cause=cause, statement=statement, opened_at=now,
        opened_by=actor, answer_by=answer_by,
    )  # fmt: skip
    after = {"purpose": purpose, "cause": cause}
    record(actor=actor, action="hearing.opened", subject=hearing, at=now, after=after, reason=statement)
    notify(
        recipients=representatives(membership.organization), kind="incubation.hearing",
        key=f"{membership.public_id}:{hearing.pk}", at=now, path=membership.path,
        cause=ExitCause(cause).label, until=answer_by,
    )  # fmt: skip
    return hearing


def _check_cause(membership: IncubatorMembership, cause: str, now: datetime) -> None:
    """Refuse a cause that the record contradicts: fewer failed quarters, a room that was used."""
    day = day_of(now)
    failed = membership.quarters.filter(is_passed=False).count()
    if cause == ExitCause.QUARTERS and failed < STATUTES.on("incubation.failed_quarters", day).days:
        raise Refused("incubation.cause_unproven", citation=HOUSE, field="cause", fact=failed)
    if cause == ExitCause.IDLE_ROOM and not is_room_idle(membership, day):
        raise Refused(
            "incubation.cause_unproven", citation=HOUSE, field="cause", fact=membership.room_used_on
        )


@transaction.atomic
def answer_hearing(*, actor: User, hearing: Hearing, answer: str, now: datetime) -> Hearing:
    """Answer the stated cause, once. Raises Refused."""
    hearing = Hearing.objects.select_for_update(of=("self",)).get(pk=hearing.pk)
    if hearing.answered_at or hearing.closed_at:
        raise Refused("incubation.already_answered", status=409)
    hearing.answer, hearing.answered_at = answer, now
    hearing.save(update_fields=["answer", "answered_at"])
    record(actor=actor, action="hearing.answered", subject=hearing, at=now, after={"answer": answer})
    return hearing


def _heard(membership: IncubatorMembership, purpose: str, now: datetime) -> Hearing:
    """Return the hearing that allows the act, closed by it: answered, or the time to answer is over."""
    hearing = membership.hearings.filter(purpose=purpose, closed_at__isnull=True).first()
    if hearing is None:
        raise Refused("incubation.hearing_missing", status=409, citation=HOUSE)
    if not hearing.answered_at and day_of(now) <= hearing.answer_by:
        raise Refused("incubation.hearing_runs", status=409, citation=HOUSE, until=hearing.answer_by)
    hearing.closed_at = now
    hearing.save(update_fields=["closed_at"])
    return hearing


@transaction.atomic
def suspend_member(
    *, actor: User, membership: IncubatorMembership, reason: str, now: datetime
) -> IncubatorMembership:
    """Suspend after a hearing, for at most thirty working days. Raises Refused."""
    membership = locked(membership)
    _heard(membership, HearingPurpose.SUSPENSION, now)
    day = day_of(now)
    until = add_working_days(day, STATUTES.on("incubation.suspension", day).days, load_calendar())
    membership = moved(
        membership, M.SUSPENDED, actor=actor, action="membership.suspended", now=now,
        returns_to=membership.state, suspended_until=until, reason=reason,
    )  # fmt: skip
    notify(
        recipients=representatives(membership.organization), kind="incubation.suspended",
        key=f"{membership.public_id}:{day}", at=now, path=membership.path, reason=reason, until=until,
    )  # fmt: skip
    return membership


@transaction.atomic
def resume_member(
    *, membership: IncubatorMembership, now: datetime, actor: User | None = None
) -> IncubatorMembership:
    """Return a suspended member to the stage that it left."""
    membership = locked(membership)
    if membership.state != M.SUSPENDED:
        raise Refused("core.not_in_this_state", status=409)
    return moved(
        membership, membership.returns_to, actor=actor, action="membership.resumed", now=now, returns_to="",
        suspended_until=None,
    )  # fmt: skip


@transaction.atomic
def exit_member(
    *, actor: User, membership: IncubatorMembership, reason: str, now: datetime
) -> IncubatorMembership:
    """End a membership for the cause that was heard. Raises Refused."""
    membership = locked(membership)
    if membership.state not in (*SUSPENDABLE[1:], M.SUSPENDED):
        raise Refused("core.not_in_this_state", status=409)
    hearing = _heard(membership, HearingPurpose.EXIT, now)
    return ended(membership, M.EXITED, actor=actor, now=now, reason=reason, exit_cause=hearing.cause)


@transaction.atomic
def withdraw_member(
    *, actor: User, membership: IncubatorMembership, reason: str, now: datetime
) -> IncubatorMembership:
    """Withdraw at the member's own wish; rooms are handed over."""
    return ended(locked(membership), M.WITHDRAWN, actor=actor, now=now, reason=reason)
