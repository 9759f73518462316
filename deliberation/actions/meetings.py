"""Step 3: notices, records, rounds, and the end of the discussion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from deliberation.models import Deliberation, Meeting, MeetingFile
from deliberation.queries.needs import supporters_of
from deliberation.rules.clocks import working_end
from deliberation.rules.formats import check_mediation_parties, check_notice, check_online, check_required
from deliberation.rules.steps import check_discussed, check_record, check_round
from deliberation.states import DELIBERATION, DeliberationState
from marketplace.audit.actions import record
from marketplace.core.clock import day_of, local
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.statutes import STATUTES
from marketplace.web.files import Checked
from marketplace.workdays.queries import load_calendar
from organizations.models import User

from .stepping import enter, locked, require_convener, require_step


@dataclass(frozen=True)
class Minutes:
    """The record of a meeting: heads, both sides, what is agreed and what stays open."""

    present: int
    spoke: int
    favor: str = ""
    against: str = ""
    concerns: str = ""
    agreed: Sequence[str] = field(default_factory=tuple)
    open_points: Sequence[str] = field(default_factory=tuple)


@transaction.atomic
def announce_meeting(
    *,
    actor: User,
    deliberation: Deliberation,
    starts_at: datetime,
    place: str,
    now: datetime,
    chair: str = "",
    requirements: Mapping[str, object] | None = None,
    ends_at: datetime | None = None,
    is_online: bool = False,
    files: Sequence[Checked] = (),
) -> Meeting:
    """Announce a meeting (or an online phase) of step 3 with the notice period of its format.

    Announced again for the same moment and place, it is the same meeting.
    """
    row = locked(deliberation, now)
    require_convener(row, actor)
    require_step(row, DeliberationState.STEP3)
    if same := row.meetings.filter(round=row.round, starts_at=starts_at, place=place).first():
        return same
    given = {"topic": row.topic, **(requirements or {})}
    _check_notice(row, starts_at=starts_at, ends_at=ends_at if is_online else starts_at, given=given, now=now)
    _check_chair(row, chair, is_open_ended=is_online and ends_at is None)
    meeting = Meeting.objects.create(
        deliberation=row,
        round=row.round,
        is_online=is_online,
        noticed_at=now,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        chair=chair,
        requirements=dict(given),
    )
    for checked in files:
        MeetingFile.keep(checked, meeting=meeting)
    record(
        actor=actor,
        action="meeting.announced",
        subject=row,
        at=now,
        after={"meeting": meeting.pk, "round": row.round, "starts_at": starts_at, "place": place},
    )
    _tell_meeting(row, meeting, now)
    return meeting


def _check_chair(row: Deliberation, chair: str, *, is_open_ended: bool) -> None:
    if is_open_ended:
        raise Refused("deliberation.online_short", field="ends_at", days=5)
    if chair and row.parties.filter(name=chair).exists():
        raise Refused("deliberation.chair_is_party", field="chair")


def _check_notice(
    row: Deliberation,
    *,
    starts_at: datetime,
    ends_at: datetime | None,
    given: Mapping[str, object],
    now: datetime,
) -> None:
    calendar = load_calendar()
    check_notice(format_code=row.format, noticed_at=now, starts_at=starts_at, calendar=calendar)
    check_required(format_code=row.format, given=given)
    check_mediation_parties(format_code=row.format, parties=row.parties.count())
    if ends_at is not None and ends_at != starts_at:
        check_online(starts_at=starts_at, ends_at=ends_at, calendar=calendar)


def _tell_meeting(row: Deliberation, meeting: Meeting, now: datetime) -> None:
    people = supporters_of(row.needs.all()) | User.objects.filter(pk__in=row.parties.values("user"))
    notify(
        recipients=people.distinct(),
        kind="deliberation.meeting_announced",
        key=f"{row.reference}:{meeting.pk}",
        at=now,
        path=row.path,
        title=row.topic,
        starts=local(meeting.starts_at).strftime("%Y-%m-%d %H:%M"),
        place=meeting.place,
    )


def _locked_meeting(row: Deliberation, meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk, deliberation=row)


@transaction.atomic
def record_meeting(*, actor: User, meeting: Meeting, minutes: Minutes, now: datetime) -> Meeting:
    """Publish the record of a meeting that was held; after this it is only added to."""
    row = locked(meeting.deliberation, now)
    require_convener(row, actor)
    require_step(row, DeliberationState.STEP3)
    meeting = _locked_meeting(row, meeting)
    if meeting.recorded_at:
        raise Refused("deliberation.recorded_already", status=409)
    if now < meeting.starts_at:
        raise Refused("deliberation.not_held_yet", status=409, starts=meeting.starts_at.isoformat())
    check_record(present=minutes.present, spoke=minutes.spoke)
    for name in ("present", "spoke", "favor", "against", "concerns"):
        setattr(meeting, name, getattr(minutes, name))
    meeting.agreed, meeting.open_points = list(minutes.agreed), list(minutes.open_points)
    meeting.recorded_at, meeting.recorded_by = now, actor
    meeting.save()
    row.agreed, row.open_points = meeting.agreed, meeting.open_points
    row.save(update_fields=["agreed", "open_points", "changed_at"])
    record(
        actor=actor,
        action="meeting.recorded",
        subject=row,
        at=now,
        after={
            "meeting": meeting.pk,
            "present": minutes.present,
            "spoke": minutes.spoke,
            "agreed": list(minutes.agreed),
            "open": list(minutes.open_points),
        },
    )
    return meeting


@transaction.atomic
def add_to_record(*, actor: User, meeting: Meeting, text: str, now: datetime) -> Meeting:
    """Append a dated note to a published record; nothing in it is ever changed."""
    row = locked(meeting.deliberation, now)
    require_convener(row, actor)
    meeting = _locked_meeting(row, meeting)
    if not meeting.recorded_at:
        raise Refused("core.not_in_this_state", status=409)
    if not text.strip():
        raise Refused("deliberation.nothing_said", field="text")
    meeting.additions = [*meeting.additions, {"at": now.isoformat(), "text": text.strip()}]
    meeting.save(update_fields=["additions"])
    record(
        actor=actor,
        action="meeting.added_to",
        subject=row,
        at=now,
        after={"meeting": meeting.pk, "text": text.strip()},
    )
    return meeting


@transaction.atomic
def start_round(*, actor: User, deliberation: Deliberation, now: datetime) -> Deliberation:
    """Begin the next round of the discussion, at most three; the present round has its record."""
    row = locked(deliberation, now)
    require_convener(row, actor)
    require_step(row, DeliberationState.STEP3)
    require_transition(DELIBERATION, row.state, DeliberationState.STEP3)
    check_round(used=row.round, day=day_of(now))
    _check_discussed(row, now)
    row.round += 1
    row.save(update_fields=["round", "changed_at"])
    record(actor=actor, action="deliberation.round_started", subject=row, at=now, after={"round": row.round})
    return row


def _check_discussed(row: Deliberation, now: datetime) -> None:
    meetings = row.meetings.filter(round=row.round)
    check_discussed(
        records=meetings.filter(recorded_at__isnull=False).count(),
        is_online_open=meetings.filter(is_online=True, ends_at__gt=now).exists(),
    )


@transaction.atomic
def close_discussion(*, actor: User, deliberation: Deliberation, now: datetime) -> Deliberation:
    """End step 3: the round has a record and no online phase runs; step 4 begins."""
    row = locked(deliberation, now)
    require_convener(row, actor)
    require_step(row, DeliberationState.STEP3)
    _check_discussed(row, now)
    enter(row, DeliberationState.STEP4, now)
    row.save(update_fields=["state", "changed_at"])
    record(
        actor=actor,
        action="deliberation.discussion_closed",
        subject=row,
        at=now,
        before={"state": DeliberationState.STEP3},
        after={"state": row.state, "round": row.round},
    )
    return row


@transaction.atomic
def extend_discussion(*, actor: User, deliberation: Deliberation, reason: str, now: datetime) -> Deliberation:
    """Extend step 3 once by fifteen working days, with a public reason."""
    row = locked(deliberation, now)
    require_convener(row, actor)
    require_step(row, DeliberationState.STEP3)
    clock = row.clocks.select_for_update().get(finished_at__isnull=True)
    if clock.extended_at:
        raise Refused("deliberation.extended_already", status=409)
    if not reason.strip():
        raise Refused("deliberation.reason_short", field="reason", least=1)
    before = clock.due_at
    days = STATUTES.on("deliberation.extension", day_of(now)).days
    clock.due_at = working_end(clock.due_at, days, load_calendar())
    clock.extended_at, clock.extension_reason = now, reason.strip()
    clock.save(update_fields=["due_at", "extended_at", "extension_reason"])
    record(
        actor=actor,
        action="deliberation.extended",
        subject=row,
        at=now,
        before={"due_at": before},
        after={"due_at": clock.due_at},
        reason=reason,
    )
    return row
