"""Rounds without a database: the clock, answers, what may be shown, what looks like stuffing."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from marketplace.core.refusals import Refused
from ranking.rules.fraud import Trace, suspicious
from ranking.rules.rounds import (
    check_answers,
    check_questions,
    clean_code,
    may_compare,
    may_show_slices,
    shrunk_mean,
    state_at,
    tally,
    value_of,
)

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "opens", "closes", "reply", "expected"),
    [
        ("notice", 1, 2, None, "notice"),
        ("notice", 0, 2, None, "open"),
        ("open", -1, 2, None, "open"),
        ("open", -2, 0, None, "closed"),
        ("notice", -2, -1, None, "closed"),
        ("replying", -9, -8, 1, "replying"),
        ("replying", -9, -8, 0, "final"),
        ("replying", -9, -8, None, "replying"),
        ("annulled", -9, -8, None, "annulled"),
    ],
)
def test_a_round_opens_and_closes_by_the_clock(state, opens, closes, reply, expected):
    until = None if reply is None else NOW + reply * DAY
    found = state_at(
        NOW, state=state, opens_at=NOW + opens * DAY, closes_at=NOW + closes * DAY, reply_until=until
    )
    assert found == expected


def test_codes_are_read_as_people_type_them():
    assert clean_code(" abcd-2345 ") == "ABCD2345"


@pytest.mark.parametrize("questions", [[], ["a"] * 6])
def test_a_round_asks_one_to_five_questions(questions):
    with pytest.raises(Refused, match="questions_number"):
        check_questions(questions, 5)
    check_questions(["a"], 5)


@pytest.mark.parametrize("answers", [[5], [5, 6], [5, -1], [5, 4, 3]])
def test_answers_fit_the_questions(answers):
    with pytest.raises(Refused, match="answers_incomplete"):
        check_answers(answers, 2)
    check_answers([5, 0], 2)


@pytest.mark.parametrize(("answers", "value"), [([5, 4, 4], "4.33"), ([0, 0], None), ([5, 0], "5.00")])
def test_what_one_ballot_says(answers, value):
    assert value_of(answers) == (None if value is None else Decimal(value))


def test_few_answers_are_pulled_to_the_district_s_mean():
    """Vector of the participation rules: 8 answers with mean 4.6, district 4.0: (36.8 + 40) / 18 = 4.27."""
    assert shrunk_mean([Decimal("4.6")] * 8, strength=10, typical=Decimal(4)) == Decimal("4.27")


def test_a_question_shows_nothing_below_five_voices():
    first, second = tally(["a", "b"], [[5, 0], [4, 0], [3, 1], [2, 5], [1, 5]], 5)
    assert (first.n, first.mean, first.satisfied, first.basically, first.unknown) == (
        5,
        Decimal("3.00"),
        40,
        60,
        0,
    )
    assert first.counts == (1, 1, 1, 1, 1)
    assert (second.n, second.mean, second.unknown) == (3, None, None)


@pytest.mark.parametrize(
    ("counts", "shown"), [({"a": 5, "b": 9}, True), ({"a": 4, "b": 9}, False), ({"a": 9}, False)]
)
def test_parts_stand_beside_the_whole_only_when_subtraction_tells_nothing(counts, shown):
    assert may_show_slices(counts, 5) is shown


@pytest.mark.parametrize(
    ("before", "after", "shown"), [(9, 9, True), (10, 5, True), (9, 5, False), (9, 4, False), (4, 4, False)]
)
def test_a_recount_is_compared_only_when_the_difference_is_not_single_voices(before, after, shown):
    assert may_compare(before, after, 5) is shown


def rows(*traces):
    return [Trace(str(number), *trace) for number, trace in enumerate(traces)]


def test_one_device_one_address_and_one_minute_are_flagged():
    single = [(f"d{n}", f"n{n}", f"m{n}") for n in range(9)]
    device = [("same", f"x{n}", f"k{n}") for n in range(3)]
    address = [(f"y{n}", "home", f"l{n}") for n in range(8)]
    burst = [(f"z{n}", f"q{n}", "rush") for n in range(6)]
    found = suspicious(rows(*single, *device, *address, *burst))
    assert [(group.kind, len(group.ballots), group.score) for group in found] == [
        ("minute", 6, 72),
        ("network", 8, 64),
        ("device", 3, 60),
    ]
    assert found == suspicious(reversed(rows(*single, *device, *address, *burst)))


def test_paper_without_traces_and_ordinary_days_are_not_flagged():
    assert suspicious([]) == []
    assert suspicious(rows(*[("", "", "")] * 9)) == []
    assert suspicious(rows(*[(f"d{n}", f"n{n}", "same") for n in range(6)])) == []
