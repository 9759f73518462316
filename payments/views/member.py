"""What an organization sees of its money."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from marketplace.core.clock import day_of
from marketplace.web.access import demand
from marketplace.web.pages import page
from marketplace.web.paging import keyset_page
from payments.permissions import may_see_own_payments
from payments.queries.interest import claims_of
from payments.queries.orders import orders_to, totals_to
from payments.queries.recoveries import recoveries_from
from payments.rules.lateness import days_late

MOST_CLAIMS = 50


@require_GET
def my_payments(request: HttpRequest) -> HttpResponse:
    """List the orders to the person's organizations with the payer's day and lateness."""
    demand(may_see_own_payments(request.user))
    orders = orders_to(request.user)
    rows = keyset_page(orders, order=("-ordered_at", "-id"), cursor=request.GET.get("after", ""))
    today = day_of(request.now)
    shown = [{"order": row, "late": days_late(row.due_on, row.paid_on, today)} for row in rows.rows]
    context = {"page": rows, "rows": shown, "totals": totals_to(orders)}
    context["recoveries"] = recoveries_from(request.user).order_by("-made_at", "-pk")[:MOST_CLAIMS]
    context["claims"] = claims_of(request.user)[:MOST_CLAIMS]
    return page(request, "payments/my_payments.html", context)
