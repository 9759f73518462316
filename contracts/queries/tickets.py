"""Supervision tickets as each side may read them; where a ticket stands is read off the clock."""

from datetime import datetime, timedelta

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from contracts.models import Contract, Milestone, Ticket, TicketAnswer, TicketReporter
from contracts.rules.tickets import Rate, Standing, rate, standing_at
from contracts.states import PUBLIC_STATES, TicketState
from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES
from organizations.models import User
from organizations.queries.people import (
    communities_directed_by,
    communities_worked_by,
    departments_of,
    organizations_of,
)

T = TicketState
RELATED = (
    "contract__organization",
    "contract__buyer",
    "contract__project",
    "contract__category",
    "milestone",
    "community__subdistrict",
    "inspector",
)


def days(key: str, now: datetime) -> timedelta:
    """Return a number of calendar days that the statutes give."""
    return timedelta(days=STATUTES.on(key, day_of(now)).days)


def most_reopenings(now: datetime) -> int:
    """Return how often a ticket may be reopened."""
    return int(STATUTES.on("ticket.reopenings", day_of(now)).value)


def standing_of(ticket: Ticket, now: datetime) -> Standing:
    """Return where a ticket stands at the moment."""
    return standing_at(
        now,
        state=ticket.state,
        waits_until=ticket.waits_until,
        nudge=days("ticket.nudge", now),
        may_reopen=ticket.reopenings < most_reopenings(now),
    )


def with_standing(rows: QuerySet[Ticket], now: datetime) -> QuerySet[Ticket]:
    """Annotate `state_now` (as `standing_of` reads it) and the number of those who reported."""
    due, ended = Q(waits_until__lte=now), Q(waits_until__lte=now - days("ticket.nudge", now))
    again = Q(reopenings__lt=most_reopenings(now))
    state_now = Case(
        When(ended & Q(state=T.REPLIED), then=Value(T.CLOSED_NO_ANSWER.value)),
        When(due & Q(state=T.REPLIED), then=Value(T.NO_ANSWER.value)),
        When(due & Q(state=T.NO_ANSWER), then=Value(T.CLOSED_NO_ANSWER.value)),
        When(due & Q(state=T.PARTLY), then=Value(T.CLOSED_UNSOLVED.value)),
        When(due & again & Q(state=T.NOT_SOLVED), then=Value(T.CLOSED_UNSOLVED.value)),
        default=F("state"),
        output_field=CharField(),
    )
    late = ExpressionWrapper(Q(state=T.ASSIGNED, answer_by__lte=now), output_field=BooleanField())
    return rows.select_related(*RELATED).annotate(
        state_now=state_now, is_late=late, neighbors=Count("reporters", distinct=True)
    )


def public_tickets(now: datetime) -> QuerySet[Ticket]:
    """Return the tickets that a worker has read, of contracts that the public sees."""
    shown = Ticket.objects.exclude(state=T.SUBMITTED)
    return with_standing(shown.filter(contract__state__in=PUBLIC_STATES), now)


def tickets_of_reporter(user: User, now: datetime) -> QuerySet[Ticket]:
    """Return the tickets that the person reported or joined."""
    mine = TicketReporter.objects.filter(ticket=OuterRef("pk"), resident_id=user.pk)
    return with_standing(Ticket.objects.filter(Exists(mine)), now)


def tickets_to_answer(user: User, now: datetime) -> QuerySet[Ticket]:
    """Return what was ever handed to the person's organizations: nothing before a worker took it up."""
    handed = Ticket.objects.filter(assigned_at__isnull=False)
    return with_standing(handed.filter(contract__organization__in=organizations_of(user)), now)


def tickets_worked_by(user: User, now: datetime) -> QuerySet[Ticket]:
    """Return the tickets of the person's communities, sub-district or buying department."""
    places = communities_worked_by(user) | communities_directed_by(user)
    offices = departments_of(user)
    own = (
        Q(community__in=places.values("pk"))
        | Q(community__subdistrict__in=offices, appealed_at__isnull=False)
        | Q(contract__buyer__in=offices, read_on__isnull=False)
    )
    return with_standing(Ticket.objects.filter(own), now)


def same_tickets(contract: Contract, now: datetime, milestone: Milestone | None = None) -> QuerySet[Ticket]:
    """Return the open tickets of the last days about the contract (and the milestone) that a neighbor can join."""
    since = now - days("ticket.same", now)
    rows = Ticket.objects.filter(contract=contract, filed_at__gt=since, state__in=(T.SUBMITTED, T.ASSIGNED))
    rows = rows if milestone is None else rows.filter(milestone=milestone)
    return rows.annotate(neighbors=Count("reporters")).order_by("public_id")


def rates_of(rows: QuerySet[Ticket], now: datetime) -> dict[str, Rate | int]:
    """Return counts and the three rates of tickets: answered in time, solved, satisfied; residents' words only.

    A close without the resident's answer is a column of its own; a close by inspection is in no rate.
    """
    keys = rows.order_by().values("pk")
    states = dict(rows.order_by().values_list("state_now").annotate(number=Count("pk", distinct=True)))
    asked = TicketAnswer.objects.filter(ticket__in=keys).aggregate(
        answers=Count("pk"), in_time=Count("pk", filter=Q(was_late=False))
    )
    waiting_late = Ticket.objects.filter(pk__in=keys, state=T.ASSIGNED, answer_by__lte=now).count()
    inspected = Ticket.objects.filter(pk__in=keys, is_inspected=True, state=T.CLOSED_SOLVED).count()
    said = TicketReporter.objects.filter(ticket__in=keys, is_satisfied__isnull=False).aggregate(
        n=Count("pk"), satisfied=Count("pk", filter=Q(is_satisfied=True))
    )
    least = int(STATUTES.on("evaluation.minimum_answers", day_of(now)).value)
    solved = states.get(T.CLOSED_SOLVED, 0) - inspected
    judged = solved + states.get(T.CLOSED_UNSOLVED, 0) + states.get(T.PARTLY, 0) + states.get(T.NOT_SOLVED, 0)
    return {
        "all": sum(states.values()),
        "open": sum(states.get(state, 0) for state in (T.ASSIGNED, T.REPLIED, T.NO_ANSWER, T.INSPECTION)),
        "solved": states.get(T.CLOSED_SOLVED, 0),
        "unsolved": states.get(T.CLOSED_UNSOLVED, 0),
        "no_answer": states.get(T.CLOSED_NO_ANSWER, 0),
        "late": waiting_late,
        "answered": rate(asked["in_time"], asked["answers"] + waiting_late),
        "resolved": rate(solved, judged),
        "satisfied": rate(said["satisfied"] if said["n"] >= least else 0, said["n"], minimum=least),
    }


def taken_up(contract: Contract) -> int:
    """Return how many tickets about the contract were taken up."""
    return Ticket.objects.filter(contract=contract).exclude(state__in=(T.SUBMITTED, T.REJECTED)).count()


def stops_acceptance(milestone: Milestone) -> bool:
    """Say whether an inspection that is still open holds the acceptance of the milestone."""
    rows = Ticket.objects.filter(milestone=milestone, state=T.INSPECTION, stops_acceptance=True)
    return rows.exists()
