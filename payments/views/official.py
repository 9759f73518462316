"""Pages of those who release, send and settle payments."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marketplace.core.clock import day_of
from marketplace.web.access import demand
from marketplace.web.pages import attempt, hand_out, page
from marketplace.web.paging import keyset_page
from organizations.models import Department, User
from organizations.permissions import require_fresh_second_factor
from organizations.queries.people import open_posts
from organizations.states import PostRole
from payments import actions
from payments.forms import AnswerForm, OrderFilter, ReasonForm, ReleaseForm, SendForm
from payments.gateways.stripe import is_configured
from payments.models import PaymentOrder
from payments.permissions import (
    may_cancel_order,
    may_import_answer,
    may_release_order,
    may_see_orders,
    may_send_payments,
)
from payments.queries.answers import preview_of
from payments.queries.clock import payer_clock
from payments.queries.orders import answers_visible_to, files_visible_to, orders_visible_to
from payments.rules.answers import EFFECTIVE
from payments.rules.lateness import days_late
from payments.states import AnswerState, OrderState

from .ledger import shown_entries

NEWEST = ("-ordered_at", "-id")


def posted(request: HttpRequest) -> tuple[object, object]:
    """Return what a form is bound to: data and files of a POST, nothing of a GET."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@require_GET
def order_list(request: HttpRequest) -> HttpResponse:
    """List the orders of the person's departments."""
    demand(may_see_orders(request.user))
    found = OrderFilter(request.GET, orders_visible_to(request.user))
    rows = keyset_page(found.qs, order=NEWEST, cursor=request.GET.get("after", ""))
    context = {
        "filter": found,
        "page": rows,
        "rows": [_row(order, request) for order in rows.rows],
        "may_send": finance_departments(request.user).exists(),
    }
    return page(request, "payments/order_list.html", context)


def _row(order: PaymentOrder, request: HttpRequest) -> dict:
    late = days_late(order.due_on, order.paid_on, day_of(request.now))
    return {"order": order, "late": 0 if order.state == OrderState.CANCELLED else late}


def finance_departments(user: User) -> QuerySet[Department]:
    """Return the departments in which the person is finance officer."""
    return Department.objects.filter(
        pk__in=open_posts(user).filter(role=PostRole.FINANCE).values("department")
    )


def _order(request: HttpRequest, public_id: str) -> PaymentOrder:
    demand(may_see_orders(request.user))
    return get_object_or_404(
        orders_visible_to(request.user).select_related("ordered_by", "released_by", "file"),
        public_id=public_id,
    )


@require_GET
def order_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one order, its two people, its clock and what may be done."""
    order = _order(request, public_id)
    return page(
        request,
        "payments/order_detail.html",
        _row(order, request)
        | {
            "may_release": order.state == OrderState.ORDERED and may_release_order(request.user, order),
            "may_cancel": may_cancel_order(request.user, order),
            "may_send": order.state == OrderState.RELEASED and may_send_payments(request.user, order.payer),
            "clock": payer_clock(order, day_of(request.now)),
            "entries": shown_entries(order.reference),
            "movements": order.movements.all(),
            "is_on": is_configured(),
            "lines": order.answer_lines.select_related("answer").order_by("pk"),
        },
    )


@require_fresh_second_factor
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, public_id: str) -> HttpResponse:
    """Check payee, account and sum once more; release."""
    order = _order(request, public_id)
    demand(may_release_order(request.user, order))
    form = ReleaseForm(posted(request)[0], initial={"account": order.payee.bank_account})
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            actions.release_payment,
            actor=request.user,
            order=order,
            now=request.now,
            account=form.cleaned_data["account"],
        )
        if done:
            messages.success(request, _("Released. It can now go into the bank's file."))
            return redirect("payments:order", public_id)
    return page(request, "payments/release.html", form=form, order=order)


ACTS = {
    "cancel": (actions.cancel_payment, OrderState.CANCELLED),
    "again": (actions.order_again, OrderState.ORDERED),
}


@require_http_methods(["GET", "POST"])
def turn(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Cancel an order, or order again what the bank could not carry out; with the reason."""
    order = _order(request, public_id)
    demand(may_cancel_order(request.user, order))
    form = ReasonForm(posted(request)[0])
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, ACTS[act][0], actor=request.user, order=order, reason=reason, now=request.now):
            messages.success(request, _("Done; the payee was told."))
            return redirect("payments:order", public_id)
    return page(request, "payments/turn.html", form=form, order=order, act=act)


@require_http_methods(["GET", "POST"])
def make_file(request: HttpRequest) -> HttpResponse:
    """Choose released orders and write them into one instruction file."""
    demand(may_see_orders(request.user))
    places = finance_departments(request.user)
    waiting = (
        orders_visible_to(request.user)
        .filter(payer__in=places, state=OrderState.RELEASED)
        .order_by("payer", "due_on", "pk")
    )
    form = SendForm(request.POST if request.method == "POST" else None, orders=waiting)
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["orders"])
        demand(may_send_payments(request.user, chosen[0].payer))
        file = attempt(
            form,
            actions.send_payments,
            actor=request.user,
            payer=chosen[0].payer,
            orders=chosen,
            now=request.now,
        )
        if file:
            return redirect("payments:file", file.public_id)
    files = files_visible_to(request.user)[:20]
    return page(request, "payments/make_file.html", form=form, waiting=waiting, files=files)


@require_GET
def file_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an instruction file: digest, orders, download."""
    file = get_object_or_404(files_visible_to(request.user), public_id=public_id)
    orders = file.orders.order_by("reference")
    return page(request, "payments/file_detail.html", file=file, orders=orders)


@require_GET
def file_download(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out the instruction file to finance officers of the payer."""
    file = get_object_or_404(files_visible_to(request.user), public_id=public_id)
    demand(may_send_payments(request.user, file.payer))
    return hand_out(file)


@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest) -> HttpResponse:
    """Take the bank's answer file; list those received."""
    demand(may_see_orders(request.user))
    payers = finance_departments(request.user)
    form = AnswerForm(*posted(request), payers=payers)
    if request.method == "POST" and form.is_valid():
        answer = attempt(
            form,
            actions.receive_bank_answer,
            actor=request.user,
            payer=form.cleaned_data["payer"],
            name=form.cleaned_data["file"].name,
            content=form.content(),
            now=request.now,
        )
        if answer:
            return redirect("payments:answer", answer.public_id)
    rows = answers_visible_to(request.user)[:20]
    return page(request, "payments/answers.html", form=form, rows=rows, may_send=payers.exists())


@require_http_methods(["GET", "POST"])
def answer_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what the answer would do, line by line; import it once."""
    answer = get_object_or_404(answers_visible_to(request.user), public_id=public_id)
    if request.method == "POST":
        demand(may_import_answer(request.user, answer))
        actions.import_bank_answer(actor=request.user, answer=answer, now=request.now)
        messages.success(request, _("Imported. Lines that differ changed nothing and are listed below."))
        return redirect("payments:answer", public_id)
    waiting = answer.state == AnswerState.RECEIVED
    matches = preview_of(answer) if waiting else []
    context = {
        "answer": answer,
        "matches": matches,
        "effective": sum(match.outcome in EFFECTIVE for match in matches),
        "lines": [] if waiting else answer.lines.all(),
        "may_import": waiting and may_import_answer(request.user, answer),
    }
    return page(request, "payments/answer_detail.html", context)
