"""What workers, organizations and the buyer do with supervision tickets."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from contracts.models import AnswerPhoto, Ticket, TicketAnswer
from contracts.permissions import (
    may_answer_ticket,
    may_decide_inspection,
    may_decide_ticket_appeal,
    may_find_inspection,
    may_inspect_ticket,
    may_read_ticket,
    may_see_reporter,
)
from contracts.rules.milestones import due_moment
from contracts.states import TicketState
from deliberation.rules.privacy import masked
from marketplace.audit.actions import record
from marketplace.core.clock import day_of, is_late
from marketplace.core.refusals import Refused
from marketplace.statutes import STATUTES
from marketplace.web.files import Checked
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import add_working_days
from organizations.models import User

from .locks import require
from .ticket_moves import (
    hand_over,
    locked_ticket,
    moved,
    note,
    tell_buyer,
    tell_organization,
    tell_reporters,
    working_term,
    write_public_stop,
)
from .tickets import MOST_PHOTOS, neutral

T = TicketState


def _said(text: str, field: str) -> str:
    if not text.strip():
        raise Refused("contracts.reason_missing", field=field)
    return masked(text.strip())


@transaction.atomic
def accept_ticket(
    *, actor: User, ticket: Ticket, shown_line: str, shows_photos: bool, now: datetime
) -> Ticket:
    """Take a report up and hand it to the organization, with the words and photos that everybody may see."""
    ticket = locked_ticket(ticket, now)
    require(may_read_ticket(actor, ticket))
    moved(ticket, T.ACCEPTED, now)
    ticket.read_on, ticket.read_by = day_of(now), actor
    ticket.shown_line, ticket.shows_photos = masked(shown_line), shows_photos
    note(ticket, T.ACCEPTED, now)
    hand_over(ticket, now)
    ticket.save()
    record(actor=actor, action="ticket.accepted", subject=ticket, at=now, after={"photos": shows_photos})
    write_public_stop(ticket, now)
    tell_reporters("contracts.ticket_taken", ticket, now)
    return ticket


@transaction.atomic
def reject_ticket(*, actor: User, ticket: Ticket, instead: str, reason: str, now: datetime) -> Ticket:
    """Say in public that a report does not belong to this project, and who looks after it instead."""
    ticket = locked_ticket(ticket, now)
    require(may_read_ticket(actor, ticket))
    moved(ticket, T.REJECTED, now)
    ticket.instead, ticket.reason = _said(instead, "instead"), _said(reason, "reason")
    ticket.read_on, ticket.read_by = day_of(now), actor
    note(ticket, T.REJECTED, now, f"{ticket.instead}：{ticket.reason}")
    ticket.save()
    record(actor=actor, action="ticket.rejected", subject=ticket, at=now, reason=ticket.reason)
    tell_reporters("contracts.ticket_rejected", ticket, now, instead=ticket.instead, reason=ticket.reason)
    return ticket


@transaction.atomic
def decide_ticket_appeal(
    *, actor: User, ticket: Ticket, is_upheld: bool, reason: str, now: datetime
) -> Ticket:
    """Decide the one appeal: the report is taken up after all, or stays where it was sent."""
    ticket = locked_ticket(ticket, now)
    require(may_decide_ticket_appeal(actor, ticket))
    if ticket.appealed_at is None or ticket.appeal_decided_at is not None:
        raise Refused("contracts.ticket_appeal_not_open", status=409)
    ticket.appeal_decision, ticket.appeal_decided_at = _said(reason, "reason"), now
    ticket.appeal_decided_by = actor
    note(ticket, T.ACCEPTED if is_upheld else T.REJECTED, now, ticket.appeal_decision)
    if is_upheld:
        moved(ticket, T.ACCEPTED, now)
        ticket.shown_line = ticket.shown_line or ticket.line
        hand_over(ticket, now)
        write_public_stop(ticket, now)
    ticket.save()
    after = {"upheld": is_upheld}
    record(actor=actor, action="ticket.appeal_decided", subject=ticket, at=now, after=after, reason=reason)
    tell_reporters("contracts.ticket_appeal_decided", ticket, now, reason=ticket.appeal_decision)
    return ticket


@transaction.atomic
def answer_ticket(
    *, actor: User, ticket: Ticket, text: str, now: datetime, photos: Sequence[Checked] = ()
) -> TicketAnswer:
    """Answer for the organization, with photos as evidence; then the residents have the word."""
    ticket = locked_ticket(ticket, now)
    require(may_answer_ticket(actor, ticket))
    moved(ticket, T.REPLIED, now)
    if len(photos) > MOST_PHOTOS:
        raise Refused("contracts.too_many_photos", most=MOST_PHOTOS, field="photos")
    answer = TicketAnswer.objects.create(
        ticket=ticket,
        number=ticket.answers.count() + 1,
        text=_said(text, "text"),
        answered_by=actor,
        answered_at=now,
        was_late=is_late(now, ticket.answer_by),
    )
    for number, photo in enumerate(photos, start=1):
        AnswerPhoto.keep(neutral(photo, number), answer=answer)
    ticket.waits_until = due_moment(_calendar_days("ticket.confirm", now))
    note(ticket, T.REPLIED, now)
    ticket.save()
    record(actor=actor, action="ticket.answered", subject=ticket, at=now, after={"number": answer.number})
    tell_reporters("contracts.ticket_answered", ticket, now, key=str(answer.number))
    return answer


def _calendar_days(key: str, now: datetime) -> date:
    return date.fromordinal(day_of(now).toordinal() + STATUTES.on(key, day_of(now)).days)


@transaction.atomic
def extend_ticket(*, actor: User, ticket: Ticket, day: date, reason: str, now: datetime) -> Ticket:
    """Give the answer a later day, once, before the first has passed, with a public reason."""
    ticket = locked_ticket(ticket, now)
    require(may_answer_ticket(actor, ticket))
    if ticket.state != T.ASSIGNED or is_late(now, ticket.answer_by) or ticket.extension_reason:
        raise Refused("contracts.ticket_extension_not_open", status=409)
    most = STATUTES.on("ticket.extension", day_of(now)).days
    last = add_working_days(day_of(ticket.answer_by), most, load_calendar())
    if not day_of(ticket.answer_by) < day <= last:
        raise Refused("contracts.ticket_extension_day", last=last.isoformat(), field="day")
    before = {"answer_by": ticket.answer_by}
    ticket.answer_by, ticket.extension_reason = due_moment(day), _said(reason, "reason")
    note(ticket, T.ASSIGNED, now, ticket.extension_reason)
    ticket.save()
    after = {"answer_by": ticket.answer_by}
    record(
        actor=actor,
        action="ticket.extended",
        subject=ticket,
        at=now,
        before=before,
        after=after,
        reason=reason,
    )
    return ticket


@transaction.atomic
def inspect_ticket(
    *, actor: User, ticket: Ticket, inspector: User, stops_acceptance: bool, now: datetime
) -> Ticket:
    """Name who looks on the spot, after the residents said three times that it is not solved."""
    ticket = locked_ticket(ticket, now)
    require(may_inspect_ticket(actor, ticket))
    moved(ticket, T.INSPECTION, now)
    ticket.inspector, ticket.inspect_by = inspector, working_term("ticket.inspection", now)
    ticket.stops_acceptance, ticket.waits_until = stops_acceptance, None
    note(ticket, T.INSPECTION, now)
    ticket.save()
    after = {"inspector": inspector.pk, "stops_acceptance": stops_acceptance}
    record(actor=actor, action="ticket.inspection_ordered", subject=ticket, at=now, after=after)
    tell_organization("contracts.ticket_inspection", ticket, now)
    return ticket


@transaction.atomic
def report_inspection(
    *, actor: User, ticket: Ticket, is_found_solved: bool, finding: str, now: datetime
) -> Ticket:
    """Write down what the inspector found; another official decides on it."""
    ticket = locked_ticket(ticket, now)
    require(may_find_inspection(actor, ticket))
    if ticket.state != T.INSPECTION:
        raise Refused("contracts.ticket_not_inspected", status=409)
    ticket.finding, ticket.is_found_solved, ticket.found_at = _said(finding, "finding"), is_found_solved, now
    ticket.save(update_fields=["finding", "is_found_solved", "found_at", "changed_at"])
    after = {"solved": is_found_solved}
    record(actor=actor, action="ticket.inspected", subject=ticket, at=now, after=after, reason=finding)
    tell_buyer("contracts.ticket_inspected", ticket, now, approvers=True)
    return ticket


@transaction.atomic
def decide_inspection(*, actor: User, ticket: Ticket, now: datetime) -> Ticket:
    """Close by the inspector's finding: a second official signs, and the finding is the public reason."""
    ticket = locked_ticket(ticket, now)
    require(may_decide_inspection(actor, ticket))
    if ticket.found_at is None:
        raise Refused("contracts.ticket_not_inspected", status=409)
    target = T.CLOSED_SOLVED if ticket.is_found_solved else T.CLOSED_UNSOLVED
    moved(ticket, target, now)
    ticket.decided_by, ticket.closed_at, ticket.is_inspected = actor, now, True
    note(ticket, target, now, ticket.finding)
    ticket.save()
    record(actor=actor, action="ticket.inspection_decided", subject=ticket, at=now, reason=ticket.finding)
    tell_reporters("contracts.ticket_closed", ticket, now, reason=ticket.finding)
    tell_organization("contracts.ticket_closed", ticket, now, reason=ticket.finding)
    return ticket


@transaction.atomic
def show_reporters(*, actor: User, ticket: Ticket, reason: str, now: datetime) -> list[User]:
    """Return who reported, to an official of the buyer who says why; it is written down and the residents are told."""
    ticket = locked_ticket(ticket, now)
    require(may_see_reporter(actor, ticket))
    said = _said(reason, "reason")
    record(actor=actor, action="ticket.reporter_shown", subject=ticket, at=now, reason=said)
    tell_reporters("contracts.ticket_reporter_shown", ticket, now, key=now.isoformat(), reason=said)
    return list(User.objects.filter(pk__in=ticket.reporters.values("resident")).order_by("name"))
