"""For bidders: look up whether an organization may be a partner in a consortium. Nothing of the question is kept."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bidding.actions.consortia import demand_partner
from bidding.forms.bids import PartnerForm
from bidding.permissions import may_submit_bid
from bidding.queries.consortia import registered
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page

from .bidder import find_lot
from .official import posted


@never_cache
@require_http_methods(["GET", "POST"])
def partner_check(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say whether an organization meets the conditions of this tender today, or what cures it."""
    lot = find_lot(public_id)
    demand(may_submit_bid(request.user, lot, None, request.now))
    form, fit = PartnerForm(posted(request)), None
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"]
        found = registered([code]).get(code)
        fit = attempt(form, _look, lot=lot, partner=found, code=code, now=request.now)
    return page(request, "bidding/partner_check.html", tender=lot.tender, form=form, fit=fit)


def _look(**given: object) -> object:
    demand_partner(given["lot"], given["partner"], given["code"], now=given["now"])  # type: ignore[arg-type]
    return given["partner"]
