"""W8b: the order in which contradictory prices of a bid are corrected."""

from decimal import Decimal

import pytest

from bidding.rules.price_correction import PriceLine, correct_price

LINES = (PriceLine(Decimal(120), Decimal(600 * 12)), PriceLine(Decimal("35.5"), Decimal(2400)))


@pytest.mark.parametrize(
    ("papers", "price", "rule"),
    [
        ({"summary": "950000", "body": "949200", "lines": LINES}, "950000", "summary"),
        ({"summary": "949000", "body": "949000", "lines": LINES}, "949200", "unit_prices"),
        ({"summary": "949200", "body": "949200", "lines": LINES}, "949200", ""),
        ({"summary": "949200", "body": "949200", "in_words": "949000"}, "949000", "words"),
        ({"summary": "950000", "body": "949200", "in_words": "949000"}, "950000", "summary"),
        ({"summary": "950000", "body": "950000"}, "950000", ""),
    ],
)
def test_the_first_rule_that_applies_decides(papers, price, rule):
    given = {name: value if name == "lines" else Decimal(value) for name, value in papers.items()}
    found = correct_price(**given)
    assert (found.price, found.rule) == (Decimal(price), rule)
    assert found.needs_confirmation is bool(rule)
