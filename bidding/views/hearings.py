"""Written questions during the evaluation: the chair asks for the committee, the bidder answers in time."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions.hearings import answer_hearing, ask_bidder, correct_bid_price, declare_invalid
from bidding.forms.hearings import AskForm, CorrectionForm, HearingForm, InvalidForm
from bidding.models import Bid, Seat
from bidding.permissions import may_score_tender
from bidding.permissions.hearings import may_answer_hearing, may_ask_bidder
from bidding.queries.bids import opened_bids
from bidding.queries.evaluation import hearings_of, hearings_visible_to, low_price_triggers, seats_of
from bidding.rules.hearings import CLARIFICATION, CORRECTION, LOW_PRICE
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page

ACTS: dict[str, tuple[Any, type, Any]] = {
    CLARIFICATION: (ask_bidder, AskForm, gettext_lazy("Ask for a clarification")),
    LOW_PRICE: (ask_bidder, AskForm, gettext_lazy("Ask for the explanation of the low price")),
    CORRECTION: (correct_bid_price, CorrectionForm, gettext_lazy("Correct the price")),
    "invalid": (declare_invalid, InvalidForm, gettext_lazy("Declare the bid invalid")),
}
LEADS = {
    CLARIFICATION: gettext_lazy("Only what is unclear or contradictory; an answer may not change the bid (Order 87 art. 51)."),
    LOW_PRICE: gettext_lazy("The bidder explains in writing with evidence of cost; the committee decides after the answer."),
    CORRECTION: gettext_lazy(
        "In legal order: the opening summary beats the text, words beat figures, unit prices beat the sum. The bidder "
        "confirms the result in writing, or the bid is invalid (Order 87 art. 59)."
    ),
    "invalid": gettext_lazy("By decision of the committee, for a legal ground (Order 87 art. 63). The bidder reads the reason."),
}  # fmt: skip


def _found(request: HttpRequest, seat_id: int, bid_id: str) -> tuple[Seat, Bid]:
    own = get_object_or_404(seats_of(request.user), pk=seat_id)
    demand(may_score_tender(request.user, own))
    bids = opened_bids(own.lot).filter(qualification__is_qualified=True).select_related("invalidity")
    return own, get_object_or_404(bids, public_id=bid_id)


@never_cache
@require_safe
def bid_hearings(request: HttpRequest, seat_id: int, bid_id: str) -> HttpResponse:
    """Show every member what a bidder was asked and answered; the chair asks from here."""
    own, bid = _found(request, seat_id, bid_id)
    invalidity = getattr(bid, "invalidity", None)
    asked = list(hearings_of(bid))
    acts: list[tuple[str, object]] = []
    if may_ask_bidder(request.user, own) and invalidity is None:
        done = {one.kind for one in asked} - {CLARIFICATION}
        if bid.pk not in low_price_triggers(own.lot):
            done.add(LOW_PRICE)
        acts = [(name, words) for name, (_act, _form, words) in ACTS.items() if name not in done]
    context = {"seat": own, "tender": own.lot.tender, "bid": bid, "asked": asked, "acts": acts}
    return page(request, "bidding/bid_hearings.html", context, invalidity=invalidity)


@never_cache
@require_http_methods(["GET", "POST"])
def hearing_act(request: HttpRequest, seat_id: int, bid_id: str, name: str) -> HttpResponse:
    """Ask, correct or declare invalid: one form each, written down by the chair."""
    own, bid = _found(request, seat_id, bid_id)
    demand(may_ask_bidder(request.user, own))
    if name not in ACTS:
        raise Http404
    act, form_class, words = ACTS[name]
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        if act is ask_bidder:
            given["kind"] = name
        if attempt(form, act, actor=request.user, bid=bid, now=request.now, **given) is not None:
            messages.success(request, _("Done."))
            return redirect("bidding:bid_hearings", seat_id=own.pk, bid_id=bid.public_id)
    context = {"seat": own, "tender": own.lot.tender, "bid": bid, "form": form, "title": words}
    return page(request, "bidding/hearing_act.html", context, lead=LEADS[name])


@never_cache
@require_safe
def hearing_list(request: HttpRequest) -> HttpResponse:
    """List what committees asked the reader's organizations."""
    return page(request, "bidding/hearing_list.html", rows=hearings_visible_to(request.user)[:100])


@never_cache
@require_http_methods(["GET", "POST"])
def hearing(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a written question to the asked bidder and take the one answer."""
    found = get_object_or_404(hearings_visible_to(request.user), public_id=public_id)
    may_answer = may_answer_hearing(request.user, found)
    form = HearingForm(
        request.POST if request.method == "POST" else None, is_correction=found.kind == CORRECTION
    )
    if form.is_bound:
        demand(may_answer)
        if form.is_valid() and attempt(
            form, answer_hearing, actor=request.user, hearing=found, now=request.now, **form.cleaned_data
        ):
            messages.success(request, _("Your answer reached the committee."))
            return redirect("bidding:hearing", public_id=found.public_id)
    context = {
        "hearing": found, "tender": found.bid.lot.tender, "form": form,
        "is_open": may_answer and request.now < found.answer_by,
    }  # fmt: skip
    return page(request, "bidding/hearing.html", context)
