"""Deposits: what an organization owes and gets back; what the money side confirms, returns and keeps."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from marketplace.core.clock import day_of, is_late
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from organizations.permissions import require_fresh_second_factor
from payments import actions
from payments.forms import (
    BreachForm,
    ConfirmForm,
    DepositFilter,
    DepositForm,
    NoteForm,
    ReasonForm,
    ReturnedForm,
    TargetForm,
)
from payments.gateways.stripe import is_configured
from payments.models import Deposit
from payments.permissions import (
    may_give_deposit,
    may_handle_deposit,
    may_see_orders,
    may_see_own_deposits,
)
from payments.queries.deposits import deposits_given_by, deposits_visible_to, same_account, targets_for
from payments.rules.lateness import days_late
from payments.states import DepositKind, DepositState, DepositWay

from .ledger import shown_entries

ORDER = ("-created_at", "-id")


@dataclass(frozen=True)
class Act:
    """One thing that the money side does with a deposit: its form, its sentence, its button, its action."""

    form: type[forms.Form]
    title: object
    button: object
    run: Callable[..., object]
    is_dangerous: bool = False
    facts: tuple[tuple[str, object], ...] = ()


ACTS = {
    "receive": Act(
        ConfirmForm,
        gettext_lazy("Confirm that it has arrived"),
        gettext_lazy("It has arrived"),
        actions.receive_deposit,
    ),
    "miss": Act(
        ReasonForm,
        gettext_lazy("It has not arrived"),
        gettext_lazy("Tell the organization"),
        actions.miss_deposit,
    ),
    "return": Act(
        NoteForm,
        gettext_lazy("Prepare the return"),
        gettext_lazy("Hand over to a second person"),
        actions.propose_settlement,
        facts=(("outcome", "return"),),
    ),
    "forfeit": Act(
        BreachForm,
        gettext_lazy("Keep it for a breach"),
        gettext_lazy("Hand over to a second person"),
        actions.propose_settlement,
        is_dangerous=True,
        facts=(("outcome", "forfeit"),),
    ),
    "returned": Act(
        ReturnedForm,
        gettext_lazy("Confirm the return"),
        gettext_lazy("It was given back"),
        actions.return_deposit,
    ),
    "forfeited": Act(
        ConfirmForm,
        gettext_lazy("Confirm that it is kept"),
        gettext_lazy("Keep it"),
        actions.forfeit_deposit,
        is_dangerous=True,
    ),
}


def _row(deposit: Deposit, request: HttpRequest) -> dict:
    late = 0
    if deposit.return_due_on and deposit.state in {DepositState.RETURNING, DepositState.RETURNED}:
        late = days_late(deposit.return_due_on, deposit.returned_on, day_of(request.now))
    return {"deposit": deposit, "late": late}


@require_GET
def deposit_list(request: HttpRequest) -> HttpResponse:
    """List the deposits that the person's departments hold."""
    demand(may_see_orders(request.user))
    found = DepositFilter(request.GET, deposits_visible_to(request.user))
    rows = keyset_page(found.qs, order=ORDER, cursor=request.GET.get("after", ""))
    context = {"filter": found, "page": rows, "rows": [_row(row, request) for row in rows.rows]}
    return page(request, "payments/deposit_list.html", context)


def _held(request: HttpRequest, public_id: str) -> Deposit:
    demand(may_see_orders(request.user))
    rows = deposits_visible_to(request.user).select_related("declared_by", "received_by", "proposed_by")
    return get_object_or_404(rows, public_id=public_id)


@require_GET
def deposit_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one deposit, its clock, its two people, and what may be done."""
    deposit = _held(request, public_id)
    handles = bool(may_handle_deposit(request.user, deposit))
    context = _row(deposit, request) | {
        "acts": [(act, ACTS[act]) for act in _open_acts(deposit, request) if handles],
        "may_convert": handles and _may_convert(deposit) and targets_for(deposit).exists(),
        "may_refund": handles
        and deposit.way == DepositWay.CARD
        and deposit.state == DepositState.RETURNING
        and deposit.proposed_act == "return"
        and deposit.proposed_by_id != request.user.pk,
        "movements": deposit.movements.all(),
        "same_account": same_account(deposit),
        "entries": shown_entries(deposit.reference),
    }
    return page(request, "payments/deposit_detail.html", context)


def _open_acts(deposit: Deposit, request: HttpRequest) -> list[str]:
    """Return what may follow; the second half of an act is for another person than the first."""
    if deposit.state == DepositState.RECEIVED:
        return ["receive", "miss"]
    if deposit.state not in {DepositState.HELD, DepositState.RETURNING}:
        return []
    if deposit.way == DepositWay.CARD and deposit.proposed_act == "return":
        return []
    if deposit.state == DepositState.RETURNING and not deposit.booked:
        return ["receive", "miss"]
    second = {"return": "returned", "forfeit": "forfeited"}.get(deposit.proposed_act)
    found = [second] if second and deposit.proposed_by_id != request.user.pk else []
    if deposit.state == DepositState.RETURNING and deposit.proposed_act != "return":
        found.append("return")
    return found if deposit.proposed_act == "forfeit" else [*found, "forfeit"]


def _may_convert(deposit: Deposit) -> bool:
    open_ = deposit.state in {DepositState.HELD, DepositState.RETURNING}
    return open_ and deposit.kind == DepositKind.BID and bool(deposit.received_at) and not deposit.is_paper


@require_fresh_second_factor
@require_http_methods(["GET", "POST"])
def deposit_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Do one act of the money side after showing the deposit once more."""
    deposit = _held(request, public_id)
    demand(may_handle_deposit(request.user, deposit))
    chosen = ACTS[act]
    form = chosen.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts = dict(chosen.facts) | form.cleaned_data
        if attempt(form, chosen.run, actor=request.user, deposit=deposit, now=request.now, **facts):
            messages.success(request, _("Done; the organization and the colleagues concerned were told."))
            return redirect("payments:deposit", public_id)
    return page(request, "payments/deposit_act.html", _row(deposit, request), form=form, act=chosen)


@require_fresh_second_factor
@require_http_methods(["GET", "POST"])
def deposit_convert(request: HttpRequest, public_id: str) -> HttpResponse:
    """Turn the winner's bid deposit into its performance deposit."""
    deposit = _held(request, public_id)
    demand(may_handle_deposit(request.user, deposit))
    form = TargetForm(request.POST if request.method == "POST" else None, targets=targets_for(deposit))
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        if attempt(
            form, actions.convert_deposit, actor=request.user, deposit=deposit, into=into, now=request.now
        ):
            messages.success(request, _("Done; the organization and the colleagues concerned were told."))
            return redirect("payments:deposit", into.public_id)
    chosen = Act(TargetForm, _("Turn into a performance deposit"), _("Turn it"), actions.convert_deposit)
    return page(request, "payments/deposit_act.html", _row(deposit, request), form=form, act=chosen)


@require_GET
def my_deposits(request: HttpRequest) -> HttpResponse:
    """List the deposits of the person's organizations."""
    demand(may_see_own_deposits(request.user))
    rows = keyset_page(deposits_given_by(request.user), order=ORDER, cursor=request.GET.get("after", ""))
    context = {"page": rows, "rows": [_row(row, request) for row in rows.rows]}
    return page(request, "payments/my_deposits.html", context)


@require_http_methods(["GET", "POST"])
def my_deposit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one deposit to the organization that owes it: what is due and how, or what became of it; report it."""
    deposit = get_object_or_404(deposits_given_by(request.user), public_id=public_id)
    closed = deposit.kind == DepositKind.BID and is_late(request.now, deposit.due_at)
    may_report = (
        deposit.state == DepositState.DUE and not closed and bool(may_give_deposit(request.user, deposit))
    )
    form = DepositForm(
        request.POST if request.method == "POST" else None,
        initial={"account": deposit.payer.bank_account, "given_on": day_of(request.now)},
    )
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            actions.declare_deposit,
            actor=request.user,
            deposit=deposit,
            now=request.now,
            **form.cleaned_data,
        )
        if done:
            messages.success(
                request, _("Reported. It is checked after the opening of the bids or by finance.")
            )
            return redirect("payments:my_deposit", public_id)
    context = _row(deposit, request) | {
        "form": form,
        "may_report": may_report,
        "closed": closed,
        "is_on": is_configured(),
    }
    return page(request, "payments/my_deposit.html", context)


@require_http_methods(["POST"])
def my_deposit_reveal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let finance see at once what goes back after a withdrawal, because the organization asks for it."""
    deposit = get_object_or_404(deposits_given_by(request.user), public_id=public_id)
    actions.reveal_deposit(actor=request.user, deposit=deposit, now=request.now)
    messages.success(request, _("Finance officers now see this return."))
    return redirect("payments:my_deposit", public_id)
