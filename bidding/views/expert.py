"""For committee members: declaration, score sheets, final scores, low prices; nobody's scores but one's own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions.committee import declare_conflicts
from bidding.actions.evaluation import (
    lock_scores,
    review_low_price,
    save_scores,
    scored_criteria,
)
from bidding.forms import ConfirmForm, DeclarationForm, LowPriceForm, ScoreForm
from bidding.models import BidDocument, Seat
from bidding.permissions import (
    may_declare_conflicts,
    may_read_bid_document,
    may_score_tender,
)
from bidding.permissions.hearings import may_ask_bidder
from bidding.queries.bids import documents_of, opened_bids, qualified_bids
from bidding.queries.consensus import corrections_for
from bidding.queries.evaluation import are_scores_final, low_price_triggers, may_lead, own_scores, seats_of
from bidding.queries.negotiations import negotiation_of
from bidding.queries.signals import invalid_bids, signals_of
from bidding.states import NegotiationState, SeatState, TenderState
from marketplace.web.access import demand
from marketplace.web.pages import attempt, hand_out, page


def _seat(request: HttpRequest, seat_id: int) -> Seat:
    return get_object_or_404(seats_of(request.user), pk=seat_id)


@never_cache
@require_safe
def seat_list(request: HttpRequest) -> HttpResponse:
    """List the reader's own seats."""
    return page(request, "bidding/seat_list.html", seats=seats_of(request.user)[:100])


@never_cache
@require_http_methods(["GET", "POST"])
def seat(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Declare first; then see the bids and the own progress."""
    own = _seat(request, seat_id)
    demand(may_declare_conflicts(request.user, own))
    form = DeclarationForm(request.POST if request.method == "POST" else None, candidates=may_lead(own.lot))
    if own.state == SeatState.APPOINTED and form.is_bound and form.is_valid():
        done = attempt(
            form, declare_conflicts, actor=request.user, seat=own, now=request.now,
            has_conflict=form.cleaned_data["has_conflict"], statement=form.cleaned_data["statement"],
            leader=form.cleaned_data["leader"],
        )  # fmt: skip
        if done:
            return redirect("bidding:seat", seat_id=own.pk)
    return page(
        request, "bidding/seat.html", {"seat": own, "tender": own.lot.tender, "form": form, **_progress(own)}
    )


def _progress(own: Seat) -> dict[str, object]:
    if own.state == SeatState.APPOINTED:
        return {"bidders": opened_bids(own.lot)}
    if own.state == SeatState.CONFLICTED or own.lot.tender.state == TenderState.OPENED:
        return {}
    criteria, given = scored_criteria(own.lot), own_scores(own)
    bids = list(qualified_bids(own.lot))
    negotiation = negotiation_of(own.lot)
    hits = low_price_triggers(own.lot)
    for bid in bids:
        bid.given = sum((bid.pk, row.pk) in given for row in criteria)
        bid.triggers = hits.get(bid.pk, [])
        bid.review = getattr(bid, "low_price_review", None)
    return {
        "bids": bids,
        "negotiation": negotiation,
        "may_score": negotiation is None or negotiation.state == NegotiationState.QUOTED,
        "signals": signals_of(own.lot),
        "invalids": invalid_bids(own.lot),
        "decide": bool(may_ask_bidder(own.member, own)),
        "criteria": criteria,
        "is_complete": all(bid.given == len(criteria) for bid in bids),
        "is_locked": own.state == SeatState.LOCKED,
        "corrections": corrections_for(own),
        "all_final": are_scores_final(own.lot) and own.lot.tender.state == TenderState.EVALUATING,
        "may_read_report": own.lot.tender.state in {TenderState.EVALUATED, TenderState.AWARDED},
    }


@never_cache
@require_http_methods(["GET", "POST"])
def score_sheet(request: HttpRequest, seat_id: int, bid_id: str) -> HttpResponse:
    """Score one bid; drafts are kept until the scores are made final."""
    own = _seat(request, seat_id)
    demand(may_score_tender(request.user, own))
    bid = get_object_or_404(qualified_bids(own.lot), public_id=bid_id)
    criteria, given = scored_criteria(own.lot), own_scores(own)
    initial = {f"c{row.pk}": given[bid.pk, row.pk].points for row in criteria if (bid.pk, row.pk) in given}
    sheet = own.sheets.filter(bid=bid).first()
    form = ScoreForm(
        request.POST if request.method == "POST" else None,
        criteria=criteria,
        initial={**initial, "comment": sheet.comment if sheet else ""},
    )
    if form.is_bound and form.is_valid():
        kept = attempt(
            form, save_scores, actor=request.user, seat=own, bid=bid, points=form.points(),
            comment=form.cleaned_data["comment"], now=request.now,
        )  # fmt: skip
        if kept:
            messages.success(request, _("Kept. You can change it until you make your scores final."))
            return _next(own, bid, request)
    context = {"seat": own, "tender": own.lot.tender, "bid": bid, "form": form}
    context |= {"files": documents_of(bid), "is_locked": own.state == SeatState.LOCKED}
    return page(request, "bidding/score_sheet.html", context)


def _next(own: Seat, bid: object, request: HttpRequest) -> HttpResponse:
    order = list(qualified_bids(own.lot).values_list("public_id", flat=True))
    place = order.index(bid.public_id) + 1
    if "next" in request.POST and place < len(order):
        return redirect("bidding:score_sheet", seat_id=own.pk, bid_id=order[place])
    return redirect("bidding:seat", seat_id=own.pk)


@never_cache
@require_http_methods(["GET", "POST"])
def scores_lock(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Make the own scores final."""
    own = _seat(request, seat_id)
    demand(may_score_tender(request.user, own))
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_bound and attempt(form, lock_scores, actor=request.user, seat=own, now=request.now):
        messages.success(request, _("Your scores are final."))
        return redirect("bidding:seat", seat_id=own.pk)
    return page(request, "bidding/scores_lock.html", seat=own, tender=own.lot.tender, form=form)


@never_cache
@require_http_methods(["GET", "POST"])
def low_price(request: HttpRequest, seat_id: int, bid_id: str) -> HttpResponse:
    """Record the committee's decision on a low price; the chair writes it down."""
    own = _seat(request, seat_id)
    demand(may_score_tender(request.user, own))
    bid = get_object_or_404(qualified_bids(own.lot), public_id=bid_id)
    form = LowPriceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        kept = attempt(
            form, review_low_price, actor=request.user, bid=bid, now=request.now,
            is_explained=form.cleaned_data["is_explained"], reason=form.cleaned_data["reason"],
        )  # fmt: skip
        if kept:
            return redirect("bidding:seat", seat_id=own.pk)
    hits = low_price_triggers(own.lot).get(bid.pk, [])
    return page(
        request, "bidding/low_price.html", seat=own, tender=own.lot.tender, bid=bid, form=form, hits=hits
    )


@never_cache
@require_safe
def bid_document(request: HttpRequest, document_id: int) -> HttpResponse:
    """Hand out a document of an opened bid to those who may read it."""
    document = get_object_or_404(
        BidDocument.objects.select_related("opened__bid__lot__tender__buyer", "opened__bid__organization"),
        pk=document_id,
    )
    demand(may_read_bid_document(request.user, document))
    return hand_out(document)
