"""The term of a project: within the budget's year and plan, twelve months, thirty-six with all four grounds."""

from datetime import date

import pytest

from marketplace.core.refusals import Refused
from projects.rules.plans import LONG_GROUNDS, check_term

START = date(2026, 4, 1)


def term(ends_on: date, grounds=(), **more) -> None:
    check_term(
        starts_on=START,
        ends_on=ends_on,
        grounds=grounds,
        **{"year": 2026, "plan_until": date(2030, 12, 31)} | more,
    )


def test_twelve_months_and_with_all_grounds_thirty_six():
    term(date(2027, 3, 31))
    term(date(2029, 3, 31), LONG_GROUNDS)


@pytest.mark.parametrize(
    ("ends_on", "more", "code"),
    [
        (date(2026, 3, 31), {}, "projects.ends_before_start"),
        (date(2027, 3, 31), {"year": 2027}, "projects.no_budget_this_year"),
        (date(2027, 3, 31), {"plan_until": date(2026, 12, 31)}, "projects.beyond_plan"),
        (date(2027, 4, 1), {}, "projects.term_long"),
        (date(2027, 4, 1), {"grounds": LONG_GROUNDS[:3]}, "projects.term_long"),
        (date(2029, 4, 1), {"grounds": LONG_GROUNDS}, "projects.term_longest"),
    ],
)
# rules: PLAN-03
def test_a_term_that_is_refused(ends_on, more, code):
    with pytest.raises(Refused) as caught:
        term(ends_on, **more)
    assert caught.value.code == code
