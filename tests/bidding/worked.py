"""The worked evaluations of the domain rules (section 8) as files for evaluate_bids."""

from copy import deepcopy

BASE = {
    "procedure": "open",
    "method": "comprehensive",
    "category": "services",
    "notice_date": "2026-03-01",
    "budget": "1350000.00",
    "ceiling": None,
    "price_points": "10",
    "score_scale": 2,
    "rounding": "half_up",
    "started": None,
    "factors": [{"code": "other", "points": "90", "combine": "mean"}],
    "composite": None,
    "bids": [],
}


def bid(bidder, price, *, explained=None, deduction="0", **scores):
    return {
        "bidder": bidder,
        "bid_price": price,
        "deduction": deduction,
        "low_price_explained": explained,
        "scores": {code: value if isinstance(value, list) else [value] for code, value in scores.items()},
    }


def evaluation(*bids, **changes):
    return deepcopy({**BASE, "bids": list(bids), **changes})


def w1():
    return evaluation(
        bid("A", "1280000.00", technical=["52", "50", "54", "51", "53"], business="26"),
        bid("B", "1215000.00", technical=["47", "49", "48", "46", "50"], business="24"),
        bid("C", "1334500.00", technical=["55", "56", "54", "57", "53"], business="27"),
        factors=[{"code": "technical", "points": "60"}, {"code": "business", "points": "30"}],
    )


def w2(*, deduct=True):
    small = "0.10" if deduct else "0"
    return evaluation(
        bid("S", "980000.00", other="72.50"),
        bid("M", "1050000.00", deduction=small, other="70.10"),
        bid("W", "1040000.00", deduction=small, other="70.60"),
        bid("L", "960000.00", other="71.00"),
        price_points="20",
        factors=[{"code": "other", "points": "80"}],
    )


def w4():
    return evaluation(
        bid("A", "500000.00", other="80.40"),
        bid("B", "480000.00", other="80.00"),
        bid("C", "480000.00", other="80.00"),
        bid("D", "600000.00", other="79.00"),
        notice_date="2026-01-31",
    )


def w5(explained):
    return evaluation(
        bid("A", "1000000.00", other="71"),
        bid("B", "950000.00", other="70"),
        bid("C", "420000.00", explained=explained, other="60"),
        bid("D", "880000.00", other="68"),
        ceiling="1200000.00",
        price_points="20",
        factors=[{"code": "other", "points": "80"}],
    )


def w8():
    return evaluation(
        bid("A", "1854000.00", hours="9.58", other="78.20"),
        bid("B", "1854000.00", hours="10.00", other="75.90"),
        bid("C", "1854000.00", hours="9.17", other="79.10"),
        budget="1854000.00",
        price_points=None,
        factors=[{"code": "hours", "points": "10"}, {"code": "other", "points": "90"}],
    )
