"""An honest end without agreement; steps 5 and 6: commitments, satisfaction, objections; pauses."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from deliberation.models import Commitment, Deliberation, Objection, Satisfaction
from deliberation.queries.needs import supporters_of
from deliberation.rules.clocks import end_of, working_end
from deliberation.rules.steps import check_commitments, check_failure, check_round
from deliberation.states import (
    COMMITMENT,
    DELIBERATION,
    NEED,
    CommitmentKind,
    CommitmentState,
    DeliberationState,
    NeedState,
)
from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.statutes import STATUTES
from marketplace.workdays.queries import load_calendar
from organizations.models import Department, User
from organizations.queries.people import is_verified_resident, officials_with
from organizations.states import PostRole

from .stepping import close, end_pause, enter, finish_clock, locked, require_convener, require_step


@transaction.atomic
def fail_deliberation(
    *,
    actor: User,
    deliberation: Deliberation,
    agreed: Sequence[str],
    open_points: Sequence[str],
    now: datetime,
) -> Deliberation:
    """End step 4 without agreement: what is agreed and what stays open is public."""
    row = locked(deliberation, now)
    require_convener(row, actor)
    require_step(row, DeliberationState.STEP4)
    check_failure(agreed=agreed, open_points=open_points)
    require_transition(DELIBERATION, row.state, DeliberationState.FAILED)
    finish_clock(row, now)
    row.state, row.failed_at = DeliberationState.FAILED, now
    row.agreed, row.open_points = list(agreed), list(open_points)
    row.save(update_fields=["state", "failed_at", "agreed", "open_points", "changed_at"])
    record(
        actor=actor,
        action="deliberation.failed",
        subject=row,
        at=now,
        before={"state": DeliberationState.STEP4},
        after={"state": row.state, "agreed": row.agreed, "open": row.open_points},
    )
    return row


@transaction.atomic
def discuss_again(*, actor: User, deliberation: Deliberation, now: datetime) -> Deliberation:
    """Take a failed deliberation up again with its next round, while fewer than three are used."""
    row = locked(deliberation, now)
    require_convener(row, actor)
    require_transition(DELIBERATION, row.state, DeliberationState.STEP3)
    if row.state != DeliberationState.FAILED:
        raise Refused("core.not_in_this_state", status=409)
    check_round(used=row.round, day=day_of(now))
    enter(row, DeliberationState.STEP3, now)
    row.round += 1
    row.save(update_fields=["state", "round", "changed_at"])
    record(
        actor=actor,
        action="deliberation.discussed_again",
        subject=row,
        at=now,
        before={"state": DeliberationState.FAILED},
        after={"state": row.state, "round": row.round},
    )
    return row


@transaction.atomic
def close_failed_deliberation(
    *, actor: User, deliberation: Deliberation, channel: str, now: datetime
) -> Deliberation:
    """Close without agreement, naming the lawful channel; agreed and open points stay public."""
    row = locked(deliberation, now)
    require_convener(row, actor)
    if row.state != DeliberationState.FAILED:
        raise Refused("core.not_in_this_state", status=409)
    if not channel.strip():
        raise Refused("deliberation.channel_missing", field="channel")
    require_transition(DELIBERATION, row.state, DeliberationState.CLOSED)
    row.state, row.closed_at, row.channel = DeliberationState.CLOSED, now, channel.strip()
    row.save(update_fields=["state", "closed_at", "channel", "changed_at"])
    for need in (
        row.needs.select_for_update(of=("self",)).filter(state=NeedState.IN_DELIBERATION).order_by("pk")
    ):
        require_transition(NEED, need.state, NeedState.ARCHIVED)
        need.state = NeedState.ARCHIVED
        need.save(update_fields=["state", "changed_at"])
    record(
        actor=actor,
        action="deliberation.closed_without_agreement",
        subject=row,
        at=now,
        before={"state": DeliberationState.FAILED},
        after={"state": row.state, "channel": row.channel},
    )
    notify(
        recipients=supporters_of(row.needs.all()),
        kind="deliberation.no_agreement",
        key=row.reference,
        at=now,
        path=row.path,
        title=row.topic,
        channel=row.channel,
    )
    return row


@transaction.atomic
def add_commitment(
    *,
    actor: User,
    deliberation: Deliberation,
    kind: str,
    text: str,
    owner: str,
    due_on: date,
    now: datetime,
    department: Department | None = None,
) -> Commitment:
    """Add who does what by when (step 5)."""
    row = locked(deliberation, now)
    require_convener(row, actor)
    require_step(row, DeliberationState.STEP5)
    if due_on < day_of(now):
        raise Refused("deliberation.day_past", field="due_on")
    same = row.commitments.filter(kind=kind, text=text, owner=owner, state=CommitmentState.OPEN).first()
    if same:
        return same
    commitment = Commitment.objects.create(
        deliberation=row, kind=kind, text=text, owner=owner, due_on=due_on, department=department
    )
    record(
        actor=actor,
        action="commitment.added",
        subject=row,
        at=now,
        after={"commitment": commitment.pk, "kind": kind, "owner": owner, "due_on": due_on, "text": text},
    )
    if kind == CommitmentKind.PROJECT:
        _ask_officers(row, now)
    return commitment


def _ask_officers(row: Deliberation, now: datetime) -> None:
    outcome = row.outcome
    notify(
        recipients=officials_with(PostRole.PROJECT_OFFICER),
        kind="deliberation.outcome_waiting",
        key=outcome.reference,
        at=now,
        path=f"/work/projects/new/?outcome={outcome.public_id}",
        title=outcome.title,
        reference=outcome.reference,
        due=day_of(outcome.reply_due_at or now).isoformat(),
    )


@transaction.atomic
def end_commitment(*, actor: User, commitment: Commitment, to: str, note: str, now: datetime) -> Commitment:
    """Mark a commitment as done, or withdraw it; both say what happened."""
    row = locked(commitment.deliberation, now)
    require_step(row, DeliberationState.STEP5)
    commitment = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    require_transition(COMMITMENT, commitment.state, to)
    if not note.strip():
        raise Refused("deliberation.result_missing", field="note")
    commitment.state, commitment.note, commitment.ended_at = CommitmentState(to), note.strip(), now
    commitment.save(update_fields=["state", "note", "ended_at"])
    record(
        actor=actor,
        action="commitment.ended",
        subject=row,
        at=now,
        before={"state": CommitmentState.OPEN},
        after={"commitment": commitment.pk, "state": commitment.state},
        reason=note,
    )
    return commitment


@transaction.atomic
def finish_commitments(*, actor: User, deliberation: Deliberation, now: datetime) -> Deliberation:
    """End step 5: every commitment is done or withdrawn with its reason; step 6 begins."""
    row = locked(deliberation, now)
    require_convener(row, actor)
    require_step(row, DeliberationState.STEP5)
    still_open = row.commitments.filter(state=CommitmentState.OPEN).count()
    check_commitments(total=row.commitments.count(), still_open=still_open)
    enter(row, DeliberationState.STEP6, now)
    row.save(update_fields=["state", "changed_at"])
    record(
        actor=actor,
        action="deliberation.commitments_finished",
        subject=row,
        at=now,
        before={"state": DeliberationState.STEP5},
        after={"state": row.state},
    )
    return row


ANSWERS = ("very_satisfied", "satisfied", "fair", "dissatisfied", "very_dissatisfied", "dont_know")


@transaction.atomic
def post_result(
    *, actor: User, deliberation: Deliberation, answers: Mapping[int, Mapping[str, int]], now: datetime
) -> Deliberation:
    """Record the satisfaction of each party (numbers by party key) and post the result for seven working days."""
    row = locked(deliberation, now)
    require_convener(row, actor)
    require_step(row, DeliberationState.STEP6)
    if row.result_posted_at:
        raise Refused("deliberation.posted_already", status=409)
    parties = {party.pk: party for party in row.parties.all()}
    for key, numbers in answers.items():
        values = {name: max(0, int(numbers.get(name, 0))) for name in ANSWERS}
        Satisfaction.objects.create(party=parties[key], recorded_by=actor, recorded_at=now, **values)
    row.result_posted_at, row.result_until = now, _until(now)
    row.save(update_fields=["result_posted_at", "result_until", "changed_at"])
    record(
        actor=actor,
        action="deliberation.result_posted",
        subject=row,
        at=now,
        after={"parties": len(answers), "until": row.result_until},
    )
    return row


def _until(now: datetime) -> datetime:
    return working_end(now, STATUTES.on("deliberation.result_posted", day_of(now)).days, load_calendar())


@transaction.atomic
def raise_objection(*, actor: User, deliberation: Deliberation, text: str, now: datetime) -> Objection:
    """Object to a posted result as a resident or party; step 6 is opened again once."""
    row = locked(deliberation, now)
    if row.state != DeliberationState.STEP6 or row.result_posted_at is None:
        raise Refused("deliberation.objection_late", status=409)
    is_party = row.parties.filter(user=actor).exists()
    if not is_party and not is_verified_resident(actor, row.community):
        raise Refused("deliberation.not_resident_here", status=403)
    if not text.strip():
        raise Refused("deliberation.nothing_said", field="text")
    same = row.objections.filter(author=actor, text=text.strip()).first()
    if same:
        return same
    if row.was_reopened and row.result_until is not None:
        raise Refused("deliberation.reopened_already", status=409)
    require_transition(DELIBERATION, row.state, DeliberationState.STEP6)
    objection = Objection.objects.create(deliberation=row, author=actor, text=text.strip(), made_at=now)
    row.was_reopened, row.result_until = True, None
    row.save(update_fields=["was_reopened", "result_until", "changed_at"])
    record(actor=actor, action="objection.raised", subject=row, at=now, after={"objection": objection.pk})
    notify(
        recipients=[row.convener],
        kind="deliberation.objection_raised",
        key=f"{row.reference}:{objection.pk}",
        at=now,
        path=f"/work/deliberations/{row.public_id}/",
        title=row.topic,
    )
    return objection


@transaction.atomic
def answer_objection(*, actor: User, objection: Objection, answer: str, now: datetime) -> Objection:
    """Answer an objection; when all are answered the result is posted for another seven working days."""
    row = locked(objection.deliberation, now)
    require_convener(row, actor)
    objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if objection.answered_at:
        raise Refused("core.not_in_this_state", status=409)
    if not answer.strip():
        raise Refused("deliberation.nothing_said", field="answer")
    objection.answer, objection.answered_at = answer.strip(), now
    objection.save(update_fields=["answer", "answered_at"])
    if not row.objections.filter(answered_at__isnull=True).exists():
        row.result_until = _until(now)
        row.save(update_fields=["result_until", "changed_at"])
    record(actor=actor, action="objection.answered", subject=row, at=now, after={"objection": objection.pk})
    notify(
        recipients=[objection.author],
        kind="deliberation.objection_answered",
        key=f"{row.reference}:{objection.pk}",
        at=now,
        path=row.path,
        title=row.topic,
        answer=answer[:200],
    )
    return objection


@transaction.atomic
def close_deliberation(*, actor: User | None, deliberation: Deliberation, now: datetime) -> Deliberation:
    """Close after the result was posted long enough and every objection was answered (otherwise 409)."""
    row = locked(deliberation, now)
    if row.state == DeliberationState.CLOSED:
        return row
    require_step(row, DeliberationState.STEP6)
    if row.result_until is None or now < row.result_until:
        raise Refused("deliberation.still_posted", status=409)
    close(row, now)
    record(
        actor=actor,
        action="deliberation.closed",
        subject=row,
        at=now,
        before={"state": DeliberationState.STEP6},
        after={"state": row.state},
    )
    return row


@transaction.atomic
def pause_deliberation(
    *, actor: User, deliberation: Deliberation, reason: str, now: datetime
) -> Deliberation:
    """Pause as secretary or director, with a reason, at most thirty days; it resumes by itself."""
    row = locked(deliberation, now)
    require_transition(DELIBERATION, row.state, DeliberationState.PAUSED)
    if not reason.strip():
        raise Refused("deliberation.reason_short", field="reason", least=1)
    before = row.state
    row.paused_from, row.state = row.state, DeliberationState.PAUSED
    row.paused_at, row.pause_reason = now, reason.strip()
    row.pause_ends_at = end_of(now, STATUTES.on("deliberation.pause", day_of(now)).days)
    row.save(
        update_fields=["paused_from", "state", "paused_at", "pause_reason", "pause_ends_at", "changed_at"]
    )
    record(
        actor=actor,
        action="deliberation.paused",
        subject=row,
        at=now,
        before={"state": before},
        after={"state": row.state, "until": row.pause_ends_at},
        reason=reason,
    )
    return row


@transaction.atomic
def resume_deliberation(*, actor: User, deliberation: Deliberation, now: datetime) -> Deliberation:
    """End a pause early."""
    row = locked(deliberation, now)
    if row.state != DeliberationState.PAUSED:
        raise Refused("core.not_in_this_state", status=409)
    end_pause(row, now)
    record(
        actor=actor,
        action="deliberation.resumed",
        subject=row,
        at=now,
        before={"state": DeliberationState.PAUSED},
        after={"state": row.state},
    )
    return row
