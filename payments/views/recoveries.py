"""Penalties as money: what was held back, what is claimed, and its arrival."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from payments import actions
from payments.forms import ReceiveForm, RecoveryFilter
from payments.permissions import may_receive_recovery, may_see_orders
from payments.queries.recoveries import recoveries_visible_to
from payments.states import RecoveryState

NEWEST = ("-made_at", "-id")


@require_GET
def recovery_list(request: HttpRequest) -> HttpResponse:
    """List what was held back or claimed for the person's departments."""
    demand(may_see_orders(request.user))
    found = RecoveryFilter(request.GET, recoveries_visible_to(request.user))
    rows = keyset_page(found.qs, order=NEWEST, cursor=request.GET.get("after", ""))
    return page(request, "payments/recovery_list.html", filter=found, page=rows, recoveries=rows.rows)


@require_http_methods(["GET", "POST"])
def recovery_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a part of a penalty; note that a claimed sum has arrived."""
    demand(may_see_orders(request.user))
    row = get_object_or_404(recoveries_visible_to(request.user), public_id=public_id)
    may = row.state == RecoveryState.CLAIMED and may_receive_recovery(request.user, row)
    if request.method == "POST":
        demand(may_receive_recovery(request.user, row))
    form = ReceiveForm(request.POST if request.method == "POST" else None, initial={"amount": row.amount})
    if request.method == "POST" and form.is_valid():
        given = {"actor": request.user, "recovery": row, "now": request.now}
        if attempt(form, actions.receive_recovery, **given, **form.cleaned_data):
            messages.success(request, _("Noted; both sides were told."))
            return redirect("payments:recovery", public_id)
    context = {"row": row, "form": form, "may_receive": may or request.method == "POST"}
    return page(request, "payments/recovery_detail.html", context)
