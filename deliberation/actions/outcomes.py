"""The decision record, and what becomes of it in the rooms above."""

from datetime import datetime

from django.db import transaction

from deliberation.events import OutcomeRecorded
from deliberation.models import Deliberation, Need, Outcome
from deliberation.queries.needs import supporters_of
from deliberation.queries.votes import counts_of, last_vote
from deliberation.rules.clocks import working_end
from deliberation.rules.decisions import Counts, check_decision
from deliberation.states import NEED, DeliberationState, Electorate, Method, NeedState
from marketplace.audit.actions import next_reference, record
from marketplace.core.canonical import digest
from marketplace.core.clock import day_of, utc_text
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.outbox.actions import publish
from marketplace.statutes import STATUTES
from marketplace.web.models import Stop
from marketplace.web.spine import write_stop
from marketplace.workdays.queries import load_calendar
from organizations.models import User

from .stepping import enter, locked, require_convener, require_step


@transaction.atomic
def record_outcome(
    *,
    actor: User,
    deliberation: Deliberation,
    method: str,
    statement: str,
    now: datetime,
    counts: Counts | None = None,
    dissent: str = "",
) -> Outcome:
    """End step 4 with the decision and its counts; the record is frozen and public.

    A ballot that was held decides the counts. Raises Refused: not the convener, another step, a ballot still open,
    counts that the method does not carry.
    """
    row = locked(deliberation, now)
    require_convener(row, actor)
    require_step(row, DeliberationState.STEP4)
    counts = _counts(row, method, counts, now)
    check_decision(method=method, counts=counts, day=day_of(now))
    outcome = _freeze(row, method=method, statement=statement, counts=counts, dissent=dissent, now=now)
    enter(row, DeliberationState.STEP5, now)
    row.save(update_fields=["state", "changed_at"])
    _move_needs(row.needs.all(), NeedState.IN_DELIBERATION, NeedState.ADOPTED)
    record(
        actor=actor,
        action="outcome.recorded",
        subject=outcome,
        at=now,
        before={"state": DeliberationState.STEP4},
        after={"state": row.state, "method": method, "counts": counts.as_record(), "digest": outcome.digest},
    )
    _tell_decision(row, outcome, now)
    return outcome


def _tell_decision(row: Deliberation, outcome: Outcome, now: datetime) -> None:
    write_stop(
        spine_id=row.spine_id,
        stop=Stop.DELIBERATION,
        reference=row.reference,
        title=row.topic,
        path=row.path,
        at=now,
    )
    publish(OutcomeRecorded(outcome_id=outcome.pk))
    notify(
        recipients=supporters_of(row.needs.all()),
        kind="deliberation.outcome_recorded",
        key=outcome.reference,
        at=now,
        path=row.path,
        title=row.topic,
        statement=outcome.statement[:200],
    )


def _counts(row: Deliberation, method: str, counts: Counts | None, now: datetime) -> Counts:
    vote = last_vote(row)
    if vote and now < vote.closes_at:
        raise Refused("deliberation.vote_open", status=409, closes=vote.closes_at.isoformat())
    if vote and method != Method.CONSENSUS:
        found = counts_of(vote)
        if vote.electorate == Electorate.PARTIES or found.present:
            return found
    if counts is None:
        raise Refused("deliberation.no_counts", field="present")
    return counts


def _freeze(
    row: Deliberation, *, method: str, statement: str, counts: Counts, dissent: str, now: datetime
) -> Outcome:
    reference = next_reference("JY", day_of(now).year)
    body = {
        "reference": reference,
        "deliberation": row.reference,
        "community": row.community.code,
        "topic": row.topic,
        "statement": statement,
        "method": str(method),
        "counts": counts.as_record(),
        "dissent": dissent,
        "agreed": row.agreed,
        "open_points": row.open_points,
        "needs": list(row.needs.order_by("reference").values_list("reference", flat=True)),
        "parties": [{"kind": p.kind, "name": p.name} for p in row.parties.all()],
        "adopted_at": utc_text(now),
    }
    reply = STATUTES.on("project.reply", day_of(now)).days
    return Outcome.objects.create(
        reference=reference,
        deliberation=row,
        community=row.community,
        title=row.topic,
        statement=statement,
        method=method,
        counts=counts.as_record(),
        dissent=dissent,
        agreed=row.agreed,
        open_points=row.open_points,
        adopted_at=now,
        record=body,
        digest=digest(body),
        reply_due_at=working_end(now, reply, load_calendar()),
        is_demo=row.is_demo,
    )


def _move_needs(needs: object, source: NeedState, target: NeedState, **changes: object) -> list[Need]:
    """Move the needs that are in the source state; the caller writes the audit row."""
    moved = []
    for need in needs.select_for_update(of=("self",)).filter(state=source).order_by("pk"):  # type: ignore[attr-defined]
        require_transition(NEED, need.state, target)
        need.state = target
        for name, value in changes.items():
            setattr(need, name, value)
        need.save(update_fields=["state", *changes, "changed_at"])
        moved.append(need)
    return moved


def _locked_outcome(outcome: Outcome) -> Outcome:
    Deliberation.objects.select_for_update(of=("self",)).get(pk=outcome.deliberation_id)
    return Outcome.objects.select_for_update(of=("self",)).get(pk=outcome.pk)


@transaction.atomic
def turn_needs_into_project(
    *, actor: User, outcome: Outcome, reference: str, path: str, now: datetime
) -> Outcome:
    """Note the service project that answers a decision; called by the room that sets it up."""
    outcome = _locked_outcome(outcome)
    if outcome.project_reference:
        raise Refused("deliberation.outcome_answered", status=409, reference=outcome.project_reference)
    outcome.project_reference, outcome.project_path, outcome.answered_at = reference, path, now
    outcome.save(update_fields=["project_reference", "project_path", "answered_at"])
    needs = _move_needs(outcome.deliberation.needs.all(), NeedState.ADOPTED, NeedState.TURNED_INTO_PROJECT)
    outcome.deliberation.commitments.filter(kind="project", state="open").update(
        state="done", ended_at=now, note=reference
    )
    record(
        actor=actor,
        action="outcome.turned_into_project",
        subject=outcome,
        at=now,
        after={"project": reference, "needs": [need.reference for need in needs]},
    )
    return outcome


@transaction.atomic
def answer_outcome(*, actor: User, outcome: Outcome, answer: str, now: datetime) -> Outcome:
    """Answer a decision with a reasoned no; it stays adopted and the reason is printed."""
    outcome = _locked_outcome(outcome)
    if outcome.answered_at:
        raise Refused("deliberation.outcome_answered", status=409, reference=outcome.project_reference or "—")
    if not answer.strip():
        raise Refused("deliberation.reason_short", field="answer", least=1)
    outcome.answer, outcome.answered_at = answer.strip(), now
    outcome.save(update_fields=["answer", "answered_at"])
    record(actor=actor, action="outcome.declined", subject=outcome, at=now, reason=answer.strip())
    return outcome


@transaction.atomic
def return_needs(*, actor: User, outcome: Outcome, now: datetime) -> Outcome:
    """Open a decision again because its project was cancelled."""
    outcome = _locked_outcome(outcome)
    before = {"project": outcome.project_reference}
    outcome.project_reference, outcome.project_path, outcome.answered_at = "", "", None
    outcome.save(update_fields=["project_reference", "project_path", "answered_at"])
    _move_needs(outcome.deliberation.needs.all(), NeedState.TURNED_INTO_PROJECT, NeedState.ADOPTED)
    record(actor=actor, action="outcome.returned", subject=outcome, at=now, before=before)
    return outcome


@transaction.atomic
def deliver_needs(*, actor: User | None, outcome: Outcome, now: datetime) -> Outcome:
    """Mark the needs behind a completed project as delivered."""
    outcome = _locked_outcome(outcome)
    needs = _move_needs(
        outcome.deliberation.needs.all(),
        NeedState.TURNED_INTO_PROJECT,
        NeedState.DELIVERED,
        delivered_at=now,
    )
    record(
        actor=actor,
        action="outcome.delivered",
        subject=outcome,
        at=now,
        after={"needs": [need.reference for need in needs]},
    )
    return outcome


@transaction.atomic
def evaluate_needs(*, actor: User | None, outcome: Outcome, now: datetime, is_final: bool = True) -> Outcome:
    """Mark the needs as evaluated when their round is published, and archive them when it is final."""
    outcome = _locked_outcome(outcome)
    needs = _move_needs(outcome.deliberation.needs.all(), NeedState.DELIVERED, NeedState.EVALUATED)
    if is_final:
        _move_needs(outcome.deliberation.needs.all(), NeedState.EVALUATED, NeedState.ARCHIVED)
    record(
        actor=actor,
        action="outcome.evaluated",
        subject=outcome,
        at=now,
        after={"needs": [need.reference for need in needs], "final": is_final},
    )
    return outcome
