"""Working-day vectors of the domain rules (2.13) and the edges of the calendar."""

from datetime import date

import pytest

from marketplace.workdays.rules import (
    CalendarNotLoaded,
    add_calendar_days,
    add_working_days,
    roll_forward,
    working_days_between,
)

WORKING = [
    ("C1 notice period", date(2026, 9, 21), 5, date(2026, 9, 29)),
    ("C4 award notice", date(2026, 9, 24), 1, date(2026, 9, 28)),
    ("C5 challenge window", date(2026, 9, 28), 7, date(2026, 10, 13)),
    ("C7 answer", date(2026, 9, 28), 7, date(2026, 10, 13)),
    ("C7 complaint", date(2026, 10, 13), 15, date(2026, 11, 3)),
    ("C8 review", date(2026, 10, 26), 5, date(2026, 11, 2)),
    ("C8 copy", date(2026, 10, 26), 8, date(2026, 11, 5)),
    ("C8 decision", date(2026, 10, 26), 30, date(2026, 12, 7)),
    ("C10 publish", date(2026, 9, 29), 2, date(2026, 10, 8)),
    ("C10 deposit", date(2026, 9, 29), 5, date(2026, 10, 12)),
    ("C10 copy", date(2026, 9, 29), 7, date(2026, 10, 14)),
    ("C15 negotiation", date(2026, 2, 13), 3, date(2026, 2, 25)),
]


@pytest.mark.parametrize(("case", "start", "count", "expected"), WORKING, ids=[row[0] for row in WORKING])
# rules: CAL-01, CAL-02
def test_working_day_vectors(calendar, case, start, count, expected):
    assert add_working_days(start, count, calendar) == expected
    assert working_days_between(start, expected, calendar) == count
    assert working_days_between(expected, start, calendar) == -count


# rules: CAL-01
def test_c2_calendar_days_roll_over_a_sunday(calendar):
    assert add_calendar_days(date(2026, 9, 21), 20, calendar, roll=False) == date(2026, 10, 11)
    assert add_calendar_days(date(2026, 9, 21), 20, calendar) == date(2026, 10, 12)


def test_c9_the_last_day_on_a_make_up_saturday_stays(calendar):
    assert add_calendar_days(date(2026, 9, 10), 30, calendar) == date(2026, 10, 10)


# rules: CAL-03
def test_c17_a_year_without_a_plan_is_an_error_not_a_date(calendar):
    with pytest.raises(CalendarNotLoaded) as caught:
        add_working_days(date(2026, 12, 31), 1, calendar)
    assert caught.value.year == 2027
    with pytest.raises(CalendarNotLoaded):
        roll_forward(date(2027, 1, 1), calendar)


def test_2026_has_248_working_days(calendar):
    assert working_days_between(date(2025, 12, 31), date(2026, 12, 31), calendar) == 248


def test_negative_counts_are_refused(calendar):
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 1, 5), -1, calendar)
    with pytest.raises(ValueError, match="negative"):
        add_calendar_days(date(2026, 1, 5), -1, calendar)
