"""Shares, days, lateness, acceptance and closing: vectors and properties."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contracts import states
from contracts.rules import closing, lateness
from contracts.rules.acceptance import MET, TOLERATED, Finding, Standard, check_findings, check_recipients
from contracts.rules.closing import check_closable
from contracts.rules.lateness import Timing, days_late, is_overdue, timing
from contracts.rules.milestones import (
    MOST,
    IndicatorPlan,
    amounts_of,
    check_due_days,
    due_moment,
    propose_milestones,
    spread,
)
from contracts.rules.terms import (
    add_months,
    check_resubmission,
    check_signing_day,
    check_term,
    days_until,
    publication_deadline,
    signing_deadline,
)
from marketplace.core.clock import SHANGHAI
from marketplace.core.refusals import Refused
from marketplace.statutes import STATUTES

DAY = date(2026, 3, 1)
NOON = datetime(2026, 3, 31, 12, 0, tzinfo=SHANGHAI)


def shares(*values):
    return [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("total", "plan", "parts"),
    [
        ("478320", ("50", "30", "20"), ("239160.00", "143496.00", "95664.00")),
        ("65150.01", ("50", "30", "20"), ("32575.01", "19545.00", "13030.00")),
        ("0.03", ("50", "50"), ("0.02", "0.01")),
    ],
)
# rules: PAY-01
def test_installments_follow_the_published_vectors(total, plan, parts):
    assert amounts_of(Decimal(total), shares(*plan)) == shares(*parts)


@given(
    st.decimals(min_value=1000, max_value=10**9, places=2),
    st.lists(st.integers(1, 2000), min_size=0, max_size=10),
)
def test_installments_always_add_up_to_the_contract(total, cents):
    rest = 10000 - sum(cents)
    assume(rest > 0)
    plan = [Decimal(c) / 100 for c in [*cents, rest]]
    parts = amounts_of(total, plan)
    assert sum(parts) == total
    assert all(part > 0 for part in parts)


@pytest.mark.parametrize(
    ("plan", "code", "difference"),
    [
        (("33.33", "33.33", "33.33"), "contracts.shares_short", "0.01"),
        (("50", "30"), "contracts.shares_short", "20"),
        (("50", "30", "20.01"), "contracts.shares_over", "0.01"),
    ],
)
def test_shares_that_miss_100_percent_are_refused_by_the_difference(plan, code, difference):
    with pytest.raises(Refused) as refused:
        amounts_of(Decimal(100), shares(*plan))
    assert (refused.value.code, refused.value.facts["difference"]) == (code, difference)


def test_there_are_between_one_and_many_milestones():
    with pytest.raises(Refused, match="no_milestone"):
        amounts_of(Decimal(100), [])
    with pytest.raises(Refused, match="too_many"):
        amounts_of(Decimal(100), [Decimal(4)] * (MOST + 1))
    with pytest.raises(Refused, match="share_too_small"):
        amounts_of(Decimal("0.01"), shares("50", "50"))


def test_proposed_milestones_end_with_the_term_and_share_out_the_numbers():
    rows = [IndicatorPlan("次数", "", "次", "", Decimal(101)), IndicatorPlan("率", "", "%", "", Decimal(98))]
    plans = propose_milestones(date(2026, 4, 1), date(2026, 12, 31), rows)
    assert [plan.share for plan in plans] == shares("50", "30", "20")
    assert plans[-1].due_at == datetime(2026, 12, 31, 23, 59, tzinfo=SHANGHAI)
    assert [plan.indicators[0].planned for plan in plans] == shares("50", "30", "21")
    assert [plan.indicators[1].planned for plan in plans] == shares("98", "98", "98")
    check_due_days([plan.due_at for plan in plans], date(2026, 4, 1), date(2026, 12, 31))
    two = propose_milestones(date(2026, 4, 1), date(2026, 4, 1), [], shares("60", "40"))
    assert [plan.title for plan in two] == ["第1阶段服务", "第2阶段服务"]


@given(st.decimals(0, 10**6, places=2), st.sampled_from([("50", "30", "20"), ("40", "40", "20"), ("100",)]))
def test_counts_that_are_spread_lose_nothing(planned, plan):
    assert sum(spread(planned, "人次", shares(*plan))) == planned


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ((date(2026, 3, 31),), "contracts.due_outside_term"),
        ((date(2027, 1, 1),), "contracts.due_outside_term"),
        ((date(2026, 6, 1), date(2026, 5, 1)), "contracts.due_out_of_order"),
    ],
)
def test_milestones_lie_in_the_term_and_in_order(days, code):
    with pytest.raises(Refused) as refused:
        check_due_days([due_moment(day) for day in days], date(2026, 4, 1), date(2026, 12, 31))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 5), 3, date(2027, 2, 5)),
    ],
)
def test_months_are_added_as_people_count_them(day, months, later):
    assert add_months(day, months) == later


def test_a_service_lasts_twelve_months_and_thirty_six_with_grounds():
    year, long = STATUTES.on("service.term", DAY), STATUTES.on("service.term_long", DAY)
    check_term(DAY, date(2027, 2, 28), year)
    check_term(DAY, date(2029, 2, 28), long)
    with pytest.raises(Refused, match="term_long"):
        check_term(DAY, date(2027, 3, 1), year)
    with pytest.raises(Refused, match="term_long"):
        check_term(DAY, date(2029, 3, 1), long)
    with pytest.raises(Refused, match="term_backwards"):
        check_term(DAY, date(2026, 2, 28), year)


@pytest.mark.django_db
# rules: CON-01, CON-03
def test_signing_and_publication_days_follow_the_vectors(calendar):
    assert signing_deadline(date(2026, 9, 10), STATUTES.on("contract.sign", DAY), calendar) == date(
        2026, 10, 10
    )
    assert publication_deadline(date(2026, 9, 29), STATUTES.on("contract.publish", DAY), calendar) == date(
        2026, 10, 8
    )


# rules: CON-01
def test_signing_has_a_first_and_a_last_day():
    limit = STATUTES.on("contract.sign", DAY)
    last = date(2026, 4, 10)
    check_signing_day(last, not_before=last, sign_by=last, late_reason="", limit=limit)
    check_signing_day(last + timedelta(1), not_before=None, sign_by=last, late_reason="疫情", limit=limit)
    with pytest.raises(Refused, match="signing_early"):
        check_signing_day(DAY, not_before=DAY + timedelta(1), sign_by=last, late_reason="", limit=limit)
    with pytest.raises(Refused, match="signing_late"):
        check_signing_day(last + timedelta(1), not_before=None, sign_by=last, late_reason=" ", limit=limit)
    assert days_until(last, DAY) == 40


@pytest.mark.parametrize("by", [timedelta(0), timedelta(seconds=-1), timedelta(days=60, seconds=1)])
def test_a_returned_report_gets_a_day_in_the_near_future(by):
    with pytest.raises(Refused, match="resubmit_day"):
        check_resubmission(NOON, NOON + by)


def test_states_owed_and_done_are_those_of_the_table():
    assert {str(state) for state in states.OWED_STATES} == lateness.OWED_STATES
    assert {str(state) for state in states.DONE_STATES} == closing.DONE_STATES


@pytest.mark.parametrize(
    ("state", "seconds", "running", "kind"),
    [
        ("planned", -8 * 86400, True, Timing.AHEAD),
        ("planned", -7 * 86400, True, Timing.SOON),
        ("planned", -1, True, Timing.SOON),
        ("planned", 0, True, Timing.OVERDUE),
        ("returned", 1, True, Timing.OVERDUE),
        ("returned", 1, False, Timing.AHEAD),
        ("submitted", 10**6, True, Timing.REPORTED),
        ("accepted", 10**6, True, Timing.DONE),
        ("paid", 10**6, True, Timing.DONE),
    ],
)
def test_lateness_follows_from_the_clock_alone(state, seconds, running, kind):
    now = NOON + timedelta(seconds=seconds)
    assert timing(state=state, deadline=NOON, now=now, is_running=running) == kind
    assert is_overdue(state=state, deadline=NOON, now=now, is_running=running) == (kind == Timing.OVERDUE)


def test_days_late_count_calendar_days_and_never_zero_when_late():
    due = due_moment(date(2026, 3, 31))
    assert days_late(due, due - timedelta(seconds=1), NOON) == 0
    assert days_late(due, due, NOON) == 1
    assert days_late(due, None, due + timedelta(days=3)) == 3


STANDARDS = [Standard("deliverable", "服务"), Standard("indicator-1", "次数", Decimal(10), Decimal(9), "次")]


@pytest.mark.parametrize(
    ("findings", "code"),
    [
        ({}, "contracts.standard_open"),
        ({"deliverable": Finding(MET)}, "contracts.standard_open"),
        ({"deliverable": Finding(MET), "indicator-1": Finding("?")}, "contracts.standard_open"),
        (
            {"deliverable": Finding(MET), "indicator-1": Finding(TOLERATED, " ")},
            "contracts.tolerated_without_reason",
        ),
    ],
)
def test_a_certificate_covers_every_standard(findings, code):
    with pytest.raises(Refused) as refused:
        check_findings(STANDARDS, findings)
    assert refused.value.code == code


# rules: ACP-01
def test_less_than_planned_is_accepted_only_with_a_reason():
    good = {"deliverable": Finding(MET), "indicator-1": Finding(TOLERATED, "一户搬迁")}
    assert check_findings(STANDARDS, good) is None


@pytest.mark.parametrize(
    ("public", "asked", "satisfied", "opinion", "code"),
    [
        (True, 0, 0, "", "contracts.recipients_not_heard"),
        (True, 1, 1, " ", "contracts.recipients_opinion"),
        (True, 1, 2, "好", "contracts.more_satisfied_than_asked"),
        (False, 0, 1, "", "contracts.more_satisfied_than_asked"),
    ],
)
# rules: ACP-02
def test_recipients_of_a_public_service_are_heard(public, asked, satisfied, opinion, code):
    minimum = STATUTES.on("acceptance.recipients", DAY)
    with pytest.raises(Refused) as refused:
        check_recipients(
            is_public_service=public, asked=asked, satisfied=satisfied, opinion=opinion, minimum=minimum
        )
    assert refused.value.code == code


def test_an_internal_service_needs_no_recipients():
    minimum = STATUTES.on("acceptance.recipients", DAY)
    assert (
        check_recipients(is_public_service=False, asked=0, satisfied=0, opinion="", minimum=minimum) is None
    )


def test_closing_needs_everything_accepted_and_a_check_or_a_reason():
    check_closable(["accepted", "paid"], checks=1, unchecked_reason="")
    check_closable(["paid"], checks=0, unchecked_reason="服务对象均已迁出")
    with pytest.raises(Refused, match="milestones_open"):
        check_closable(["accepted", "submitted"], checks=1, unchecked_reason="x")
    with pytest.raises(Refused, match="not_checked"):
        check_closable(["paid"], checks=0, unchecked_reason="  ")
