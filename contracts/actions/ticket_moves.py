"""The parts that all acts on tickets share: the lock, the clock's own steps, public lines, messages."""

from datetime import datetime

from contracts.models import Ticket, TicketStep
from contracts.queries.tickets import standing_of
from contracts.rules.milestones import due_moment
from contracts.states import TICKET, TicketState
from marketplace.core.clock import day_of
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.statutes import STATUTES
from marketplace.web.models import Stop
from marketplace.web.spine import write_stop
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import add_working_days
from organizations.models import User
from organizations.queries.people import directors_of, members_of, officials_with, workers_of
from organizations.states import PostRole

T = TicketState


def working_term(key: str, now: datetime) -> datetime:
    """Return the last minute of the working day that the statutes give, counted from the day after."""
    days = STATUTES.on(key, day_of(now)).days
    return due_moment(add_working_days(day_of(now), days, load_calendar()))


def locked_ticket(ticket: Ticket, now: datetime) -> Ticket:
    """Return the ticket under a row lock, standing where the clock has brought it."""
    row = (
        Ticket.objects.select_for_update(of=("self",))
        .select_related("contract__organization", "contract__buyer", "community__subdistrict", "milestone")
        .get(pk=ticket.pk)
    )
    standing = standing_of(row, now)
    if standing.state != row.state and row.state == T.REPLIED and standing.state == T.CLOSED_NO_ANSWER:
        moved(row, T.NO_ANSWER, now)
    if standing.state != row.state:
        moved(row, standing.state, now)
        row.closed_at = standing.closed_at
    row.waits_until = standing.waits_until
    return row


def moved(ticket: Ticket, state: str, now: datetime) -> None:
    """Take one step of the table; the caller saves."""
    require_transition(TICKET, ticket.state, state)
    ticket.state = TicketState(state)


def note(ticket: Ticket, state: str, now: datetime, text: str = "") -> None:
    """Write a public line: a day, never a moment."""
    TicketStep.objects.create(ticket=ticket, day=day_of(now), state=state, text=text[:600])


def hand_over(ticket: Ticket, now: datetime) -> None:
    """Give the ticket to the organization of the contract, with a new term; the caller saves.

    A reopened one is told on the next day (`remind_of_tickets`): the minute of a message would say who was online.
    """
    moved(ticket, T.ASSIGNED, now)
    ticket.assigned_at, ticket.answer_by = now, working_term("ticket.answer", now)
    ticket.waits_until = None
    note(ticket, T.ASSIGNED, now)
    if not ticket.reopenings:
        tell_organization("contracts.ticket_assigned", ticket, now, key="0")


def write_public_stop(ticket: Ticket, now: datetime) -> None:
    """Put the residents' check on the thread of the project."""
    contract = ticket.contract
    write_stop(
        spine_id=contract.spine_id,
        stop=Stop.SUPERVISION,
        reference=contract.reference,
        title=contract.title,
        path=f"{contract.path}#tickets",
        at=now,
    )


def _facts(ticket: Ticket) -> dict[str, object]:
    return {
        "reference": ticket.contract.reference,
        "title": ticket.contract.title,
        "matter": ticket.get_kind_display(),
        "supplier": ticket.contract.organization.name,
        "day": ticket.answer_by.date().isoformat() if ticket.answer_by else "",
    }


def _tell(
    people: object, kind: str, ticket: Ticket, now: datetime, path: str, *, key: str, **facts: object
) -> None:
    notify(
        recipients=people,  # type: ignore[arg-type]
        kind=kind,
        key=f"{ticket.public_id}:{key}",
        at=now,
        path=path,
        **_facts(ticket),
        **facts,
    )


def tell_reporters(kind: str, ticket: Ticket, now: datetime, *, key: str = "", **facts: object) -> None:
    """Tell everybody who reported."""
    people = User.objects.filter(pk__in=ticket.reporters.values("resident"), is_active=True)
    _tell(people, kind, ticket, now, ticket.reporter_path, key=key, **facts)


def tell_organization(kind: str, ticket: Ticket, now: datetime, *, key: str = "", **facts: object) -> None:
    """Tell the members of the organization that answers."""
    people = members_of(ticket.contract.organization)
    _tell(people, kind, ticket, now, ticket.supplier_path, key=key, **facts)


def tell_community(kind: str, ticket: Ticket, now: datetime, *, above: bool = False, key: str = "") -> None:
    """Tell the workers and directors of the community, or the sub-district office above it."""
    if above:
        people = officials_with(department=ticket.community.subdistrict)
    else:
        people = [*workers_of(ticket.community), *directors_of(ticket.community)]
    _tell(people, kind, ticket, now, ticket.desk_path, key=key)


def tell_buyer(kind: str, ticket: Ticket, now: datetime, *, key: str = "", approvers: bool = False) -> None:
    """Tell the project officers (or approvers) of the buying department."""
    role = PostRole.APPROVER if approvers else PostRole.PROJECT_OFFICER
    people = officials_with(role, department=ticket.contract.buyer)
    _tell(people, kind, ticket, now, ticket.desk_path, key=key)
