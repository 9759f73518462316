"""For bidders: what is due as bid deposit, and how."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from bidding.actions.deposits import ask_for_deposit
from bidding.queries.bids import bidding_organizations

from .bidder import find_lot


@require_POST
def bid_deposit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open the deposit of the chosen organization and lead to its page."""
    lot = find_lot(public_id)
    mine = bidding_organizations(request.user)
    organization = get_object_or_404(mine, public_id=request.POST.get("organization", ""))
    found = ask_for_deposit(actor=request.user, lot=lot, organization=organization, now=request.now)
    return redirect("payments:my_deposit", found.public_id)
