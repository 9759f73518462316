"""The arithmetic of penalties: bounds of a clause, late days, sums, caps, parts held back (CON-07, CON-08)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from contracts.rules.penalties import (
    Terms,
    breach_sum,
    cap_of,
    check_decision,
    check_heard,
    check_objection,
    check_terms,
    late_days,
    late_sum,
    parts_of,
    proposed_terms,
    within_cap,
)
from marketplace.core.clock import SHANGHAI
from marketplace.core.refusals import Refused
from marketplace.statutes import STATUTES

D = Decimal
DAY = date(2026, 3, 16)
TERMS = Terms(D("0.0005"), D("625.00"), D("0.05"))
BOUNDS = {name: STATUTES.on(f"penalty.{name}_max", DAY) for name in ("late_day", "breach", "cap")}
DUE = datetime(2026, 3, 16, 23, 59, tzinfo=SHANGHAI)


def code_of(act, *args, **given) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **given)
    return refused.value.code


def test_a_contract_proposes_the_usual_clause():
    """CON-07"""
    usual = {name: STATUTES.on(f"penalty.{name}", DAY) for name in ("late_day", "breach", "cap")}
    assert proposed_terms(D("125000.00"), **usual) == TERMS
    assert TERMS.is_agreed
    assert not Terms(D(0), D(0), D(0)).is_agreed


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (Terms(D("0.001001"), D(0), D("0.05")), "contracts.late_day_high"),
        (Terms(D("0.001"), D("2500.01"), D("0.05")), "contracts.breach_high"),
        (Terms(D("0.001"), D("2500.00"), D("0.1001")), "contracts.cap_high"),
        (Terms(D("0.001"), D(0), D(0)), "contracts.cap_missing"),
    ],
)
def test_a_clause_stays_in_its_bounds(terms, code):
    assert code_of(check_terms, terms, D("125000.00"), BOUNDS) == code


@pytest.mark.parametrize("terms", [Terms(D("0.001"), D("2500.00"), D("0.10")), Terms(D(0), D(0), D(0))])
def test_the_bounds_themselves_and_no_clause_are_allowed(terms):
    assert check_terms(terms, D("125000.00"), BOUNDS) is None


@pytest.mark.parametrize(
    ("first", "again", "last", "until", "days"),
    [
        (None, None, None, 0, 0),
        (None, None, None, 3, 3),
        (3, None, None, 30, 3),
        (0, 10, None, 12, 2),
        (2, 10, 14, 40, 6),
        (0, 10, 9, 40, 0),
    ],
)
def test_late_days_run_to_the_first_report_and_after_a_return_to_the_next(first, again, last, until, days):
    def at(number):
        return None if number is None else DUE - timedelta(hours=12) + timedelta(days=number)

    given = {"due_at": DUE, "first_at": at(first), "again_by": None, "last_at": at(last), "until": at(until)}
    given["again_by"] = None if again is None else DUE + timedelta(days=again)
    assert late_days(**given) == days


def test_sums_are_counted_to_the_fen():
    assert late_sum(D("62500.01"), 3, TERMS) == D("93.75")
    assert breach_sum(2, TERMS) == D("1250.00")
    assert cap_of(D("125000.19"), TERMS) == D("6250.00")


@pytest.mark.parametrize(
    ("raw", "taken", "expected"),
    [
        ("93.75", "0", "93.75"),
        ("93.75", "6200", "50.00"),
        ("93.75", "6250", "0.00"),
        ("93.75", "7000", "0.00"),
    ],
)
def test_a_sum_stays_under_the_cap(raw, taken, expected):
    assert within_cap(D(raw), cap=D("6250.00"), taken=D(taken)) == D(expected)


def test_the_organization_is_heard_first():
    """CON-08"""
    later = {"today": DAY + timedelta(days=1), "last": DAY}
    assert check_heard(is_answered=True, today=DAY, last=DAY) is None
    assert check_heard(is_answered=False, **later) is None
    assert code_of(check_heard, is_answered=False, today=DAY, last=DAY) == "contracts.penalty_not_heard"


@pytest.mark.parametrize(
    ("amount", "reason", "code"),
    [
        ("10.00", " ", "contracts.reason_missing"),
        ("0", "x", "contracts.penalty_amount"),
        ("-1", "x", "contracts.penalty_amount"),
        ("1.001", "x", "contracts.penalty_amount"),
        ("93.76", "x", "contracts.penalty_above"),
    ],
)
def test_a_decision_lowers_and_never_raises(amount, reason, code):
    assert check_decision(D("93.75"), most=D("93.75"), reason="x") is None
    assert code_of(check_decision, D(amount), most=D("93.75"), reason=reason) == code


def test_an_objection_comes_in_time_and_says_something():
    assert check_objection(today=DAY, last=DAY, text="x") is None
    late = {"today": DAY + timedelta(days=1), "last": DAY, "text": "x"}
    assert code_of(check_objection, **late) == "contracts.objection_late"
    assert code_of(check_objection, today=DAY, last=DAY, text=" ") == "contracts.reason_missing"


@pytest.mark.parametrize(
    ("rest", "owed", "parts"),
    [
        ("100.00", ["30.00", "20.01"], ["30.00", "20.01"]),
        ("40.00", ["30.00", "20.01"], ["30.00", "10.00"]),
        ("30.00", ["30.00", "20.01"], ["30.00", "0.00"]),
        ("100.00", [], []),
    ],
)
def test_a_payment_is_held_back_in_order_to_the_fen(rest, owed, parts):
    assert parts_of(D(rest), [D(row) for row in owed]) == [D(row) for row in parts]
