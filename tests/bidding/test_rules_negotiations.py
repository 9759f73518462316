"""Talks and final quotes as pure rules; legal causes of a method; a smaller number by cause in the evaluation file."""
# rules: GEN-08 NEG-01 NEG-02 NEG-03 NEG-04 EVA-13

from datetime import date, datetime, timedelta

import pytest

from bidding.rules.causes import CAUSES, causes_of, check_cause, least_suppliers
from bidding.rules.evaluation_file import InputWrong
from bidding.rules.negotiations import (
    check_go_on,
    check_in_time,
    check_left,
    check_talks,
    cited,
    least_quotes,
    quote_deadline,
)
from bidding.rules.profiles import profile_on
from bidding.rules.scoring import evaluate
from marketplace.core.clock import SHANGHAI
from marketplace.core.refusals import Refused

DAY = date(2026, 3, 2)
MOMENT = datetime(2026, 3, 20, 10, tzinfo=SHANGHAI)


def refused(act):
    try:
        act()
    except Refused as caught:
        return caught.code
    return None


@pytest.mark.parametrize(
    ("procedure", "cause", "note", "approval", "codes"),
    [
        ("consultation", "consultation_services", "", "", []),
        ("consultation", "consultation_complex", "", "", ["cause_unfounded"]),
        ("consultation", "consultation_complex", "方案需磋商", "", []),
        ("consultation", "", "", "", ["cause_missing"]),
        ("consultation", "negotiation_urgent", "x", "", ["cause_missing"]),
        ("negotiation", "negotiation_urgent", "汛期将至", "", []),
        ("negotiation", "negotiation_two", "x", "", ["cause_approval"]),
        ("negotiation", "negotiation_two", "x", "财采〔2026〕3号", []),
        ("open", "", "", "", []),
    ],
)
def test_a_statutory_method_has_a_cause_of_law(procedure, cause, note, approval, codes):
    found = check_cause(profile_on("statutory", procedure, DAY), cause, note, approval)
    assert [row.code.removeprefix("bidding.") for row in found] == codes


def test_a_cause_belongs_to_its_procedure_and_may_lower_the_number_of_suppliers():
    assert {row.procedure for row in CAUSES.values()} >= {"consultation", "negotiation"}
    assert all(row.procedure == "negotiation" for row in causes_of("negotiation"))
    assert check_cause(profile_on("below_limit", "consultation", DAY), "", "", "") == []
    negotiation = profile_on("statutory", "negotiation", DAY)
    assert least_suppliers(negotiation, "negotiation_two", 3) == 2
    assert least_suppliers(negotiation, "negotiation_urgent", 3) == 3
    assert least_suppliers(profile_on("statutory", "open", DAY), "negotiation_two", 3) == 3


@pytest.mark.parametrize(
    ("procedure", "usual", "started", "least"),
    [
        ("consultation", 3, 3, 2), ("consultation", 3, 4, 2), ("consultation", 3, 2, 3),
        ("negotiation", 3, 4, 3), ("negotiation", 2, 2, 2),
    ],
)  # fmt: skip
def test_three_final_quotes_or_two_where_law_lets_it(procedure, usual, started, least):
    assert least_quotes(procedure, usual, started) == least


def test_every_refusal_of_the_talks():
    assert refused(lambda: check_talks("consultation", 0)) is None
    assert refused(lambda: check_talks("consultation", 1)) == "bidding.talks_missing"
    assert refused(lambda: check_left("negotiation", 3, 3)) is None
    assert refused(lambda: check_left("negotiation", 2, 3)) == "bidding.too_few_left"
    assert refused(lambda: check_go_on("consultation", 2, 3, " ")) == "bidding.two_left"
    assert refused(lambda: check_go_on("consultation", 2, 3, "需要紧急")) is None
    assert refused(lambda: check_go_on("negotiation", 2, 2, "")) is None
    assert quote_deadline("consultation", MOMENT, 10) == MOMENT + timedelta(minutes=10)
    assert refused(lambda: quote_deadline("consultation", MOMENT, 9)) == "bidding.quote_time"
    assert refused(lambda: quote_deadline("consultation", MOMENT, 20161)) == "bidding.quote_time"
    assert refused(lambda: check_in_time("consultation", MOMENT, MOMENT)) == "bidding.quote_late"
    assert refused(lambda: check_in_time("consultation", MOMENT, MOMENT + timedelta(seconds=1))) is None
    assert (cited("consultation", "quotes").instrument, cited("negotiation", "quotes").instrument) == (
        "F214",
        "O74",
    )


def lowest(minimum=None, prices=("118000", "120000")):
    record = {
        "procedure": "negotiation", "method": "lowest_price", "notice_date": "2026-03-02", "budget": "125000",
        "bids": [{"bidder": f"B{n}", "bid_price": price} for n, price in enumerate(prices)],
    }  # fmt: skip
    return {**record, "minimum": minimum} if minimum is not None else record


def test_the_lowest_final_quote_wins_and_a_cause_may_let_two_do():
    assert evaluate(lowest())["outcome"] == "failed"
    found = evaluate(lowest(2))
    assert (found["outcome"], found["bids"][0]["bidder"], found["bids"][0]["rank"]) == ("ranked", "B0", 1)
    for wrong in (0, 4, "2"):
        with pytest.raises(InputWrong, match="minimum"):
            evaluate(lowest(wrong))
