"""For committee members: decide on signs of collusion; the chair writes the decision down."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bidding.actions.signals import decide_signal
from bidding.forms.signals import SignalForm
from bidding.models import Seat
from bidding.permissions.hearings import may_ask_bidder
from bidding.queries.evaluation import seats_of
from bidding.queries.signals import signals_of
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page


def _seat(request: HttpRequest, seat_id: int) -> Seat:
    own = get_object_or_404(seats_of(request.user), pk=seat_id)
    demand(may_ask_bidder(request.user, own))
    return own


@never_cache
@require_http_methods(["GET", "POST"])
def signal(request: HttpRequest, seat_id: int, signal_id: int) -> HttpResponse:
    """Show a sign with its evidence and write the committee's decision down."""
    own = _seat(request, seat_id)
    row = get_object_or_404(signals_of(own.lot), pk=signal_id)
    form = SignalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        kept = attempt(
            form, decide_signal, actor=request.user, signal=row, now=request.now,
            is_confirmed=form.cleaned_data["is_confirmed"], reason=form.cleaned_data["reason"],
        )  # fmt: skip
        if kept:
            messages.success(request, _("Decision kept."))
            return redirect("bidding:seat", seat_id=own.pk)
    return page(request, "bidding/signal.html", seat=own, tender=own.lot.tender, signal=row, form=form)
