"""When a contract is evaluated as a whole, how its sample is drawn, and when rectification goes to the level above."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from bidding.rules.draws import order_by_draw
from contracts.rules.closing import check_evaluated
from contracts.rules.rectification import (
    check_answers,
    check_order,
    escalates_on,
    is_escalated,
    is_overdue,
)
from contracts.rules.stages import (
    check_sampled,
    expanded,
    fails_unreported,
    final_day,
    midterm_day,
    needs_stages,
    sample_size,
)
from contracts.states import RECTIFICATION, STAGE, RectificationState, StageState
from marketplace.core.clock import SHANGHAI
from marketplace.core.refusals import Refused
from marketplace.statutes import STATUTES
from marketplace.workdays.rules import Calendar

NOW = datetime(2026, 3, 16, 10, 0, tzinfo=SHANGHAI)
TODAY = NOW.date()
SIX = STATUTES.on("performance.midterm_after", TODAY)


@pytest.mark.parametrize(
    ("starts", "ends", "needed"),
    [
        (date(2026, 1, 1), date(2026, 6, 30), False),
        (date(2026, 1, 1), date(2026, 7, 1), True),
        (date(2025, 8, 31), date(2026, 2, 27), False),
        (date(2025, 8, 31), date(2026, 2, 28), True),
    ],
)
def test_contracts_of_more_than_six_months_are_evaluated(starts, ends, needed):
    assert needs_stages(starts, ends, SIX) is needed


# rules: PER-05
@pytest.mark.parametrize(
    ("track", "kind", "today", "unreported", "fails"),
    [
        ("grant", "midterm", date(2026, 3, 2), 1, True),
        ("grant", "midterm", date(2026, 3, 1), 1, False),  # the last day itself is in time
        ("grant", "midterm", date(2026, 3, 2), 0, False),
        ("below_limit", "midterm", date(2026, 3, 2), 1, False),
        ("grant", "final", date(2026, 3, 2), 1, False),
    ],
)
def test_a_missing_midterm_report_fails_on_the_grant_track(track, kind, today, unreported, fails):
    # rules: VEN-06
    due_on = date(2026, 3, 1)
    facts = {"track": track, "kind": kind, "today": today, "unreported": unreported}
    assert fails_unreported(due_on=due_on, **facts) is fails
    assert not fails_unreported(due_on=None, **facts)


def test_the_final_evaluation_begins_a_month_before_the_end():
    month = STATUTES.on("performance.final_before", TODAY)
    assert final_day(date(2026, 3, 31), month) == date(2026, 2, 28)
    assert midterm_day(date(2026, 1, 1), date(2026, 12, 31)) == date(2026, 7, 2)
    with pytest.raises(Refused, match="final_missing"):
        check_evaluated(open_orders=0, is_final_missing=True)
    with pytest.raises(Refused, match="rectification_open"):
        check_evaluated(open_orders=1, is_final_missing=True)
    check_evaluated(open_orders=0, is_final_missing=False)


@pytest.mark.parametrize(("frame", "size"), [(0, 0), (3, 3), (5, 5), (40, 5), (51, 6), (300, 30), (5000, 30)])
def test_sample_sizes(frame, size):
    assert sample_size(frame, Decimal("0.10"), 5, 30) == size


def test_a_stranger_draws_the_same_sample():
    frame = [
        {"key": "milestone-1", "kind": "milestone", "number": 1, "title": "中期"},
        {"kind": "records", "title": "签到簿", "count": 3},
    ]
    items = expanded(frame)
    assert set(items) == {"milestone-1", "record-1", "record-2", "record-3"}
    assert items["record-2"] == {"kind": "record", "number": 2, "title": "签到簿"}
    assert order_by_draw("seed", items) == order_by_draw("seed", reversed(items))
    check_sampled(0)
    with pytest.raises(Refused, match="sample_open"):
        check_sampled(2)


@pytest.mark.parametrize(
    ("items", "due", "code"),
    [
        ([], NOW + timedelta(days=5), "contracts.rectification_items"),
        (["补签到"] * 11, NOW + timedelta(days=5), "contracts.rectification_items"),
        (["补签到"], NOW, "contracts.resubmit_day"),
        (["补签到"], NOW + timedelta(days=61), "contracts.resubmit_day"),
    ],
)
def test_orders_have_items_and_a_day_ahead(items, due, code):
    with pytest.raises(Refused) as caught:
        check_order(items, due, NOW)
    assert caught.value.code == code
    check_order(["补签到"], NOW + timedelta(days=60), NOW)


def test_every_item_is_answered():
    check_answers(["已补"])
    with pytest.raises(Refused, match="unanswered"):
        check_answers(["已补", " "])


def test_late_orders_go_to_the_level_above():
    due, last = NOW, escalates_on(NOW, 3, Calendar(years=frozenset({2026})))
    assert last == date(2026, 3, 19)
    assert is_overdue(is_ordered=True, due_at=due, now=due)
    assert not is_overdue(is_ordered=False, due_at=due, now=due)
    assert not is_escalated(is_ordered=True, turns=0, last=last, now=NOW)
    assert is_escalated(is_ordered=True, turns=0, last=last, now=NOW + timedelta(days=4))
    assert is_escalated(is_ordered=True, turns=2, last=last, now=NOW)
    assert not is_escalated(is_ordered=False, turns=2, last=last, now=NOW)


def test_every_state_is_reachable():
    assert STAGE.reachable() == {str(state) for state in StageState}
    assert RECTIFICATION.reachable() == {str(state) for state in RectificationState}
