"""Rules of the incubator by vectors and properties."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubation.phrases import (
    CRITERION_NAMES,
    DIMENSION_NAMES,
    FIELD_NAMES,
    RUBRIC_NAMES,
    SECTION_NAMES,
    SENTENCES,
)
from incubation.rules.graduation import CRITERIA, Finding, check_graduation, is_satisfying
from incubation.rules.ladder import DIMENSIONS, FLOORS, are_complete, below_floor, next_level
from incubation.rules.periods import add_months, barred_until, check_clear, check_stage_is_ending, stage_end
from incubation.rules.rubric import RUBRIC, mean_total, total_score
from incubation.rules.sections import FIELDS, FROM_PROFILE, SECTIONS, missing_fields, prefill
from incubation.states import APPLICATION, MEMBERSHIP, ApplicationState, MembershipState
from marketplace.core.refusals import Refused
from marketplace.workdays.rules import Calendar

DAY = date(2026, 3, 2)
CALENDAR = Calendar(frozenset({2026}))


def code_of(act, *arguments, **named):
    with pytest.raises(Refused) as caught:
        act(*arguments, **named)
    return caught.value.code


def test_every_code_has_its_text():
    assert list(FIELD_NAMES) == list(FIELDS)
    assert list(SECTION_NAMES) == [code for code, _ in SECTIONS]
    assert list(RUBRIC_NAMES) == [code for code, _ in RUBRIC]
    assert list(CRITERION_NAMES) == list(CRITERIA)
    assert list(DIMENSION_NAMES) == list(SENTENCES) == list(DIMENSIONS)
    assert all(len(sentences) == 5 for sentences in SENTENCES.values())
    assert sum(points for _, points in RUBRIC) == 100
    assert len(SECTIONS) == 5


@pytest.mark.parametrize(
    ("table", "states"), [(APPLICATION, ApplicationState), (MEMBERSHIP, MembershipState)]
)
def test_every_state_is_reachable(table, states):
    assert table.reachable() == {str(state) for state in states}


@given(st.data())
def test_every_life_ends_or_goes_on(data):
    """Play random lives on both tables: a life never leaves its states and ends only where nothing follows."""
    for table, ends in (
        (APPLICATION, {"admitted", "not_admitted", "withdrawn"}),
        (MEMBERSHIP, {"alumni", "exited", "withdrawn"}),
    ):
        state = table.initial
        for _ in range(30):
            rows = table.acts(state)
            if not rows:
                assert state in ends
                break
            state = data.draw(st.sampled_from(rows)).target


def test_a_second_application_is_prefilled_by_more_than_sixty_percent():
    profile = dict.fromkeys(FROM_PROFILE, "x")
    assert len(prefill(profile, None)) == 7
    again = prefill(profile, dict.fromkeys(FIELDS, "y"))
    assert len(again) / len(FIELDS) > 0.6
    assert "need" not in again
    assert again["name"] == "x"
    assert missing_fields(again) == ["need", "plan"]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 1, 15), 12, date(2025, 1, 15)),
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
    ],
)
def test_months(day, months, expected):
    assert add_months(day, months) == expected


# rules: INC-03
def test_stages_last_six_twelve_and_six_months():
    day = date(2024, 2, 1)
    for stage, expected in (
        ("stage_seed", (2024, 8)),
        ("stage_growth", (2025, 2)),
        ("stage_ready", (2024, 8)),
        ("extended", (2024, 8)),
    ):
        assert stage_end(stage, day) == date(*expected, 1)


@pytest.mark.parametrize(
    ("ground", "years"), [("abnormal", 1), ("punished", 2), ("severe", 2), ("breach", 3)]
)
# rules: INC-02
def test_barring_ends_after_its_years(ground, years):
    decided = date(2023, 3, 2)
    until = barred_until(ground, decided)
    assert until == date(2023 + years, 3, 2)
    assert code_of(check_clear, [(ground, decided)], until.replace(day=1)) == "incubation.barred"
    check_clear([(ground, decided)], until)
    check_clear([], DAY)


# rules: INC-02
def test_punished_twenty_three_months_ago_is_refused():
    assert code_of(check_clear, [("punished", date(2024, 4, 2))], DAY) == "incubation.barred"


def test_a_stage_is_checked_at_its_end():
    assert code_of(check_stage_is_ending, date(2026, 12, 31), DAY, CALENDAR) == "incubation.stage_runs"
    assert code_of(check_stage_is_ending, date(2026, 3, 17), DAY, CALENDAR) == "incubation.stage_runs"
    check_stage_is_ending(date(2026, 3, 16), DAY, CALENDAR)
    check_stage_is_ending(date(2026, 2, 1), DAY, CALENDAR)


def test_the_rubric_is_checked():
    full = {code: Decimal(most) for code, most in RUBRIC}
    assert total_score(full) == 100
    assert code_of(total_score, {"need": Decimal(1)}) == "incubation.scores_incomplete"
    assert code_of(total_score, full | {"team": Decimal("20.5")}) == "incubation.score_outside"
    assert code_of(total_score, full | {"team": Decimal(-1)}) == "incubation.score_outside"
    assert mean_total([Decimal(80), Decimal(70), Decimal(75)]) == Decimal("75.00")
    assert mean_total([Decimal(80), Decimal(80), Decimal("80.5")]) == Decimal("80.17")


def test_the_ladder():
    three = dict.fromkeys(DIMENSIONS, 3)
    assert are_complete(three)
    assert not are_complete({**three, "finance": 6})
    assert not are_complete({"finance": 3})
    assert below_floor(three, FLOORS["graduation_review"]) == []
    assert below_floor({**three, "finance": 2}, 3) == ["finance"]
    assert below_floor({}, 1) == list(DIMENSIONS)
    assert next_level({**three, "openness": 1}) == ("openness", 2)
    assert next_level(dict.fromkeys(DIMENSIONS, 5)) is None


def test_graduation_names_the_first_criterion_that_is_not_met():
    met, unmet = Finding("registered", True, True, ""), Finding("financial_check", True, False, "")
    check_graduation([met, Finding("staff", False, False, "")])
    with pytest.raises(Refused) as caught:
        check_graduation([met, unmet])
    assert caught.value.facts["criterion"] == "financial_check"


@pytest.mark.parametrize(
    ("own", "district", "result"),
    [("4.0", "4.2", True), ("3.99", "4.2", False), (None, "4.2", False), ("4.0", None, False)],
)
def test_residents_are_satisfied(own, district, result):
    values = [None if v is None else Decimal(v) for v in (own, district)]
    assert is_satisfying(*values, Decimal("0.2")) is result
