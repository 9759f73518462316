"""Supervision tickets on the desks of workers, organizations and the buyer."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contracts import actions
from contracts.forms import tickets as forms
from contracts.models import Ticket, TicketPhoto
from contracts.permissions import (
    may_answer_ticket,
    may_decide_inspection,
    may_decide_ticket_appeal,
    may_find_inspection,
    may_inspect_ticket,
    may_read_ticket,
    may_see_reporter,
)
from contracts.queries.tickets import most_reopenings, tickets_to_answer, tickets_worked_by
from contracts.states import TicketState
from marketplace.web.access import demand
from marketplace.web.pages import attempt, hand_out, page
from marketplace.web.paging import keyset_page
from organizations.permissions import require_fresh_second_factor
from organizations.queries.people import officials_with

from .shared import posted
from .tickets import described, timeline_of

T = TicketState


# --- the organization ---------------------------------------------------------
@require_GET
def answer_list(request: HttpRequest) -> HttpResponse:
    """List what residents report about the organization's work, the longest waiting first."""
    rows = keyset_page(
        tickets_to_answer(request.user, request.now),
        order=("-answer_by", "public_id"),
        cursor=request.GET.get("after", ""),
    )
    return page(request, "contracts/answers.html", page=rows, rows=[described(row) for row in rows.rows])


def _to_answer(request: HttpRequest, public_id: str) -> Ticket:
    rows = tickets_to_answer(request.user, request.now).prefetch_related("answers__photos", "photos", "steps")
    ticket = described(get_object_or_404(rows, public_id=public_id))
    demand(may_answer_ticket(request.user, ticket))
    return ticket


def _answer_page(request: HttpRequest, ticket: Ticket, **given: object) -> HttpResponse:
    asked = ticket.state_now == T.ASSIGNED
    extends = asked and not ticket.is_late and not ticket.extension_reason
    context = {
        "ticket": ticket,
        "timeline": timeline_of(ticket),
        "shows_photos": ticket.shows_photos and not ticket.contract.category.is_identity_secret,
        "answer_form": forms.AnswerForm() if asked else None,
        "extend_form": forms.ExtendForm() if extends else None,
    }
    return page(request, "contracts/answer.html", {**context, **given})


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read what residents report and answer it with evidence."""
    ticket = _to_answer(request, public_id)
    form = forms.AnswerForm(*posted(request))
    if request.method == "GET":
        return _answer_page(request, ticket)
    if form.is_valid() and attempt(
        form, actions.answer_ticket, actor=request.user, ticket=ticket, now=request.now, **form.cleaned_data
    ):
        messages.success(request, _("Answered. The residents now say whether it is solved."))
        return redirect("contracts:answer", public_id)
    return _answer_page(request, ticket, answer_form=form)


@require_POST
def extend(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a later day, once, with a public reason."""
    ticket = _to_answer(request, public_id)
    form = forms.ExtendForm(request.POST)
    if form.is_valid() and attempt(
        form, actions.extend_ticket, actor=request.user, ticket=ticket, now=request.now, **form.cleaned_data
    ):
        messages.success(request, _("The new day is public."))
        return redirect("contracts:answer", public_id)
    return _answer_page(request, ticket, extend_form=form)


# --- workers, the level above, the buyer ----------------------------------------
@require_GET
def work_tickets(request: HttpRequest) -> HttpResponse:
    """List the tickets of my communities, my sub-district and my department."""
    rows = keyset_page(
        tickets_worked_by(request.user, request.now),
        order=("-read_by_day", "public_id"),
        cursor=request.GET.get("after", ""),
    )
    return page(request, "contracts/work_tickets.html", page=rows, rows=[described(row) for row in rows.rows])


def _worked(request: HttpRequest, public_id: str) -> Ticket:
    rows = tickets_worked_by(request.user, request.now).prefetch_related("answers__photos", "photos", "steps")
    return described(get_object_or_404(rows, public_id=public_id))


def _inspect_form(ticket: Ticket, *args: object) -> forms.InspectForm:
    return forms.InspectForm(*args, people=officials_with(department=ticket.contract.buyer))


def _open_forms(request: HttpRequest, ticket: Ticket) -> dict[str, django_forms.Form]:
    """Return the forms that this person can use on this ticket now."""
    user, state = request.user, ticket.state_now
    found: dict[str, django_forms.Form] = {}
    if state == T.SUBMITTED and may_read_ticket(user, ticket):
        found["accept"] = forms.AcceptTicketForm(initial={"shown_line": ticket.line})
        found["reject"] = forms.RejectTicketForm()
    appealed = ticket.appealed_at is not None and ticket.appeal_decided_at is None
    if appealed and may_decide_ticket_appeal(user, ticket):
        found["decide_appeal"] = forms.AppealDecisionForm()
    again = ticket.reopenings < most_reopenings(request.now)
    if state == T.NOT_SOLVED and not again and may_inspect_ticket(user, ticket):
        found["inspect"] = _inspect_form(ticket)
    if state == T.INSPECTION and may_find_inspection(user, ticket):
        found["finding"] = forms.FindingForm()
    if state == T.INSPECTION and ticket.found_at and may_decide_inspection(user, ticket):
        found["decide"] = django_forms.Form()
    return found


def _work_page(request: HttpRequest, ticket: Ticket, **given: object) -> HttpResponse:
    usable = {f"{name}_form": form for name, form in _open_forms(request, ticket).items()}
    context = {
        "ticket": ticket,
        "timeline": timeline_of(ticket),
        "photo_view": "contracts:work_ticket_photo",
        "shows_photos": True,
        "may_see_reporter": bool(may_see_reporter(request.user, ticket)),
        **usable,
    }
    return page(request, "contracts/work_ticket.html", {**context, **given})


@require_GET
def work_ticket(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a ticket to those who work on it; who reported is not among what they see."""
    return _work_page(request, _worked(request, public_id))


WORK_ACTS: dict[str, tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any]]] = {
    "accept": (may_read_ticket, forms.AcceptTicketForm, actions.accept_ticket),
    "reject": (may_read_ticket, forms.RejectTicketForm, actions.reject_ticket),
    "decide_appeal": (may_decide_ticket_appeal, forms.AppealDecisionForm, actions.decide_ticket_appeal),
    "inspect": (may_inspect_ticket, forms.InspectForm, actions.inspect_ticket),
    "finding": (may_find_inspection, forms.FindingForm, actions.report_inspection),
    "decide": (may_decide_inspection, django_forms.Form, actions.decide_inspection),
}


@require_POST
def work_ticket_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Do one of the acts of workers and officials."""
    if act not in WORK_ACTS:
        raise Http404
    ticket = _worked(request, public_id)
    permission, kind, action = WORK_ACTS[act]
    demand(permission(request.user, ticket))
    form = _inspect_form(ticket, request.POST) if act == "inspect" else kind(request.POST)
    if form.is_valid() and attempt(
        form, action, actor=request.user, ticket=ticket, now=request.now, **form.cleaned_data
    ):
        messages.success(request, _("Done."))
        return redirect("contracts:work_ticket", public_id)
    return _work_page(request, ticket, **{f"{act}_form": form})


@require_GET
def work_ticket_photo(request: HttpRequest, public_id: str, file_id: str) -> HttpResponse:
    """Hand out a photo to those who read the report."""
    tickets = tickets_worked_by(request.user, request.now).filter(public_id=public_id)
    return hand_out(get_object_or_404(TicketPhoto, public_id=file_id, ticket__in=tickets.values("pk")))


@require_fresh_second_factor
@require_http_methods(["GET", "POST"])
def reporters(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show who reported, once, to an approver who says why; the reason is written down and the residents are told."""
    ticket = _worked(request, public_id)
    demand(may_see_reporter(request.user, ticket))
    form = forms.ReasonForm(posted(request)[0])
    people = None
    if request.method == "POST" and form.is_valid():
        people = attempt(
            form,
            actions.show_reporters,
            actor=request.user,
            ticket=ticket,
            now=request.now,
            **form.cleaned_data,
        )
    return page(request, "contracts/ticket_reporters.html", form=form, ticket=ticket, people=people)
