"""Supervision tickets as everybody sees them, and as residents report and judge them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contracts import actions
from contracts.forms import tickets as forms
from contracts.models import AnswerPhoto, Contract, Ticket, TicketPhoto
from contracts.permissions import may_file_ticket
from contracts.queries.contracts import public_contracts
from contracts.queries.tickets import (
    most_reopenings,
    public_tickets,
    rates_of,
    same_tickets,
    tickets_of_reporter,
)
from contracts.states import ReopenReason, TicketState
from marketplace.web.access import demand
from marketplace.web.pages import attempt, hand_out, page
from marketplace.web.paging import keyset_page

from .shared import posted

NEWEST = ("-read_on", "public_id")
TONES = {
    TicketState.CLOSED_SOLVED: "good",
    TicketState.CLOSED_UNSOLVED: "late",
    TicketState.NOT_SOLVED: "late",
    TicketState.PARTLY: "warn",
    TicketState.INSPECTION: "warn",
    TicketState.ASSIGNED: "info",
    TicketState.REPLIED: "info",
    TicketState.NO_ANSWER: "info",
}
REOPENABLE = (TicketState.PARTLY, TicketState.NOT_SOLVED, TicketState.CLOSED_NO_ANSWER)


def described(ticket: Ticket) -> Ticket:
    """Give the ticket the label and the tone of where it stands at the moment."""
    ticket.state_label = TicketState(ticket.state_now).label  # type: ignore[attr-defined]
    ticket.tone = "late" if ticket.is_late else TONES.get(ticket.state_now, "neutral")  # type: ignore[attr-defined]
    return ticket


def timeline_of(ticket: Ticket) -> list[dict[str, object]]:
    """Return the public lines of a ticket: days, never moments."""
    reasons = dict(ReopenReason.choices)
    return [
        {
            "at": None,
            "title": f"{step.day.isoformat()} · {TicketState(step.state).label}",
            "text": reasons.get(step.text, step.text),
            "tone": TONES.get(step.state, "neutral"),
        }
        for step in ticket.steps.all()
    ]


@login_not_required
@require_GET
def ticket_list(request: HttpRequest) -> HttpResponse:
    """List what residents reported, with the three rates of what is listed."""
    found = forms.TicketFilter(request.GET, public_tickets(request.now))
    rows = keyset_page(found.qs, order=NEWEST, cursor=request.GET.get("after", ""))
    shown = [described(row) for row in rows.rows]
    figures = rates_of(found.qs, request.now)
    return page(request, "contracts/ticket_list.html", filter=found, page=rows, rows=shown, figures=figures)


def _public(request: HttpRequest, public_id: str) -> Ticket:
    rows = public_tickets(request.now).prefetch_related("answers__photos", "photos", "steps")
    return described(get_object_or_404(rows, public_id=public_id))


@login_not_required
@require_GET
def ticket_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a ticket: what is wrong, who answers until when, the answers, what the residents say."""
    ticket = _public(request, public_id)
    return page(
        request,
        "contracts/ticket_detail.html",
        ticket=ticket,
        timeline=timeline_of(ticket),
        shows_photos=ticket.shows_photos and not ticket.contract.category.is_identity_secret,
        may_join=ticket.state_now == TicketState.ASSIGNED
        and bool(may_file_ticket(request.user, ticket.contract)),
    )


@login_not_required
@require_GET
def ticket_photo(request: HttpRequest, public_id: str, file_id: str) -> HttpResponse:
    """Hand out a photo of a report that a worker released."""
    tickets = public_tickets(request.now).filter(
        public_id=public_id, shows_photos=True, contract__category__is_identity_secret=False
    )
    return hand_out(get_object_or_404(TicketPhoto, public_id=file_id, ticket__in=tickets.values("pk")))


@login_not_required
@require_GET
def answer_photo(request: HttpRequest, public_id: str, file_id: str) -> HttpResponse:
    """Hand out the evidence beside an answer."""
    tickets = public_tickets(request.now).filter(
        public_id=public_id, contract__category__is_identity_secret=False
    )
    return hand_out(
        get_object_or_404(AnswerPhoto, public_id=file_id, answer__ticket__in=tickets.values("pk"))
    )


def _contract(public_id: str) -> Contract:
    return get_object_or_404(public_contracts(), public_id=public_id)


@require_http_methods(["GET", "POST"])
def ticket_new(request: HttpRequest, public_id: str, number: int = 0) -> HttpResponse:
    """Report that something is wrong with a contract or a milestone (number 0: the whole contract)."""
    contract = _contract(public_id)
    milestone = (
        get_object_or_404(contract.milestones.select_related("contract"), number=number) if number else None
    )
    demand(may_file_ticket(request.user, contract))
    known = list(same_tickets(contract, request.now, milestone))
    form = forms.TicketForm(*posted(request), is_known=bool(known))
    if request.method == "POST" and form.is_valid():
        ticket = attempt(
            form,
            actions.file_ticket,
            actor=request.user,
            contract=contract,
            milestone=milestone,
            now=request.now,
            **form.cleaned_data,
        )
        if ticket:
            messages.success(
                request, _("Thank you. The organization learns what is wrong, never who said so.")
            )
            return redirect("contracts:my_ticket", ticket.public_id)
    context = {"form": form, "contract": contract, "milestone": milestone, "known": known}
    return page(request, "contracts/ticket_new.html", context)


@require_POST
def ticket_join(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say "me too"."""
    ticket = get_object_or_404(Ticket.objects.select_related("contract"), public_id=public_id)
    demand(may_file_ticket(request.user, ticket.contract))
    actions.join_ticket(actor=request.user, ticket=ticket, now=request.now)
    messages.success(request, _("Noted. You are told what the organization answers."))
    return redirect("contracts:my_ticket", public_id)


@require_GET
def my_tickets(request: HttpRequest) -> HttpResponse:
    """List what the person reported."""
    rows = keyset_page(
        tickets_of_reporter(request.user, request.now),
        order=("-filed_at", "public_id"),
        cursor=request.GET.get("after", ""),
    )
    return page(request, "contracts/my_tickets.html", page=rows, rows=[described(row) for row in rows.rows])


def _mine(request: HttpRequest, public_id: str) -> Ticket:
    rows = tickets_of_reporter(request.user, request.now).prefetch_related(
        "answers__photos", "photos", "steps"
    )
    return described(get_object_or_404(rows, public_id=public_id))


def _my_page(request: HttpRequest, ticket: Ticket, **given: object) -> HttpResponse:
    own = ticket.reporters.get(resident=request.user)
    judges = ticket.state_now in (TicketState.REPLIED, TicketState.NO_ANSWER) and not own.verdict
    again = ticket.state_now in REOPENABLE and ticket.reopenings < most_reopenings(request.now)
    appeals = ticket.state_now == TicketState.REJECTED and ticket.appealed_at is None
    context = {
        "ticket": ticket,
        "own": own,
        "timeline": timeline_of(ticket),
        "shows_photos": ticket.shows_photos and not ticket.contract.category.is_identity_secret,
        "judge_form": forms.JudgeForm() if judges else None,
        "reopen_form": forms.ReopenForm() if again else None,
        "appeal_form": forms.ReasonForm() if appeals else None,
    }
    return page(request, "contracts/my_ticket.html", {**context, **given})


@require_GET
def my_ticket(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a report to those who made it, with what they can say now."""
    return _my_page(request, _mine(request, public_id))


OWN_ACTS = {
    "judge": (forms.JudgeForm, actions.judge_ticket),
    "reopen": (forms.ReopenForm, actions.reopen_ticket),
    "appeal": (forms.ReasonForm, actions.appeal_ticket),
}


@require_POST
def my_ticket_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Judge the answer, reopen, or appeal."""
    if act not in OWN_ACTS:
        raise Http404
    ticket = _mine(request, public_id)
    kind, action = OWN_ACTS[act]
    form = kind(request.POST)
    if form.is_valid() and attempt(
        form, action, actor=request.user, ticket=ticket, now=request.now, **form.cleaned_data
    ):
        messages.success(request, _("Thank you, noted."))
        return redirect("contracts:my_ticket", public_id)
    return _my_page(request, ticket, **{f"{act}_form": form})
