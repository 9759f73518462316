"""Interest for lateness: what was counted, and the decision of the money side."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from organizations.permissions import require_fresh_second_factor
from payments import actions
from payments.forms import ClaimFilter, ConfirmForm, ReasonForm
from payments.models import InterestClaim
from payments.permissions import may_decide_interest, may_see_orders
from payments.queries.interest import claims_visible_to, ground_of
from payments.states import ClaimState

NEWEST = ("-proposed_at", "-id")


@require_GET
def claim_list(request: HttpRequest) -> HttpResponse:
    """List the interest that the person's departments owe or decided about."""
    demand(may_see_orders(request.user))
    found = ClaimFilter(request.GET, claims_visible_to(request.user))
    rows = keyset_page(found.qs, order=NEWEST, cursor=request.GET.get("after", ""))
    return page(request, "payments/interest_list.html", filter=found, page=rows, claims=rows.rows)


def _claim(request: HttpRequest, public_id: str) -> InterestClaim:
    demand(may_see_orders(request.user))
    return get_object_or_404(
        claims_visible_to(request.user).select_related("decided_by"), public_id=public_id
    )


@require_GET
def claim_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show how the interest was counted, by which rule, and what became of it."""
    claim = _claim(request, public_id)
    context = {"claim": claim, "ground": ground_of(claim)}
    context["may_decide"] = claim.state == ClaimState.PROPOSED and may_decide_interest(request.user, claim)
    return page(request, "payments/interest_detail.html", context)


@require_fresh_second_factor
@require_http_methods(["GET", "POST"])
def claim_order(request: HttpRequest, public_id: str) -> HttpResponse:
    """Order the interest as its own payment."""
    claim = _claim(request, public_id)
    demand(may_decide_interest(request.user, claim))
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, actions.order_interest, actor=request.user, claim=claim, now=request.now)
        if done:
            messages.success(request, _("Ordered. Another person releases it."))
            return redirect("payments:order", done.payment.public_id)
    context = {"form": form, "claim": claim, "ground": ground_of(claim)}
    return page(request, "payments/interest_order.html", context)


@require_http_methods(["GET", "POST"])
def claim_waive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say why the interest is not owed."""
    claim = _claim(request, public_id)
    demand(may_decide_interest(request.user, claim))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts = {"reason": form.cleaned_data["reason"], "now": request.now}
        if attempt(form, actions.waive_interest, actor=request.user, claim=claim, **facts):
            messages.success(request, _("Done; the payee was told."))
            return redirect("payments:interest", public_id)
    context = {"form": form, "claim": claim, "ground": ground_of(claim)}
    return page(request, "payments/interest_waive.html", context)
