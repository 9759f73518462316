"""Grades, rubrics, what a milestone's record means, and the example that the public page shows."""

from datetime import date
from decimal import Decimal

import pytest

from marketplace.core.refusals import Refused
from ranking.queries.standings import quarter_of, worked_example
from ranking.rules.grades import grade_of, is_extreme, mean_score
from ranking.rules.rubric import check_rubric, total_points
from ranking.standing.outcomes import milestone_outcome
from ranking.states import REVIEW, ReviewState

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("score", "grade"),
    [("100", "excellent"), ("90", "excellent"), ("89.5", "good"), ("80", "good"), ("79.99", "pass"), ("60", "pass"),
     ("59.9", "fail"), ("0", "fail")],
)  # fmt: skip
# rules: PER-01
def test_grades(score, grade):
    assert grade_of(Decimal(score), DAY) == grade


def test_the_mean_of_the_named_voices():
    assert mean_score([[Decimal(90)], [Decimal("80.5")]]) == Decimal("85.25")
    assert mean_score([[Decimal(80)], [Decimal(80), Decimal("80.5")]]) == Decimal("80.13")
    assert mean_score([[Decimal(90)], []]) == Decimal("90.00")
    for nothing in ([], [[]]):
        with pytest.raises(ValueError, match="no rating"):
            mean_score(nothing)


@pytest.mark.parametrize(("total", "extreme"), [("95", True), ("94.5", False), ("60", True), ("60.5", False)])
def test_extremes(total, extreme):
    assert is_extreme(Decimal(total), DAY) is extreme


def test_rubrics_add_up_to_one_hundred():
    common = [{"code": "c1", "points": "60"}, {"code": "c2", "points": "40"}]
    check_rubric(common)
    assert total_points(common, {"c1": Decimal(50), "c2": Decimal("39.5")}) == Decimal("89.5")
    with pytest.raises(Refused):
        check_rubric(common[:1])


@pytest.mark.parametrize(
    ("reported", "reworked", "outcome"),
    [(1, False, ("on_time", 0)), (2, False, ("on_time", 0)), (9, False, ("late", 7)), (2, True, ("rework", 0)),
     (9, True, ("rework", 0)), (31, True, ("late", 29))],
)  # fmt: skip
def test_the_worse_of_lateness_and_rework_speaks(reported, reworked, outcome):
    assert milestone_outcome(due=DAY, reported=date(2026, 3, reported), is_reworked=reworked) == outcome


def test_every_state_of_a_review_is_reachable():
    assert REVIEW.reachable() == {str(state) for state in ReviewState}


def test_the_worked_example_adds_up_and_drifts_back():
    example = worked_example()
    assert sum(line.contribution for line in example["lines"]) == example["score"]
    assert 70 < example["later"] < example["score"]
    assert example["later_high"] - example["later_low"] > example["high"] - example["low"]


@pytest.mark.parametrize(
    ("day", "quarter"), [(date(2026, 1, 1), 1), (date(2026, 3, 31), 1), (date(2026, 12, 31), 4)]
)
def test_quarters(day, quarter):
    assert quarter_of(day) == (2026, quarter)
