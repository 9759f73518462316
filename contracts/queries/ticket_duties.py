"""What supervision tickets ask of residents, workers, organizations and the buyer."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from contracts.models import Ticket, TicketReporter
from contracts.states import TicketState
from marketplace.web.duties import Duty
from organizations.models import User
from organizations.queries.people import (
    communities_directed_by,
    communities_worked_by,
    open_posts,
    organizations_of,
)
from organizations.states import PostRole

from .tickets import most_reopenings, with_standing

T = TicketState


def ticket_duties(user: User, now: datetime) -> Iterable[Duty]:
    """Yield what the person has to do about tickets: one question for each role."""
    mine = TicketReporter.objects.filter(ticket=OuterRef("pk"), resident_id=user.pk, verdict="")
    answered = with_standing(Ticket.objects.filter(Exists(mine)), now).filter(
        state_now__in=(T.REPLIED, T.NO_ANSWER)
    )
    yield from _duties(answered, "judge_ticket", _("Is it solved?"), "reporter_path", "waits_until")
    asked = with_standing(Ticket.objects.filter(state=T.ASSIGNED), now).filter(
        contract__organization__in=organizations_of(user)
    )
    yield from _duties(asked, "answer_ticket", _("Answer the resident"), "supplier_path", "answer_by")
    places = communities_worked_by(user) | communities_directed_by(user)
    unread = Ticket.objects.filter(state=T.SUBMITTED, community__in=places.values("pk"))
    foreign = unread.exclude(reporters__resident_id=user.pk)
    yield from _duties(
        with_standing(foreign, now), "read_ticket", _("Read the report"), "desk_path", "read_by_day"
    )
    yield from _of_posts(user, now)


def _of_posts(user: User, now: datetime) -> Iterable[Duty]:
    """Yield what officials have to do: appeals, late reading, late answers, inspections."""
    posts = [(post.role, post.department_id) for post in open_posts(user)]
    if not posts:
        return
    places = {place for _role, place in posts}
    above = Ticket.objects.filter(community__subdistrict__in=places)
    open_appeals = above.filter(appealed_at__isnull=False, appeal_decided_at__isnull=True)
    yield from _duties(
        with_standing(open_appeals, now), "decide_ticket", _("Decide the appeal"), "desk_path", None
    )
    officer = {place for role, place in posts if role == PostRole.PROJECT_OFFICER}
    bought = Ticket.objects.filter(contract__buyer__in=officer)
    late = bought.filter(state=T.ASSIGNED, answer_by__lte=now)
    yield from _duties(
        with_standing(late, now), "late_ticket", _("Remind the organization"), "desk_path", "answer_by"
    )
    unsolved = bought.filter(state=T.NOT_SOLVED, reopenings__gte=most_reopenings(now))
    yield from _duties(
        with_standing(unsolved, now), "inspect_ticket", _("Name the inspector"), "desk_path", "waits_until"
    )
    approver = {place for role, place in posts if role == PostRole.APPROVER}
    inspected = Q(inspector=user, found_at__isnull=True) | Q(
        ~Q(inspector=user), found_at__isnull=False, contract__buyer__in=approver
    )
    rows = with_standing(Ticket.objects.filter(inspected, state=T.INSPECTION), now)
    yield from _duties(rows, "inspection", _("Inspection"), "desk_path", "inspect_by")


def _duties(rows: QuerySet[Ticket], code: str, label: str, path: str, due: str | None) -> Iterable[Duty]:
    for ticket in rows.order_by(F(due).asc(nulls_last=True) if due else "public_id"):
        yield Duty(
            code=f"contracts.{code}",
            reference=ticket.contract.reference,
            title=f"{ticket.get_kind_display()} · {ticket.contract.title}",
            url=getattr(ticket, path),
            label=label,
            due_at=getattr(ticket, due) if due else None,
            place=str(ticket.community),
            step=_("Supervision"),
        )
