"""An evaluation round from its plan to its publication, the subject's reply, and its end."""

import hmac
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F

from contracts.models import Contract
from marketplace.audit.actions import record
from marketplace.core.canonical import digest
from marketplace.core.clock import SHANGHAI, day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.outbox.actions import publish
from marketplace.statutes import STATUTES
from marketplace.web.access import demand
from marketplace.web.models import Stop
from marketplace.web.spine import write_stop
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import add_working_days
from organizations.models import Community, Department, User
from organizations.queries.people import directors_of, members_of, officials_with
from organizations.states import MemberRole, PostRole
from ranking.events import RoundFinished
from ranking.models import BallotTrace, FraudDecision, PaperEntry, Round, RoundBallot, WrongCode
from ranking.permissions import (
    may_check_round,
    may_confirm_annulment,
    may_plan_round,
    may_reply_to_round,
    may_run_round,
)
from ranking.queries.rounds import all_rounds, flagged, number, outcome_of, round_state
from ranking.rules.rounds import HOUSE, check_questions
from ranking.states import ROUND, RoundState, SubjectKind

R = RoundState
LAST = time(23, 59)


def locked_round(row: Round, now: datetime) -> Round:
    """Return the round under a row lock, standing where the clock has brought it."""
    found = (
        Round.objects.select_for_update(of=("self",))
        .select_related("contract__organization", "contract__buyer", "department", "committee", "organizer")
        .get(pk=row.pk)
    )
    state = round_state(found, now)
    if found.state == R.NOTICE and state == R.CLOSED:
        moved(found, R.OPEN)
    if found.state != state:
        moved(found, state)
    return found


def moved(row: Round, state: str) -> None:
    """Take one step of the table; the caller saves."""
    require_transition(ROUND, row.state, state)
    row.state = RoundState(state)


@transaction.atomic
def plan_round(
    *,
    actor: User,
    organizer: Department,
    title: str,
    period: str,
    questions: Sequence[str],
    communities: Sequence[Community],
    days_open: int,
    now: datetime,
    contract: Contract | None = None,
    department: Department | None = None,
    committee: Community | None = None,
    corrects: Round | None = None,
) -> Round:
    """Plan a round about exactly one subject. The same plan sent twice gives the same round."""
    demand(may_plan_round(actor, organizer))
    _check_plan([contract, department, committee], questions, communities, days_open, now=now)
    User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    same = Round.objects.filter(
        organizer=organizer, title=title, period=period, planned_by=actor, state=R.PLANNED
    )
    if found := same.filter(contract=contract, department=department, committee=committee).first():
        return found
    row = Round.objects.create(
        title=title,
        period=period,
        subject_kind=_kind_of(contract, department),
        contract=contract,
        department=department,
        committee=committee,
        organizer=organizer,
        corrects=corrects,
        questions=list(questions),
        days_open=days_open,
        planned_by=actor,
        planned_at=now,
        is_demo=bool(contract and contract.is_demo),
    )
    row.communities.set(communities)
    after = {"subject": str(row.subject), "questions": row.questions}
    record(actor=actor, action="round.planned", subject=row, at=now, after=after)
    return row


def _check_plan(
    subjects: Sequence[object],
    questions: Sequence[str],
    communities: Sequence[Community],
    days_open: int,
    *,
    now: datetime,
) -> None:
    if sum(subject is not None for subject in subjects) != 1:
        raise Refused("ranking.one_subject", citation=HOUSE, field="subject_kind")
    check_questions(questions, number("evaluation.questions", now))
    least, most = number("evaluation.open_least", now), number("evaluation.open_most", now)
    if not least <= days_open <= most:
        raise Refused("ranking.days_open", field="days_open", least=least, most=most)
    if not communities:
        raise Refused("ranking.no_community", field="communities")


def _kind_of(contract: Contract | None, department: Department | None) -> str:
    if contract is not None:
        return SubjectKind.CONTRACT
    return SubjectKind.DEPARTMENT if department is not None else SubjectKind.COMMITTEE


@transaction.atomic
def announce_round(*, actor: User, row: Round, now: datetime) -> Round:
    """Publish the notice: questions, communities and days are fixed from here on."""
    row = locked_round(row, now)
    demand(may_run_round(actor, row))
    moved(row, R.NOTICE)
    calendar, today = load_calendar(), day_of(now)
    opens = add_working_days(today, number("evaluation.notice", now), calendar) + timedelta(days=1)
    closes = add_working_days(opens - timedelta(days=1), row.days_open, calendar)
    row.announced_at, row.opens_at, row.closes_at = now, _at(opens, time(0, 0)), _at(closes, LAST)
    row.save(update_fields=["state", "announced_at", "opens_at", "closes_at", "changed_at"])
    after = {"opens_at": row.opens_at, "closes_at": row.closes_at}
    record(actor=actor, action="round.announced", subject=row, at=now, after=after)
    tell_subject("ranking.round_announced", row, now)
    return row


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=SHANGHAI)


def subject_people(row: Round) -> object:
    """Return who answers for the subject."""
    if row.contract is not None:
        return members_of(row.contract.organization, MemberRole.LEGAL_REPRESENTATIVE)
    if row.department is not None:
        return officials_with(PostRole.APPROVER, department=row.department)
    return directors_of(row.committee)


def tell_subject(kind: str, row: Round, now: datetime) -> None:
    """Tell those who answer for the subject."""
    notify(
        recipients=subject_people(row),  # type: ignore[arg-type]
        kind=kind,
        key=row.public_id,
        at=now,
        path=row.path if row.published_at is None else row.desk_path,
        title=row.title,
        period=row.period,
        until=day_of(row.reply_until).isoformat() if row.reply_until else "",
    )


@transaction.atomic
def decide_group(
    *, actor: User, row: Round, key: str, is_excluded: bool, reason: str, now: datetime
) -> FraudDecision:
    """Keep or exclude the ballots of one flagged group, with a reason; what counts follows at once."""
    row = locked_round(row, now)
    demand(may_check_round(actor, row))
    if row.state != R.CLOSED:
        raise Refused("ranking.round_not_closed", status=409)
    group = next((group for group in flagged(row) if group.key == key), None)
    if group is None:
        raise Refused("ranking.no_such_group", status=409)
    if FraudDecision.objects.filter(round=row, key=key).exists():
        raise Refused("ranking.group_decided", status=409)
    if not reason.strip():
        raise Refused("ranking.reason_missing", field="reason")
    decision = FraudDecision.objects.create(
        round=row, kind=group.kind, key=key, count=len(group.ballots), score=group.score,
        is_excluded=is_excluded, reason=reason.strip(), decided_by=actor, decided_at=now,
    )  # fmt: skip
    before = RoundBallot.objects.filter(round=row, is_excluded=False).count()
    if is_excluded:
        RoundBallot.objects.filter(pk__in=group.ballots).update(is_excluded=True)
    after = {"kept": RoundBallot.objects.filter(round=row, is_excluded=False).count(), "group": group.kind}
    record(
        actor=actor, action="round.group_decided", subject=row, at=now, before={"kept": before}, after=after,
        reason=decision.reason,
    )  # fmt: skip
    return decision


@transaction.atomic
def check_round(*, actor: User, row: Round, now: datetime) -> Round:
    """Close the fraud desk and publish: the result is counted, the traces and their key are destroyed.

    Raises Refused `ranking.groups_open` (409) while a flagged group has no decision.
    """
    row = locked_round(row, now)
    demand(may_check_round(actor, row))
    moved(row, R.CHECKED)
    decided = set(row.decisions.values_list("key", flat=True))
    open_groups = [group for group in flagged(row) if group.key not in decided]
    if open_groups:
        raise Refused("ranking.groups_open", status=409, count=len(open_groups))
    row.result = outcome_of(row, now)
    row.digest = digest(row.result)
    _forget_traces(row)
    moved(row, R.PUBLISHED)
    moved(row, R.REPLYING)
    last = add_working_days(day_of(now), STATUTES.on("evaluation.reply", day_of(now)).days, load_calendar())
    row.checked_by, row.published_at, row.reply_until = actor, now, _at(last, LAST)
    row.save()
    record(actor=actor, action="round.published", subject=row, at=now, after={"digest": row.digest})
    _write_stop(row, now)
    tell_subject("ranking.round_published", row, now)
    return row


def _forget_traces(row: Round) -> None:
    BallotTrace.objects.filter(ballot__round=row).delete()
    WrongCode.objects.filter(round=row).delete()
    PaperEntry.objects.filter(round=row).delete()
    row.trace_key = ""


def _write_stop(row: Round, now: datetime) -> None:
    if row.contract is not None:
        write_stop(
            spine_id=row.contract.spine_id,
            stop=Stop.EVALUATION,
            reference=row.contract.reference,
            title=row.title,
            path=row.path,
            at=now,
        )


@transaction.atomic
def reply_to_round(*, actor: User, row: Round, text: str, now: datetime) -> Round:
    """Keep the subject's reply, once, printed beside the result."""
    row = locked_round(row, now)
    demand(may_reply_to_round(actor, row))
    if row.state != R.REPLYING:
        raise Refused("ranking.round_reply_over", status=409)
    if row.reply:
        raise Refused("ranking.already_replied", status=409)
    row.reply, row.replied_by = text, actor
    row.save(update_fields=["reply", "replied_by", "changed_at"])
    record(actor=actor, action="round.replied", subject=row, at=now)
    return row


@transaction.atomic
def propose_annulment(*, actor: User, row: Round, reason: str, now: datetime) -> Round:
    """Ask a second official to annul the round, with the reason that will be public."""
    row = locked_round(row, now)
    demand(may_run_round(actor, row))
    require_transition(ROUND, row.state, R.ANNULLED)
    if not reason.strip():
        raise Refused("ranking.reason_missing", field="reason")
    row.annul_reason, row.annul_proposed_by = reason.strip(), actor
    row.save(update_fields=["state", "annul_reason", "annul_proposed_by", "changed_at"])
    record(actor=actor, action="round.annulment_proposed", subject=row, at=now, reason=row.annul_reason)
    return row


@transaction.atomic
def annul_round(*, actor: User, row: Round, now: datetime) -> Round:
    """Annul as the second of two officials; nothing of it is counted."""
    row = locked_round(row, now)
    demand(may_confirm_annulment(actor, row))
    moved(row, R.ANNULLED)
    if row.annul_proposed_by is None:
        raise Refused("ranking.annulment_not_proposed", status=409)
    _forget_traces(row)
    row.annulled_by = actor
    row.save()
    record(actor=actor, action="round.annulled", subject=row, at=now, reason=row.annul_reason)
    return row


def move_due_rounds(*, now: datetime) -> int:
    """Write down what the clock has done to rounds; return how many moved."""
    due = all_rounds(now).exclude(state_now=F("state"))
    return sum(_move(key, now) for key in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _move(key: int, now: datetime) -> bool:
    before = Round.objects.values_list("state", flat=True).get(pk=key)
    row = locked_round(Round(pk=key), now)
    if row.state == before:
        return False
    if row.state == R.FINAL:
        row.finished_at = row.reply_until
        publish(RoundFinished(round_id=row.pk))
    row.save(update_fields=["state", "finished_at", "changed_at"])
    after = {"state": row.state}
    record(actor=None, action="round.moved", subject=row, at=now, before={"state": before}, after=after)
    return True


def traced(row: Round, value: str) -> str:
    """Return the keyed hash of a trace, or nothing for nothing."""
    if not value or not row.trace_key:
        return ""
    return hmac.new(bytes.fromhex(row.trace_key), value.encode(), "sha256").hexdigest()
