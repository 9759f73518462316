"""Complaints to the finance department: examined, accepted with a suspension, decided with stopped clocks left out."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from bidding.models import Challenge, Complaint, ComplaintPause, ObjectionFile, Suspension
from bidding.queries.challenges import open_complaint
from bidding.rules.challenges import check_complaint, check_matters, complaint_days, suspension_ends
from bidding.states import COMPLAINT, ComplaintState, Remedy, TenderState
from marketplace.audit.actions import next_reference, record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.web.files import Checked
from marketplace.workdays.queries import load_calendar
from organizations.models import User
from organizations.queries.people import members_of, officials_with
from organizations.states import DepartmentKind, PostRole

from .challenges import locked_challenge
from .remedies import carry_out_locked
from .tenders import demand_reason

ENDED = (TenderState.FAILED, TenderState.CANCELLED)


@transaction.atomic
def file_complaint(
    *,
    actor: User,
    challenge: Challenge,
    matters: Sequence[str],
    statement: str,
    now: datetime,
    files: Sequence[Checked] = (),
) -> Complaint:
    """Complain about matters that were challenged, after the answer or its due day (CHA-04). 409 outside the window."""
    challenge = locked_challenge(challenge)
    calendar, today, notice_day = load_calendar(), day_of(now), challenge.tender.notice_date
    check_complaint(
        is_answered=challenge.is_answered, answer_by=challenge.answer_by, notice_day=notice_day, today=today,
        calendar=calendar,
    )  # fmt: skip
    check_matters(matters, challenge.matters)
    if open_complaint(challenge) is not None:
        raise Refused("bidding.complaint_waits", status=409)
    days = complaint_days(today, notice_day, calendar)
    complaint = Complaint.objects.create(
        reference=next_reference("TS", today.year),
        challenge=challenge,
        matters=list(matters),
        statement=statement,
        filed_by=actor,
        filed_at=now,
        received_on=today,
        review_by=days["review"],
        copy_by=days["copy"],
    )
    for checked in files:
        ObjectionFile.keep(checked, challenge=challenge, complaint=complaint)
    after = {"reference": complaint.reference, "challenge": challenge.reference}
    record(actor=actor, action="complaint.filed", subject=complaint, at=now, after=after)
    _tell_finance("bidding.complaint_filed", complaint, now)
    return complaint


def _tell(kind: str, complaint: Complaint, people: object, now: datetime, **facts: object) -> None:
    notify(
        recipients=people,  # type: ignore[arg-type]
        kind=kind,
        key=f"{complaint.pk}:{now.isoformat()}",
        at=now,
        path=complaint.path,
        title=complaint.challenge.tender.title,
        reference=complaint.reference,
        **facts,
    )


def _tell_finance(kind: str, complaint: Complaint, now: datetime) -> None:
    people = officials_with(PostRole.FINANCE).filter(posts__department__kind=DepartmentKind.FINANCE)
    _tell(kind, complaint, people.distinct(), now, review_by=complaint.review_by)


def _tell_complainant(kind: str, complaint: Complaint, now: datetime, **facts: object) -> None:
    _tell(kind, complaint, members_of(complaint.challenge.organization), now, **facts)


def _tell_buyer(kind: str, complaint: Complaint, now: datetime, **facts: object) -> None:
    buyer = complaint.challenge.tender.buyer
    people = officials_with(PostRole.PROJECT_OFFICER, PostRole.APPROVER, department=buyer)
    _tell(kind, complaint, people, now, **facts)


def _locked(complaint: Complaint) -> Complaint:
    challenge = locked_challenge(complaint.challenge)
    fresh = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    fresh.challenge = challenge
    return fresh


def _moved(complaint: Complaint, to: str, actor: User, now: datetime, act: str, *, reason: str = "") -> None:
    """Change the state of a locked complaint, and leave its audit row."""
    require_transition(COMPLAINT, complaint.state, to)
    before, complaint.state = complaint.state, to
    complaint.save()
    record(
        actor=actor, action=act, subject=complaint, at=now, before={"state": before}, after={"state": to},
        reason=reason,
    )  # fmt: skip


@transaction.atomic
def return_complaint(
    *, actor: User, complaint: Complaint, reason: str, correct_by: date, now: datetime
) -> Complaint:
    """Ask once for a correction until a day; the clock of the decision begins anew with the correction (CHA-05)."""
    complaint = _locked(complaint)
    demand_reason(reason)
    if complaint.correct_by is not None:
        raise Refused("bidding.corrected_once", status=409, citation=Citation("O94", "art. 21", "P"))
    if correct_by <= day_of(now):
        raise Refused("bidding.correct_by_past", field="correct_by")
    complaint.note, complaint.correct_by, complaint.examined_by = reason, correct_by, actor
    _moved(complaint, ComplaintState.RETURNED, actor, now, "complaint.returned", reason=reason)
    _tell_complainant("bidding.complaint_returned", complaint, now, correct_by=correct_by, reason=reason)
    return complaint


@transaction.atomic
def correct_complaint(
    *, actor: User, complaint: Complaint, statement: str, now: datetime, files: Sequence[Checked] = ()
) -> Complaint:
    """Hand the corrected complaint in until the given day; its periods count from now. 409 after the day."""
    complaint = _locked(complaint)
    require_transition(COMPLAINT, complaint.state, ComplaintState.FILED)
    today, notice_day = day_of(now), complaint.challenge.tender.notice_date
    if complaint.correct_by is None or today > complaint.correct_by:
        raise Refused("bidding.correction_late", status=409, until=complaint.correct_by)
    days = complaint_days(today, notice_day, load_calendar())
    complaint.statement, complaint.received_on = statement, today
    complaint.review_by, complaint.copy_by = days["review"], days["copy"]
    for checked in files:
        ObjectionFile.keep(checked, challenge=complaint.challenge, complaint=complaint)
    _moved(complaint, ComplaintState.FILED, actor, now, "complaint.corrected")
    _tell_finance("bidding.complaint_filed", complaint, now)
    return complaint


@transaction.atomic
def withdraw_complaint(*, actor: User, complaint: Complaint, now: datetime) -> Complaint:
    """Take a complaint back; a suspension ends with it."""
    complaint = _locked(complaint)
    _lift(complaint, now, "")
    _moved(complaint, ComplaintState.WITHDRAWN, actor, now, "complaint.withdrawn")
    return complaint


@transaction.atomic
def refuse_complaint(*, actor: User, complaint: Complaint, reason: str, now: datetime) -> Complaint:
    """Do not accept a complaint, with the reason; told at once (94号令 art. 21)."""
    complaint = _locked(complaint)
    demand_reason(reason)
    complaint.note, complaint.examined_by = reason, actor
    _moved(complaint, ComplaintState.REFUSED, actor, now, "complaint.refused", reason=reason)
    _tell_complainant("bidding.complaint_refused", complaint, now, reason=reason)
    return complaint


@transaction.atomic
def accept_complaint(*, actor: User, complaint: Complaint, now: datetime) -> Complaint:
    """Accept a complaint: the buyer gets its copy, and the tender is suspended for at most 30 days (CHA-05, CHA-06)."""
    complaint = _locked(complaint)
    complaint.examined_by, complaint.accepted_at = actor, now
    _moved(complaint, ComplaintState.ACCEPTED, actor, now, "complaint.accepted")
    tender, today = complaint.challenge.tender, day_of(now)
    facts: dict[str, object] = {"until": "—"}
    if tender.state not in ENDED:
        ends = suspension_ends(today, tender.notice_date)
        Suspension.objects.create(complaint=complaint, tender=tender, begun_on=today, ends_on=ends)
        facts["until"] = ends
    _tell_complainant("bidding.complaint_accepted", complaint, now, **facts)
    _tell_buyer("bidding.complaint_copied", complaint, now, **facts)
    return complaint


@transaction.atomic
def state_position(*, actor: User, complaint: Complaint, text: str, now: datetime) -> Complaint:
    """Keep the buyer's statement to an accepted complaint; a later one replaces it until the decision."""
    complaint = _locked(complaint)
    _demand_accepted(complaint)
    complaint.buyer_statement = text
    complaint.save(update_fields=["buyer_statement"])
    record(actor=actor, action="complaint.answered", subject=complaint, at=now)
    return complaint


def _demand_accepted(complaint: Complaint) -> None:
    if complaint.state != ComplaintState.ACCEPTED:
        raise Refused("bidding.complaint_not_accepted", status=409)


@transaction.atomic
def pause_complaint(
    *, actor: User, complaint: Complaint, kind: str, reason: str, now: datetime
) -> ComplaintPause:
    """Stop the clock of the decision for a test or a correction (GPR art. 58); one pause runs at a time."""
    complaint = _locked(complaint)
    _demand_accepted(complaint)
    demand_reason(reason)
    if complaint.pauses.filter(ended_on=None).exists():
        raise Refused("bidding.pause_runs", status=409)
    pause = ComplaintPause.objects.create(complaint=complaint, kind=kind, reason=reason, begun_on=day_of(now))
    after = {"kind": kind, "begun_on": pause.begun_on}
    record(actor=actor, action="complaint.paused", subject=complaint, at=now, after=after, reason=reason)
    return pause


@transaction.atomic
def resume_complaint(*, actor: User, complaint: Complaint, now: datetime) -> Complaint:
    """Let the clock of the decision go on; the day of the return still belongs to the pause."""
    complaint = _locked(complaint)
    _demand_accepted(complaint)
    if not complaint.pauses.filter(ended_on=None).update(ended_on=day_of(now)):
        raise Refused("bidding.no_pause_runs", status=409)
    record(actor=actor, action="complaint.resumed", subject=complaint, at=now)
    return complaint


@transaction.atomic
def lift_suspension(*, actor: User, complaint: Complaint, reason: str, now: datetime) -> Suspension:
    """End a suspension before its time."""
    complaint = _locked(complaint)
    demand_reason(reason)
    suspension = _lift(complaint, now, reason)
    if suspension is None:
        raise Refused("bidding.no_suspension", status=409)
    record(actor=actor, action="suspension.lifted", subject=suspension, at=now, reason=reason)
    _tell_buyer("bidding.suspension_over", complaint, now)
    return suspension


def _lift(complaint: Complaint, now: datetime, reason: str) -> Suspension | None:
    rows = Suspension.objects.filter(complaint=complaint, lifted_on=None, ends_on__gte=day_of(now))
    suspension = rows.first()
    if suspension is not None:
        suspension.lifted_on, suspension.lift_reason, suspension.told_at = day_of(now), reason, now
        suspension.save(update_fields=["lifted_on", "lift_reason", "told_at"])
    return suspension


@transaction.atomic
def decide_complaint(
    *, actor: User, complaint: Complaint, is_upheld: bool, remedy: str, decision: str, now: datetime
) -> Complaint:
    """Decide, lift the suspension and carry the remedy out at once (GPL art. 56). 409 while the clock is stopped."""
    complaint = _locked(complaint)
    if complaint.pauses.filter(ended_on=None).exists():
        raise Refused("bidding.pause_runs", status=409)
    complaint.decision, complaint.decided_by, complaint.decided_at = decision, actor, now
    complaint.remedy = remedy if is_upheld else Remedy.NONE
    _lift(complaint, now, "")
    to = ComplaintState.UPHELD if is_upheld else ComplaintState.DISMISSED
    _moved(complaint, to, actor, now, "complaint.decided", reason=decision)
    carry_out_locked(
        complaint.challenge.tender, remedy=complaint.remedy, actor=actor, reason=decision, now=now
    )
    _tell_complainant("bidding.complaint_decided", complaint, now)
    _tell_buyer("bidding.complaint_decided", complaint, now)
    return complaint
