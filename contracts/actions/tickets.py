"""What residents do with supervision tickets: report, join, judge the answer, reopen, appeal.

Audit rows of these acts carry no person: who reported stands in one place only, which nobody reads without a reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from contracts.models import Contract, Milestone, Ticket, TicketPhoto, TicketReporter
from contracts.permissions import may_file_ticket
from contracts.queries.tickets import days, most_reopenings, same_tickets
from contracts.rules.tickets import conclusion, without_person
from contracts.states import TICKET, ReopenReason, TicketKind, TicketState
from deliberation.rules.privacy import masked
from marketplace.audit.actions import record
from marketplace.core.clock import SHANGHAI, day_of, is_late
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.statutes import STATUTES
from marketplace.web.files import Checked
from organizations.models import User
from organizations.queries.people import residency_of

from .locks import require
from .ticket_moves import (
    hand_over,
    locked_ticket,
    moved,
    note,
    tell_community,
    tell_reporters,
    working_term,
)

MOST_PHOTOS = 3
T = TicketState


@dataclass(frozen=True)
class SomeResident:
    """Stands in the audit log for the person who reported."""

    pk: None = None
    name: str = "resident"
    role_label: str = ""


RESIDENT = SomeResident()


@transaction.atomic
def file_ticket(
    *,
    actor: User,
    contract: Contract,
    kind: str,
    now: datetime,
    milestone: Milestone | None = None,
    line: str = "",
    place: str = "",
    photos: Sequence[Checked] = (),
    is_separate: bool = False,
) -> Ticket:
    """Keep a report of a resident; it waits for a community worker. The same report twice gives the same ticket.

    Raises Refused: `contracts.ticket_known` (409) when neighbors reported the same in the last days and the resident
    did not say that this is another matter; over the daily limit; too many photos.
    """
    User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    require(may_file_ticket(actor, contract))
    kind = TicketKind(kind)
    same = same_tickets(contract, now, milestone).filter(kind=kind, milestone=milestone)
    said = _anonymous(line, actor)
    own = same.filter(reporters__resident=actor).first()
    if own is not None and (own.line == said or not is_separate):
        return own
    if same.exists() and not is_separate:
        neighbors = sum(ticket.neighbors for ticket in same)
        raise Refused("contracts.ticket_known", status=409, neighbors=neighbors, field="kind")
    _check_limits(actor, photos, now)
    residency = residency_of(actor)
    ticket = Ticket.objects.create(
        contract=contract,
        milestone=milestone,
        community_id=residency.community_id,
        kind=kind,
        line=said,
        place=_anonymous(place, actor),
        filed_at=now,
        read_by_day=working_term("ticket.accept", now),
        is_demo=contract.is_demo,
    )
    TicketReporter.objects.create(ticket=ticket, resident=actor, is_first=True, joined_at=now)
    for number, photo in enumerate(photos, start=1):
        TicketPhoto.keep(neutral(photo, number), ticket=ticket)
    record(actor=RESIDENT, action="ticket.filed", subject=ticket, at=now, after={"kind": kind})
    tell_community("contracts.ticket_filed", ticket, now)
    tell_reporters("contracts.ticket_received", ticket, now)
    return ticket


def neutral(photo: Checked, number: int) -> Checked:
    """Return the photo under a name that says nothing about whose phone it comes from."""
    return replace(photo, name=f"photo-{number}.{photo.content_type.rpartition('/')[2]}")


def _anonymous(text: str, actor: User) -> str:
    """Return the text without the writer's name, numbers and door, whatever was typed."""
    residency = residency_of(actor)
    words = [actor.name, actor.phone or "", actor.email or "", actor.public_id]
    if residency is not None and residency.household is not None:
        home = residency.household
        words += [f"{home.building}{home.door}", f"{home.building}-{home.door}"]
    return masked(without_person(text, words))


def _check_limits(actor: User, photos: Sequence[Checked], now: datetime) -> None:
    if len(photos) > MOST_PHOTOS:
        raise Refused("contracts.too_many_photos", most=MOST_PHOTOS, field="photos")
    today = datetime.combine(day_of(now), datetime.min.time(), SHANGHAI)
    most = int(STATUTES.on("ticket.daily", day_of(now)).value)
    mine = TicketReporter.objects.filter(resident=actor, is_first=True, joined_at__gte=today)
    if mine.filter(joined_at__lt=today + timedelta(days=1)).count() >= most:
        raise Refused("contracts.ticket_daily", status=409, most=most)


@transaction.atomic
def join_ticket(*, actor: User, ticket: Ticket, now: datetime) -> TicketReporter:
    """Say "me too"; once for each resident, a repeat changes nothing."""
    ticket = locked_ticket(ticket, now)
    known = ticket.reporters.filter(resident=actor).first()
    if known is not None:
        return known
    require(may_file_ticket(actor, ticket.contract))
    if ticket.state not in (T.SUBMITTED, T.ASSIGNED):
        raise Refused("contracts.ticket_not_joinable", status=409)
    reporter = TicketReporter.objects.create(ticket=ticket, resident=actor, joined_at=now)
    record(actor=RESIDENT, action="ticket.joined", subject=ticket, at=now)
    return reporter


@transaction.atomic
def judge_ticket(
    *, actor: User, ticket: Ticket, verdict: str, now: datetime, is_satisfied: bool | None = None
) -> Ticket:
    """Say whether the answer solved it. The first reporter decides, or more than half of three neighbors or more."""
    ticket = locked_ticket(ticket, now)
    reporter = _own_report(actor, ticket)
    require_transition(TICKET, ticket.state, verdict)
    reporter.verdict, reporter.is_satisfied, reporter.judged_at = verdict, is_satisfied, now
    reporter.save(update_fields=["verdict", "is_satisfied", "judged_at"])
    found = _conclusion(ticket, now)
    if found:
        moved(ticket, found, now)
        if found == T.CONFIRMED_SOLVED:
            moved(ticket, T.CLOSED_SOLVED, now)
            ticket.waits_until, ticket.closed_at = None, now
        elif found == T.NOT_SOLVED and ticket.reopenings >= most_reopenings(now):
            ticket.waits_until = working_term("ticket.inspector", now)
        note(ticket, found, now)
    ticket.save()
    record(actor=RESIDENT, action="ticket.judged", subject=ticket, at=now, after={"state": ticket.state})
    return ticket


def _own_report(actor: User, ticket: Ticket) -> TicketReporter:
    reporter = ticket.reporters.filter(resident=actor).first()
    if reporter is None:
        raise Refused("contracts.not_reporter", status=403)
    return reporter


def _conclusion(ticket: Ticket, now: datetime) -> str:
    rows = ticket.reporters.exclude(verdict="").values_list("is_first", "verdict")
    first = next((verdict for is_first, verdict in rows if is_first), "")
    others = [verdict for is_first, verdict in rows if not is_first]
    return conclusion(first, others, majority=int(STATUTES.on("ticket.majority", day_of(now)).value))


@transaction.atomic
def reopen_ticket(*, actor: User, ticket: Ticket, reason: str, now: datetime) -> Ticket:
    """Send the ticket back to the organization, at most twice; what was closed unanswered for ninety days."""
    ticket = locked_ticket(ticket, now)
    _own_report(actor, ticket)
    require_transition(TICKET, ticket.state, T.REOPENED)
    if ticket.reopenings >= most_reopenings(now):
        raise Refused("contracts.ticket_reopened_twice", status=409)
    if ticket.closed_at is not None and is_late(now, ticket.closed_at + days("ticket.reopen_closed", now)):
        raise Refused("contracts.ticket_closed_long", status=409)
    moved(ticket, T.REOPENED, now)
    ticket.reopen_reason = ReopenReason(reason)
    ticket.reopenings, ticket.closed_at = ticket.reopenings + 1, None
    note(ticket, T.REOPENED, now, str(ticket.reopen_reason))
    hand_over(ticket, now)
    ticket.save()
    ticket.reporters.update(verdict="", is_satisfied=None, judged_at=None)
    after = {"reopenings": ticket.reopenings, "reason": reason}
    record(actor=RESIDENT, action="ticket.reopened", subject=ticket, at=now, after=after)
    return ticket


@transaction.atomic
def appeal_ticket(*, actor: User, ticket: Ticket, reason: str, now: datetime) -> Ticket:
    """Ask the sub-district, once, to look again at a ticket that was sent elsewhere."""
    ticket = locked_ticket(ticket, now)
    _own_report(actor, ticket)
    if ticket.state != T.REJECTED or ticket.appealed_at is not None:
        raise Refused("contracts.ticket_appeal_not_open", status=409)
    if is_late(now, _appeal_end(ticket)):
        raise Refused("contracts.ticket_appeal_late", status=409)
    ticket.appeal_reason, ticket.appealed_at = _anonymous(reason, actor), now
    ticket.save(update_fields=["appeal_reason", "appealed_at", "changed_at"])
    record(actor=RESIDENT, action="ticket.appealed", subject=ticket, at=now)
    tell_community("contracts.ticket_appealed", ticket, now, above=True)
    return ticket


def _appeal_end(ticket: Ticket) -> datetime:
    read = datetime.combine(ticket.read_on, datetime.min.time(), SHANGHAI)
    return working_term("need.appeal", read) + timedelta(minutes=1)
