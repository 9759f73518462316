"""The calendar of a procedure: chosen days move the others, and what law refuses says which article (AWD-01, AWD-03)."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidding.rules.findings import BLOCK, WARN
from bidding.rules.grids import month_grids
from bidding.rules.periods import Step
from bidding.rules.profiles import offered_on, profile_on
from bidding.rules.schedule import planned, service_start, simulated
from marketplace.core.clock import SHANGHAI
from marketplace.workdays.queries import shipped_calendar
from marketplace.workdays.rules import Calendar

YEAR = shipped_calendar()
DAY = date(2026, 9, 21)
OPEN = profile_on("statutory", "open", DAY)
DEADLINE = datetime(2026, 10, 20, 17, tzinfo=SHANGHAI)


def plan(profile=OPEN, notice=DAY, deadline=DEADLINE, calendar=YEAR, today=None, **wishes):
    rows = planned(profile, notice, deadline, calendar, wishes=wishes, today=today)
    return {row.step.code: row for row in rows}


def days(rows):
    return {code: row.step.day for code, row in rows.items()}


def test_without_a_choice_every_step_uses_its_whole_time():
    rows = plan()
    assert {code: day.isoformat() for code, day in days(rows).items()} == {
        "notice": "2026-09-21", "notice_ends": "2026-09-29", "documents_until": "2026-09-29",
        "clarification_by": "2026-10-05", "bid_deadline": "2026-10-20", "opening": "2026-10-20",
        "evaluation": "2026-10-20", "report_by": "2026-10-22", "decision_by": "2026-10-29",
        "result_notice_by": "2026-11-02", "result_notice_ends": "2026-11-03", "challenge_ends": "2026-11-12",
        "challenge_answered": "2026-11-23", "contract_sign": "2026-12-02", "contract_public": "2026-12-04",
    }  # fmt: skip
    assert [s.day for s in simulated(OPEN, DAY, DEADLINE, YEAR)] == list(days(rows).values())
    assert not any(row.finding for row in rows.values())
    assert (rows["contract_sign"].first, rows["contract_sign"].last) == (
        date(2026, 11, 13),
        date(2026, 12, 2),
    )


# rules: AWD-01, AWD-03, CON-01
def test_a_chosen_day_moves_all_that_follow_and_none_before():
    rows, moved = days(plan()), days(plan(decision_by=date(2026, 10, 23)))
    assert moved["report_by"] == rows["report_by"]
    assert moved["result_notice_by"] == date(2026, 10, 27)
    assert moved["challenge_ends"] == date(2026, 11, 6)
    later = days(plan(evaluation=date(2026, 10, 26)))
    assert later["report_by"] == date(2026, 10, 28)


@pytest.mark.parametrize(
    ("wish", "code", "effect", "cited", "stays"),
    [
        ({"decision_by": date(2026, 11, 2)}, "schedule_late", BLOCK, "GPR art. 43", "2026-10-29"),
        ({"decision_by": date(2026, 10, 1)}, "schedule_early", BLOCK, "GPR art. 43", "2026-10-22"),
        ({"result_notice_by": date(2026, 11, 9)}, "schedule_late", BLOCK, "O87 art. 69", "2026-11-02"),
        ({"evaluation": date(2026, 10, 19)}, "schedule_early", BLOCK, "O87 art. 39", "2026-10-20"),
        ({"contract_sign": date(2026, 11, 12)}, "schedule_early", BLOCK, "GPR art. 54", "2026-11-13"),
        ({"contract_sign": date(2026, 12, 3)}, "schedule_late", BLOCK, "GPL art. 46", "2026-12-02"),
        ({"evaluation": date(2026, 10, 24)}, "schedule_day_off", WARN, "HOUSE", "2026-10-24"),
    ],
)
def test_a_day_that_law_does_not_allow_stays_at_its_bound(wish, code, effect, cited, stays):
    row = plan(**wish)[next(iter(wish))]
    assert (row.finding.code, row.finding.effect, str(row.finding.citation)) == (
        f"bidding.{code}",
        effect,
        cited,
    )
    assert row.step.day.isoformat() == stays
    assert row.finding.field == next(iter(wish))


def test_the_deadline_moves_with_the_notice():
    early = plan(deadline=datetime(2026, 10, 9, 17, tzinfo=SHANGHAI))["bid_deadline"]
    assert (early.finding.rule, early.finding.code) == ("DOC-02", "bidding.deadline_early")
    assert early.step.at == datetime(2026, 10, 12, 17, tzinfo=SHANGHAI)
    tight = plan(deadline=datetime(2026, 10, 12, 17, tzinfo=SHANGHAI))["bid_deadline"]
    assert (tight.finding.effect, tight.first) == (WARN, date(2026, 10, 12))
    assert list(plan(deadline=None)) == ["notice", "notice_ends", "documents_until"]


def test_the_notice_is_not_in_the_past_and_on_a_working_day():
    past = plan(notice=date(2026, 9, 18), today=DAY)["notice"]
    assert (past.step.day, past.finding.code) == (DAY, "bidding.schedule_past")
    assert plan(notice=date(2026, 9, 26), today=DAY)["notice"].finding.rule == "CAL-02"
    # 20 September 2026 is a Sunday on which offices work
    assert plan(notice=date(2026, 9, 20))["notice"].finding is None


# rules: CAL-03
def test_a_year_without_a_plan_gives_no_date():
    rows = plan(notice=date(2026, 12, 1), deadline=datetime(2026, 12, 30, 17, tzinfo=SHANGHAI))
    assert rows["decision_by"].step.missing_year == 2027
    assert list(rows)[-1] == "result_notice_by"
    wished = plan(
        notice=date(2026, 12, 1), deadline=datetime(2026, 12, 30, 17, tzinfo=SHANGHAI), decision_by=DAY
    )
    assert wished["decision_by"].finding is None
    far = plan(notice=date(2026, 12, 20), deadline=datetime(2027, 1, 20, 17, tzinfo=SHANGHAI))
    assert far["bid_deadline"].finding.code == "bidding.calendar_missing"
    assert far["bid_deadline"].first is None
    assert far["report_by"].step.missing_year == 2027
    next_year = plan(notice=date(2027, 1, 4), deadline=None)["notice"]
    assert next_year.finding.facts == {"year": 2027}
    short = plan(
        notice=date(2026, 11, 20),
        deadline=datetime(2026, 12, 14, 17, tzinfo=SHANGHAI),
        decision_by=date(2026, 12, 17),
    )
    assert short["contract_sign"].first is None or short["contract_sign"].first.year == 2026


def test_challenges_that_end_with_the_loaded_year_leave_no_first_day_of_signing():
    until = Calendar(years=YEAR.years, off=YEAR.off, makeup=YEAR.makeup)
    rows = plan(
        notice=date(2026, 11, 20), deadline=datetime(2026, 12, 14, 17, tzinfo=SHANGHAI), calendar=until,
        evaluation=date(2026, 12, 15), report_by=date(2026, 12, 16), decision_by=date(2026, 12, 18),
        result_notice_by=date(2026, 12, 21), contract_sign=date(2027, 1, 4),
    )  # fmt: skip
    assert rows["challenge_ends"].step.day == date(2026, 12, 31)
    assert rows["contract_sign"].first is None
    assert rows["contract_sign"].finding is None


def test_a_service_that_begins_before_its_contract_is_warned_of():
    rows = planned(OPEN, DAY, DEADLINE, YEAR)
    found = service_start(date(2026, 12, 1), rows)
    assert (found.effect, found.facts) == (WARN, {"signed": date(2026, 12, 2)})
    assert service_start(date(2026, 12, 2), rows) is None
    assert service_start(None, rows) is None
    assert service_start(DAY, []) is None


MOVED = ("evaluation", "report_by", "decision_by", "result_notice_by", "contract_sign")


@given(
    profile=st.sampled_from(offered_on(DAY)),
    moves=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 120)), max_size=4),
)
def test_whatever_is_wished_the_plan_is_in_order_and_inside_its_bounds(profile, moves):
    wishes = {MOVED[place]: date(2026, 9, 1) + timedelta(days=days) for place, days in moves}
    rows = planned(profile, DAY, DEADLINE, YEAR, wishes=wishes)
    order = ["bid_deadline", "evaluation", "report_by", "decision_by", "result_notice_by"]
    found = {row.step.code: row for row in rows}
    kept = [day for code in order if (day := found[code].step.day)]
    assert kept == sorted(kept)
    for row in rows:
        if row.step.day and row.step.code in wishes:
            assert row.first is None or row.first <= row.step.day
            assert row.last is None or row.step.day <= row.last


# rules: CAL-02
def test_months_mark_days_off_make_up_days_and_steps():
    steps = [
        Step("notice", date(2026, 9, 21)),
        Step("a", date(2026, 10, 10)),
        Step("b", date(2027, 1, 5)),
        Step("c", None),
    ]
    months = month_grids(steps, YEAR)
    assert [month.first for month in months] == [
        date(2026, 9, 1),
        date(2026, 10, 1),
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]
    cells = {cell.day: cell for month in months for week in month.weeks for cell in week if cell.day}
    assert {day: cells[day].kind for day in (date(2026, 9, 20), date(2026, 9, 21), date(2026, 9, 26), date(2026, 10, 1), date(2027, 1, 5))} == {
        date(2026, 9, 20): "makeup", date(2026, 9, 21): "working", date(2026, 9, 26): "weekend",
        date(2026, 10, 1): "holiday", date(2027, 1, 5): "unknown",
    }  # fmt: skip
    assert cells[date(2026, 10, 10)].codes == ("a",)
    assert all(len(week) == 7 for month in months for week in month.weeks)
    assert month_grids([], YEAR) == []
