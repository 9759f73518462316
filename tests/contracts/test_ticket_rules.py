"""Tickets without a database: clocks, the residents' word, shares, texts without their writer."""

from datetime import datetime, timedelta

import pytest

from contracts.rules.tickets import Promptness, conclusion, promptness, rate, standing_at, without_person
from marketplace.core.clock import SHANGHAI

NOW = datetime(2026, 3, 16, 10, 0, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("state", "until", "may_reopen", "expected"),
    [
        ("replied", NOW + SECOND, True, ("replied", NOW + SECOND, None)),
        ("replied", NOW, True, ("no_answer", NOW + 7 * DAY, None)),
        ("replied", NOW - 7 * DAY, True, ("closed_no_answer", None, NOW)),
        ("no_answer", NOW, True, ("closed_no_answer", None, NOW)),
        ("partly", NOW, True, ("closed_unsolved", None, NOW)),
        ("partly", NOW, False, ("closed_unsolved", None, NOW)),
        ("not_solved", NOW, True, ("closed_unsolved", None, NOW)),
        ("not_solved", NOW, False, ("not_solved", NOW, None)),
        ("assigned", None, True, ("assigned", None, None)),
    ],
)
def test_where_a_ticket_stands_follows_from_the_clock(state, until, may_reopen, expected):
    found = standing_at(NOW, state=state, waits_until=until, nudge=7 * DAY, may_reopen=may_reopen)
    assert (found.state, found.waits_until, found.closed_at) == expected


@pytest.mark.parametrize(
    ("first", "others", "expected"),
    [
        ("solved", ["no", "no", "no"], "solved"),
        ("", ["no", "no"], ""),
        ("", ["no", "no", "solved"], "no"),
        ("", ["no", "no", "solved", "solved"], ""),
        ("", [], ""),
    ],
)
def test_the_first_reporter_decides_or_most_of_three_neighbors(first, others, expected):
    assert conclusion(first, others, majority=3) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (NOW, Promptness.ON_TIME),
        (NOW + 4 * DAY, Promptness.SOON),
        (NOW + 5 * DAY, Promptness.OVERDUE),
        (NOW + 10 * DAY, Promptness.SERIOUS),
    ],
)
def test_an_answer_is_in_time_soon_due_late_or_very_late(now, expected):
    assert promptness(NOW, NOW + 5 * DAY, now) == expected


@pytest.mark.parametrize(
    ("part", "n", "minimum", "percent"),
    [(2, 3, 1, 66), (0, 0, 1, None), (4, 4, 5, None), (5, 5, 5, 100), (0, 0, 0, None)],
)
def test_a_share_has_its_number_and_is_never_rounded_up(part, n, minimum, percent):
    found = rate(part, n, minimum=minimum)
    assert (found.part, found.n, found.percent) == (part, n, percent)


def test_a_text_loses_its_writer():
    assert (
        without_person("我是王小花，住3栋101，王小花", ["王小花", "3栋101", "", "王"]) == "我是**，住**，**"
    )
