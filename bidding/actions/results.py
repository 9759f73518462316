"""Compute the result of an evaluation from frozen scores."""

import json
import secrets
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from bidding.models import (
    Bid,
    BidEvaluation,
    Lot,
    LowPriceReview,
    Score,
    Seat,
)
from bidding.queries.bids import needed_suppliers, opened_bids, profile_of, qualified_bids
from bidding.queries.evaluation import (
    active_seats,
    low_price_triggers,
    standing_prices,
    unsettled_hearings,
)
from bidding.queries.facts import deduction_of
from bidding.rules.criteria import standing_points
from bidding.rules.draws import order_by_draw
from bidding.rules.scoring import evaluate
from bidding.states import TENDER, CriterionKind, SeatState, TenderState, TieBreak
from marketplace.audit.actions import record
from marketplace.core.canonical import canonical, digest
from marketplace.core.money import round_half_up
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from organizations.models import User

from .committee import check_members, locked_lot
from .consensus import demand_consensus
from .ending import fail_locked
from .negotiations import demand_quoted


@transaction.atomic
def conclude_evaluation(*, actor: User, lot: Lot, now: datetime) -> BidEvaluation:
    """Freeze the input, compute totals and ranking, draw among equals; the result is final."""
    lot = locked_lot(lot)
    tender = lot.tender
    require_transition(TENDER, tender.state, TenderState.EVALUATED)
    seats = list(active_seats(lot))
    if not seats or any(seat.state != SeatState.LOCKED for seat in seats):
        raise Refused("bidding.members_open", status=409)
    check_members(lot, [(seat.member, seat.role) for seat in seats])
    demand_quoted(lot)
    demand_consensus(lot)
    _demand_reviews(lot)
    _demand_answers(lot, now)
    given, bidders = evaluation_input(lot, seats)
    result = evaluate(given)
    evaluation = BidEvaluation.objects.create(
        lot=lot,
        input=given,
        result=result,
        digest=digest({"input": given, "result": result}),
        bidders=bidders,
        draw=_draw(lot, result, bidders),
        made_by=actor,
        made_at=now,
    )
    record(
        actor=actor,
        action="evaluation.concluded",
        subject=lot,
        at=now,
        after={"outcome": result["outcome"], "digest": evaluation.digest, "draw": evaluation.draw},
    )
    if result["outcome"] == "failed":
        fail_locked(tender, actor=actor, code=str(result["reason"]), note=str(result["reason"]), now=now)
        return evaluation
    tender.state = TenderState.EVALUATED
    tender.save(update_fields=["state", "changed_at"])
    return evaluation


def _demand_reviews(lot: Lot) -> None:
    found = low_price_triggers(lot)
    decided = set(LowPriceReview.objects.filter(bid__in=found).values_list("bid_id", flat=True))
    if missing := set(found) - decided:
        raise Refused("bidding.low_price_open", missing=len(missing), citation=Citation("F2026-2", "", "P"))


def _demand_answers(lot: Lot, now: datetime) -> None:
    """Refuse a result while a bidder may still answer, or a correction is neither confirmed nor its bid invalid."""
    if missing := unsettled_hearings(lot, now).count():
        raise Refused(
            "bidding.hearings_open", status=409, missing=missing, citation=Citation("O87", "art. 51")
        )


def evaluation_input(lot: Lot, seats: list[Seat]) -> tuple[dict[str, object], dict[str, str]]:
    """Return exactly a file for `evaluate_bids`, and which organization stands behind each bidder code.

    Scores of one criterion are sorted, so that no place in the list points to a member.
    """
    tender = lot.tender
    bids = list(qualified_bids(lot))
    criteria = list(lot.criteria.all())
    begun = opened_bids(lot).filter(qualification__is_qualified=True).count()
    started = begun if tender.procedure == "consultation" else None
    corrected = standing_prices(lot)
    given = {
        "procedure": "consultation" if tender.track == "below_limit" and tender.method == "comprehensive"
        else tender.procedure,
        "method": tender.method,
        "category": "services",
        "notice_date": tender.notice_date,
        "budget": tender.budget,
        "ceiling": tender.ceiling,
        "price_points": _text(tender.price_points),
        "score_scale": tender.score_scale,
        "rounding": tender.rounding,
        "started": started,
        "factors": [
            {"code": row.code, "points": _text(row.points), "combine": "equal" if row.is_objective else "mean"}
            for row in criteria
        ],
        "composite": None,
        "low_price_rates": tender.low_price_rates or None,
        "bids": [_bid_line(bid, seats, criteria, corrected) for bid in bids],
    }  # fmt: skip
    least = needed_suppliers(tender)
    if least < profile_of(tender).suppliers(tender.notice_date):
        given["minimum"] = least
    bidders = {bid.receipt_number: bid.organization.public_id for bid in bids}
    return json.loads(canonical(given)), bidders


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _bid_line(
    bid: Bid, seats: list[Seat], criteria: list, corrected: dict[int, Decimal]
) -> dict[str, object]:
    # EVA-17
    review = getattr(bid, "low_price_review", None)
    rows = Score.objects.filter(sheet__bid=bid, sheet__seat__in=seats)
    scores: dict[str, list[str]] = {}
    for criterion in criteria:
        if criterion.kind == CriterionKind.STANDING:
            exact = standing_points(criterion.points, bid.opened.standing, bid.lot.tender.notice_date)
            scores[criterion.code] = [format(round_half_up(exact, bid.lot.tender.score_scale), "f")]
        else:
            values = sorted(row.points for row in rows if row.criterion_id == criterion.pk)
            scores[criterion.code] = [format(value, "f") for value in values]
    return {
        "bidder": bid.receipt_number,
        "bid_price": corrected.get(bid.pk, bid.opened.price),
        "deduction": deduction_of(bid),
        "low_price_explained": review.is_explained if review else None,
        "scores": scores,
    }


def _draw(lot: Lot, result: dict, bidders: dict[str, str]) -> dict[str, object] | None:
    """Decide a tie for the first place in the document's way: declared standing, then a logged draw (EVA-08)."""
    tied = list(result["tie_for_first"])
    if not tied:
        return None
    if lot.tender.tie_break == TieBreak.STANDING:
        known = {
            bid.receipt_number: bid.opened.standing if bid.opened.standing is not None else Decimal(70)
            for bid in opened_bids(lot)
        }
        best = max(known[name] for name in tied)
        tied = [name for name in tied if known[name] == best]
    seed = secrets.token_hex(16)
    return {
        "seed": seed,
        "among": sorted(tied),
        "order": order_by_draw(seed, tied),
        "first": order_by_draw(seed, tied)[0],
    }
