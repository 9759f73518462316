"""EVA-01..19, LOW-01..07: worked evaluations W1, W2, W4, W5, W8, the consultation cases, and properties."""

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bidding.rules.evaluation_file import InputWrong, parse_text
from bidding.rules.scoring import evaluate

from .worked import bid, evaluation, w1, w2, w4, w5, w8


def table(result, *columns):
    return [tuple(row[name] for name in columns) for row in result["bids"]]


# rules: EVA-01, EVA-03
def test_w1_open_tender():
    result = evaluate(w1())
    assert result["outcome"] == "ranked"
    assert result["reason"] is None
    assert table(result, "bidder", "price_score", "total", "rank") == [
        ("C", "9.10", "91.10", 1),
        ("A", "9.49", "87.49", 2),
        ("B", "10.00", "82.00", 3),
    ]
    assert result["bids"][0]["factor_scores"] == {"technical": "55.00", "business": "27.00"}
    assert result["tie_for_first"] == []


# rules: EVA-02, EVA-19
def test_w2_deduction_moves_the_price_score_only():
    assert table(evaluate(w2()), "bidder", "evaluated_price", "price_score", "total", "rank") == [
        ("S", "980000.00", "19.10", "91.60", 1),
        ("W", "936000.00", "20.00", "90.60", 2),
        ("L", "960000.00", "19.50", "90.50", 3),
        ("M", "945000.00", "19.81", "89.91", 4),
    ]
    assert table(evaluate(w2(deduct=False)), "bidder", "total") == [
        ("S", "92.09"), ("L", "91.00"), ("W", "89.06"), ("M", "88.39"),
    ]  # fmt: skip


# rules: EVA-07
def test_w4_ties_go_to_the_lower_price_then_to_a_draw():
    result = evaluate(w4())
    assert table(result, "bidder", "total", "rank") == [
        ("B", "90.00", 1), ("C", "90.00", 1), ("A", "90.00", 3), ("D", "87.00", 4),
    ]  # fmt: skip
    assert result["tie_for_first"] == ["B", "C"]


# rules: LOW-01, LOW-02, LOW-03
def test_w5_price_explained_or_not_decided_yet():
    for explained in (True, None):
        result = evaluate(w5(explained))
        assert table(result, "bidder", "price_score", "total") == [
            ("C", "20.00", "80.00"), ("A", "8.40", "79.40"), ("B", "8.84", "78.84"), ("D", "9.55", "77.55"),
        ]  # fmt: skip
        assert result["bids"][0]["low_price_triggers"] == ["second_low", "ceiling"]
        assert [row["low_price_triggers"] for row in result["bids"][1:]] == [[], [], []]


# rules: LOW-07, EVA-02
def test_w5_not_explained_recomputes_the_base():
    result = evaluate(w5(False))
    assert table(result, "bidder", "status", "reason", "price_score", "total", "rank") == [
        ("A", "valid", None, "17.60", "88.60", 1),
        ("B", "valid", None, "18.53", "88.53", 2),
        ("D", "valid", None, "20.00", "88.00", 3),
        ("C", "invalid", "low_price_unexplained", None, None, None),
    ]
    assert result["bids"][3]["low_price_triggers"] == ["second_low", "ceiling"]


@pytest.mark.parametrize(
    ("price", "rates", "expected"),
    [
        ("540000.00", None, []),
        ("539999.99", None, ["ceiling"]),
        ("540000.00", {"mean": "0.65", "second_low": "0.65", "ceiling": "0.60"}, ["second_low", "ceiling"]),
    ],
)
# rules: LOW-01, LOW-02, LOW-03
def test_w5_boundaries_are_strict(price, rates, expected):
    record = evaluation(
        bid("A", "900000.00", other="50"),
        bid("B", "860000.00", other="50"),
        bid("X", price, other="50"),
        bid("D", "1000000.00", other="50"),
        ceiling="1200000.00",
        low_price_rates=rates,
    )
    rows = {row["bidder"]: row["low_price_triggers"] for row in evaluate(record)["bids"]}
    assert rows["X"] == expected
    assert [rows["A"], rows["B"], rows["D"]] == [[], [], []]


def test_low_price_rule_begins_with_notices_of_february_2026():
    early = evaluate({**w5(None), "notice_date": "2026-01-31"})
    assert all(row["low_price_triggers"] == [] for row in early["bids"])
    first_day = evaluate({**w5(None), "notice_date": "2026-02-01"})
    assert first_day["bids"][0]["low_price_triggers"] == ["second_low", "ceiling"]


# rules: DOC-16
def test_w8_fixed_price_leaves_the_price_out():
    assert table(evaluate(w8()), "bidder", "price_score", "total", "rank") == [
        ("C", None, "88.27", 1), ("A", None, "87.78", 2), ("B", None, "85.90", 3),
    ]  # fmt: skip


def _consultation(count, started, category="services"):
    prices = ["300000.00", "310000.00", "320000.00"]
    bids = [bid(name, price, other="80") for name, price in zip("ABC"[:count], prices, strict=False)]
    return evaluation(*bids, procedure="consultation", started=started, category=category, budget="350000.00")


@pytest.mark.parametrize(
    ("count", "started", "category", "outcome"),
    [
        (3, 3, "services", "ranked"),
        (2, 3, "services", "ranked"),
        (1, 3, "services", "failed"),
        (2, 2, "services", "failed"),
        (3, 2, "services", "failed"),
        (2, 3, "goods", "failed"),
        (3, None, "goods", "ranked"),
    ],
)
# rules: EVA-13
def test_eva_13_three_at_the_start_two_may_go_on(count, started, category, outcome):
    result = evaluate(_consultation(count, started, category))
    assert result["outcome"] == outcome
    assert result["reason"] == (None if outcome == "ranked" else "failed_few_bidders")


# rules: EVA-12
def test_eva_12_fewer_than_three_valid_bids_fail():
    record = w5(False)
    record["bids"] = record["bids"][1:]
    result = evaluate(record)
    assert (result["outcome"], result["reason"]) == ("failed", "failed_few_bidders")
    assert [row["rank"] for row in result["bids"]] == [None, None, None]


# rules: INV-01, INV-02
def test_inv_01_and_02_prices_over_the_limit():
    record = evaluation(
        bid("A", "352000.00"), bid("B", "350000.01"), bid("C", "350000.02"), budget="350000.00"
    )
    result = evaluate(record)
    assert (result["outcome"], result["reason"]) == ("failed", "failed_over_budget")
    assert {row["reason"] for row in result["bids"]} == {"over_budget"}
    record["ceiling"] = "340000.00"
    record["bids"][0]["bid_price"] = "345000.00"
    assert evaluate(record)["bids"][0]["reason"] == "over_ceiling"


# rules: EVA-07
def test_lowest_price_ranks_by_evaluated_price_and_keeps_joint_places():
    record = evaluation(
        bid("A", "300.00"), bid("B", "300.00"), bid("C", "320.00", deduction="0.10"),
        method="lowest_price", procedure="inquiry", price_points=None, factors=[], notice_date="2025-05-01",
    )  # fmt: skip
    result = evaluate(record)
    assert table(result, "bidder", "evaluated_price", "total", "rank") == [
        ("C", "288.00", None, 1), ("A", "300.00", None, 2), ("B", "300.00", None, 2),
    ]  # fmt: skip


# rules: VEN-03, VEN-05
def test_grant_composite_weighs_rounded_parts_and_takes_a_single_applicant():
    record = evaluation(
        bid("A", "50000.00", live=["90.00", "85.01"], votes=["60.50"]),
        procedure="grant", price_points=None, budget="50000.00",
        factors=[{"code": "live", "points": "100"}, {"code": "votes", "points": "100"}],
        composite=[{"code": "live", "weight": "0.60"}, {"code": "votes", "weight": "0.40"}],
    )  # fmt: skip
    row = evaluate(record)["bids"][0]
    assert row["factor_scores"] == {"live": "87.51", "votes": "60.50"}
    assert row["total"] == "76.71"


def wrong(**changes):
    return {**w1(), **changes}


def wrong_bid(**changes):
    record = w1()
    record["bids"][0].update(changes)
    return record


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ([], "file"),
        (wrong(procedure="auction"), "procedure"),
        (wrong(method=None), "method"),
        (wrong(category="works"), "category"),
        (wrong(notice_date="2026-02-30"), "notice_date"),
        (wrong(notice_date="20260301"), "notice_date"),
        (wrong(notice_date="1999-12-31"), "notice_date"),
        (wrong(budget=1350000), "budget"),
        (wrong(budget="0.00"), "budget"),
        (wrong(budget="1e6"), "budget"),
        (wrong(budget="١٢"), "budget"),
        (wrong(budget="1_000"), "budget"),
        (wrong(budget="12.345"), "budget"),
        (wrong(ceiling="1360000.00"), "ceiling"),
        (wrong(price_points="0"), "price_points"),
        (wrong(price_points="-1"), "price_points"),
        (wrong(price_points="9"), "factors"),
        (wrong(score_scale="2"), "score_scale"),
        (wrong(score_scale=True), "score_scale"),
        (wrong(score_scale=7), "score_scale"),
        (wrong(rounding="down"), "rounding"),
        (wrong(started=-1), "started"),
        (wrong(bids="A"), "bids"),
        (wrong(bids=[1]), "bids[0]"),
        (wrong(unknown=1), "unknown"),
        (wrong(factors=[{"code": "technical", "points": "60"}] * 2), "factors[1].code"),
        (wrong(factors=[{"code": "price", "points": "60"}]), "factors[0].code"),
        (wrong(factors=[], price_points=None), "bids[0].scores.technical"),
        (wrong(composite=[{"code": "technical", "weight": "1"}]), "composite"),
        (wrong(low_price_rates={"mean": "1"}), "low_price_rates.mean"),
        (wrong_bid(bidder=" "), "bids[0].bidder"),
        (wrong_bid(bidder="\ud800"), "bids[0].bidder"),
        (wrong_bid(bidder="B"), "bids[1].bidder"),
        (wrong_bid(bid_price="NaN"), "bids[0].bid_price"),
        (wrong_bid(bid_price=None), "bids[0].bid_price"),
        (wrong_bid(deduction="1.5"), "bids[0].deduction"),
        (wrong_bid(low_price_explained="yes"), "bids[0].low_price_explained"),
        (wrong_bid(scores={"technical": ["61"] * 5, "business": ["26"]}), "bids[0].scores.technical[0]"),
        (wrong_bid(scores={"technical": ["-1"] * 5, "business": ["26"]}), "bids[0].scores.technical[0]"),
        (wrong_bid(scores={"technical": ["4_2"] * 5, "business": ["26"]}), "bids[0].scores.technical[0]"),
        (wrong_bid(scores={"technical": [50] * 5, "business": ["26"]}), "bids[0].scores.technical[0]"),
        (wrong_bid(scores={"technical": "50", "business": ["26"]}), "bids[0].scores.technical"),
        (wrong_bid(scores={"technical": ["50"], "business": ["26"]}), "scores.technical"),
        (wrong_bid(scores={"technical": ["50"] * 5}), "bids[0].scores.business"),
        (wrong_bid(scores={"other": ["50"]}), "bids[0].scores.other"),
    ],
)
# rules: EVA-04, EVA-05
def test_bad_input_names_its_field(record, field):
    with pytest.raises(InputWrong) as caught:
        evaluate(record)
    assert caught.value.where == field
    assert caught.value.reason


# rules: EVA-06
def test_eva_06_members_must_agree_on_objective_factors():
    record = evaluation(
        bid("A", "10.00", other=["80", "79"]), procedure="grant", price_points=None,
        factors=[{"code": "other", "points": "100", "combine": "equal"}],
    )  # fmt: skip
    with pytest.raises(InputWrong, match="objective"):
        evaluate(record)


@pytest.mark.parametrize(
    "changes",
    [
        {"composite": [{"code": "other", "weight": "0.9"}]},
        {"composite": [{"code": "other", "weight": "0.5"}, {"code": "other", "weight": "0.5"}]},
        {"composite": [{"code": "live", "weight": "1"}]},
        {"composite": [{"code": "other", "weight": "1"}], "price_points": "10"},
        {"composite": None, "price_points": None, "factors": []},
    ],
)
# rules: VEN-03
def test_composites_weigh_every_part_once(changes):
    record = evaluation(
        bid("A", "10.00"), procedure="grant",
        **{"price_points": None, "factors": [{"code": "other", "points": "100"}], **changes},
    )  # fmt: skip
    with pytest.raises(InputWrong):
        evaluate(record)


def test_composite_may_weigh_the_price():
    record = evaluation(
        bid("A", "10.00", other="80"), procedure="grant", price_points="100",
        factors=[{"code": "other", "points": "100"}],
        composite=[{"code": "price", "weight": "0.2"}, {"code": "other", "weight": "0.8"}],
    )  # fmt: skip
    assert evaluate(record)["bids"][0]["total"] == "84.00"


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', '{"a": NaN}', "{", "[" * 100_000, "9" * 5000, ""])
def test_texts_that_are_not_plain_json_are_refused(text):
    with pytest.raises(InputWrong):
        parse_text(text)


amounts = (
    st.integers(1, 10**9)
    .map(lambda fen: f"{fen // 100}.{fen % 100:02d}")
    .filter(lambda text: Decimal(text) > 0)
)
marks = st.integers(0, 9000).map(lambda value: f"{value // 100}.{value % 100:02d}")


@st.composite
def records(draw):
    count = draw(st.integers(3, 7))
    members = draw(st.integers(1, 5))
    bids = [
        bid(f"B{number}", draw(amounts), deduction=draw(st.sampled_from(["0", "0.10", "0.2"])),
            explained=draw(st.sampled_from([None, True])), other=[draw(marks) for _ in range(members)])
        for number in range(count)
    ]  # fmt: skip
    return evaluation(*bids, budget="99999999.00", score_scale=draw(st.integers(0, 4)))


@settings(max_examples=60, deadline=None)
@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_nothing(record, chance):
    shuffled = {**record, "bids": record["bids"][:]}
    chance.shuffle(shuffled["bids"])
    for line in shuffled["bids"]:
        line["scores"] = {code: random.sample(v, len(v)) for code, v in line["scores"].items()}
    assert evaluate(shuffled) == evaluate(record)


@settings(max_examples=60, deadline=None)
@given(records())
def test_totals_are_exact_sums_and_ranks_follow_them(record):
    result = evaluate(record)
    rows = [row for row in result["bids"] if row["rank"]]
    for row in rows:
        parts = [*row["factor_scores"].values(), row["price_score"]]
        assert Decimal(row["total"]) == sum(map(Decimal, parts))
    keys = [(-Decimal(row["total"]), Decimal(row["evaluated_price"])) for row in rows]
    assert keys == sorted(keys)
    assert [row["rank"] for row in rows] == [1 + sum(other < key for other in keys) for key in keys]


@settings(max_examples=60, deadline=None)
@given(records(), st.integers(0, 6), st.integers(1, 500))
def test_a_higher_mark_never_lowers_a_bid(record, index, more):
    index %= len(record["bids"])
    name = record["bids"][index]["bidder"]
    before = next(row for row in evaluate(record)["bids"] if row["bidder"] == name)
    scores = record["bids"][index]["scores"]["other"]
    scores[0] = str(min(Decimal(90), Decimal(scores[0]) + Decimal(more) / 100))
    after = next(row for row in evaluate(record)["bids"] if row["bidder"] == name)
    assert Decimal(after["total"]) >= Decimal(before["total"])
    assert after["rank"] <= before["rank"]


def test_plain_json_is_read_exactly():
    assert parse_text('{"a": 0.10, "b": ["x"]}') == {"a": Decimal("0.10"), "b": ["x"]}
