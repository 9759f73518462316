"""Sweep: write down what the clock has done to tickets, remind, and escalate. What is shown never waits for it."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F

from contracts.models import Ticket
from contracts.queries.tickets import with_standing
from contracts.states import TicketState
from marketplace.audit.actions import record
from marketplace.core.clock import SHANGHAI, day_of

from .ticket_moves import locked_ticket, note, tell_buyer, tell_community, tell_organization, tell_reporters

T = TicketState
SHORTLY = timedelta(days=1)


def move_due_tickets(*, now: datetime, limit: int = 500) -> int:
    """Move the tickets that are due, one transaction each; return how many moved."""
    due = with_standing(Ticket.objects.all(), now).exclude(state_now=F("state"))
    return sum(_move(key, now) for key in list(due.values_list("pk", flat=True)[:limit]))


@transaction.atomic
def _move(key: int, now: datetime) -> bool:
    before = Ticket.objects.values_list("state", flat=True).get(pk=key)
    ticket = locked_ticket(Ticket(pk=key), now)
    if ticket.state == before:
        return False
    note(ticket, ticket.state, ticket.closed_at or now)
    ticket.save(update_fields=["state", "waits_until", "closed_at", "changed_at"])
    after = {"state": ticket.state}
    record(actor=None, action="ticket.moved", subject=ticket, at=now, before={"state": before}, after=after)
    if ticket.state == T.NO_ANSWER:
        tell_reporters("contracts.ticket_asked_again", ticket, now, key=str(ticket.reopenings))
    return True


def remind_of_tickets(*, now: datetime) -> int:
    """Remind organizations a day before and tell the level above when a worker or an organization is late."""
    asked = Ticket.objects.filter(state=T.ASSIGNED)
    unread = Ticket.objects.filter(state=T.SUBMITTED, read_by_day__lte=now)
    today = datetime.combine(day_of(now), time.min, SHANGHAI)
    rows = [
        *(
            (row, "contracts.ticket_assigned")
            for row in asked.filter(reopenings__gt=0, assigned_at__lt=today)
        ),
        *(
            (row, "contracts.ticket_due")
            for row in asked.filter(answer_by__gt=now, answer_by__lte=now + SHORTLY)
        ),
        *((row, "contracts.ticket_late") for row in asked.filter(answer_by__lte=now)),
        *((row, "contracts.ticket_unread") for row in unread),
    ]
    for ticket, kind in rows:
        _remind(ticket, kind, now)
    return len(rows)


@transaction.atomic
def _remind(ticket: Ticket, kind: str, now: datetime) -> None:
    key = str(ticket.answer_by or ticket.read_by_day)
    if kind == "contracts.ticket_unread":
        tell_community(kind, ticket, now, above=True, key=key)
        return
    if kind == "contracts.ticket_assigned":
        key = str(ticket.reopenings)
    tell_organization(kind, ticket, now, key=key)
    if kind == "contracts.ticket_late":
        tell_buyer(kind, ticket, now, key=key)
