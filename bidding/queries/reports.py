"""The evaluation report with the six groups of content of O87 art. 58, as data."""

import json

from bidding.models import (
    Bid,
    BidEvaluation,
    Hearing,
    Invalidity,
    Lot,
    LowPriceReview,
    Qualification,
    Seat,
    SpreadNote,
)
from bidding.states import SeatState
from marketplace.core.canonical import canonical

from .bids import counted_bids
from .consensus import corrections_of, opinions_of
from .evaluation import active_seats
from .terms import terms_of


def report_body(lot: Lot) -> dict[str, object]:
    """Return the report of the evaluation in force; members without an opinion agree (COM-10)."""
    tender, evaluation = lot.tender, BidEvaluation.objects.get(lot=lot)
    names = {row.receipt_number: row.organization.name for row in _bids(lot)}
    body = {
        "schema": "evaluation-report/1",
        "tender": tender.reference,
        "title": tender.title,
        "buyer": tender.buyer.name,
        "media": {
            "address": tender.official_address,
            "notice_date": tender.notice_date,
            "opened_at": getattr(tender, "opening", None) and tender.opening.completed_at,
            "place": terms_of(tender).opening_place,
        },
        "bidders": [{"receipt": number, "name": name} for number, name in names.items()],
        "committee": _committee(lot),
        "method": {
            "method": tender.get_method_display(),
            "price_points": tender.price_points,
            "criteria": list(lot.criteria.values("text", "bands", "points")),
        },
        "opening": {"digest": getattr(tender, "opening", None) and tender.opening.digest},
        "invalid": _invalid(lot),
        "low_prices": _low_prices(lot),
        "result": _result(evaluation, names),
        "other": {
            "hearings": _hearings(lot),
            "corrections": _corrections(lot),
            "spreads": _spreads(lot),
            "replaced": _replaced(lot),
            "draw": evaluation.draw,
        },
        "evaluation": evaluation.digest,
        "made_at": evaluation.made_at,
    }
    return json.loads(canonical(body))


def _bids(lot: Lot) -> list[Bid]:
    return list(counted_bids(lot).select_related("organization").order_by("receipt_number"))


def _committee(lot: Lot) -> list[dict[str, object]]:
    said = opinions_of(lot)
    rows = []
    for seat in active_seats(lot):
        opinion = said.get(seat.pk)
        rows.append(
            {
                "name": seat.member.name,
                "role": seat.get_role_display(),
                "is_chair": seat.is_chair,
                "signed_at": opinion.signed_at if opinion else None,
                "agrees": opinion.agrees if opinion else True,
                "text": opinion.text if opinion else "",
            }
        )
    return rows


def _invalid(lot: Lot) -> list[dict[str, object]]:
    unqualified = Qualification.objects.filter(bid__lot=lot, is_qualified=False)
    invalid = Invalidity.objects.filter(bid__lot=lot)
    rows = [*unqualified.select_related("bid__organization"), *invalid.select_related("bid__organization")]
    return [{"name": row.bid.organization.name, "reason": row.reason} for row in rows]


def _low_prices(lot: Lot) -> list[dict[str, object]]:
    rows = LowPriceReview.objects.filter(bid__lot=lot).select_related("bid__organization")
    return [
        {"name": row.bid.organization.name, "is_explained": row.is_explained, "reason": row.reason}
        for row in rows
    ]


def _result(evaluation: BidEvaluation, names: dict[str, str]) -> list[dict[str, object]]:
    wanted = ("rank", "evaluated_price", "price_score", "factor_scores", "total")
    rows = [
        {"name": names.get(row["bidder"], row["bidder"]), **{key: row.get(key) for key in wanted}}
        for row in evaluation.result["bids"]
    ]
    return sorted(rows, key=lambda row: (row["rank"] is None, row["rank"]))


def _hearings(lot: Lot) -> list[dict[str, object]]:
    rows = Hearing.objects.filter(bid__lot=lot).select_related("bid__organization").order_by("asked_at")
    return [
        {
            "name": row.bid.organization.name,
            "asked": row.text,
            "answer": row.answer,
            "answered_at": row.answered_at,
        }
        for row in rows
    ]


def _corrections(lot: Lot) -> list[dict[str, object]]:
    return [
        {
            "member": row.seat.member.name, "name": row.bid.organization.name, "criterion": row.criterion.text,
            "ground": row.get_ground_display(), "reason": row.reason, "before": row.before, "after": row.after,
            "answer": row.answer,
        }
        for row in corrections_of(lot)
    ]  # fmt: skip


def _spreads(lot: Lot) -> list[dict[str, object]]:
    rows = SpreadNote.objects.filter(bid__lot=lot).select_related("bid__organization", "criterion")
    return [
        {
            "name": row.bid.organization.name, "criterion": row.criterion.text, "low": row.low, "high": row.high,
            "reason": row.reason,
        }
        for row in rows
    ]  # fmt: skip


def _replaced(lot: Lot) -> list[dict[str, object]]:
    rows = Seat.objects.filter(lot=lot, state=SeatState.REPLACED).select_related("member")
    return [{"name": row.member.name, "reason": row.replace_reason} for row in rows]
