"""The pure kernel: states, money, references, clock, canonical records, statutes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core import canonical, clock, money, references
from marketplace.core.events import REGISTRY, Event
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition, table
from marketplace.statutes import INSTRUMENTS, STATUTES, UnknownParameter
from marketplace.statutes.parameters import Parameter, Register, Unit

CYCLE = table("lamp", "off", [("off", "switch_on", "on", "anyone"), ("on", "switch_off", "off", "anyone")])


def test_only_the_rows_of_the_table_are_steps():
    require_transition(CYCLE, "off", "on")
    with pytest.raises(Refused) as caught:
        require_transition(CYCLE, "on", "on")
    assert (caught.value.code, caught.value.status) == ("core.not_in_this_state", 409)
    assert caught.value.facts == {"cycle": "lamp", "current": "on", "target": "on"}


def test_reachability_sees_stranded_states():
    stranded = table("door", "shut", [("shut", "open", "wide", "anyone"), ("lost", "find", "shut", "anyone")])
    assert stranded.states() - stranded.reachable() == {"lost"}
    assert [row.act for row in CYCLE.acts("on")] == ["switch_off"]


@pytest.mark.parametrize(
    ("total", "parts"),
    [
        ("478320", ["239160.00", "143496.00", "95664.00"]),
        ("65150.01", ["32575.01", "19545.00", "13030.00"]),
        ("0.01", ["0.01", "0.00", "0.00"]),
    ],
)
def test_pay_01_the_last_part_is_the_remainder(total, parts):
    split = money.allocate(Decimal(total), [Decimal(50), Decimal(30), Decimal(20)])
    assert [str(part) for part in split] == parts


@given(
    st.decimals("0.01", "999999999.99", places=2),
    st.lists(st.integers(1, 100), min_size=1, max_size=8),
)
def test_allocation_always_adds_up(total, weights):
    shares = [Decimal(weight) for weight in weights]
    shares[-1] += 100 - sum(shares)
    assert sum(money.allocate(total, shares)) == total


def test_shares_must_be_exactly_one_hundred():
    with pytest.raises(ValueError, match=r"99\.99"):
        money.allocate(Decimal(1), [Decimal("33.33")] * 3)


def test_rounding_is_half_up_and_minor_units_are_exact():
    assert money.yuan("0.005") == Decimal("0.01")
    assert money.round_half_up(Decimal("9.4921875"), 2) == Decimal("9.49")
    assert money.fen(Decimal("12.34")) == 1234
    with pytest.raises(ValueError, match="below one fen"):
        money.fen(Decimal("0.001"))


def test_references_are_well_formed():
    assert references.reference("ZB", 2026, 1) == "ZB-2026-0001"
    assert references.is_reference("ZB-2026-12345")
    assert not references.is_reference("ZB-26-1")
    assert not references.is_reference("QQ-2026-0001")
    with pytest.raises(ValueError, match="unknown prefix"):
        references.reference("QQ", 2026, 1)


def test_public_ids_are_random_and_readable():
    ids = {references.public_id() for _ in range(200)}
    assert len(ids) == 200
    assert not set("".join(ids)) & set("01ilo")


def test_equality_is_late():
    deadline = datetime(2026, 3, 1, 9, tzinfo=clock.SHANGHAI)
    assert clock.is_late(deadline, deadline)
    assert not clock.is_late(deadline - timedelta(microseconds=1), deadline)


def test_the_day_is_the_days_of_the_district():
    assert clock.day_of(datetime(2026, 3, 1, 16, 30, tzinfo=UTC)) == date(2026, 3, 2)
    assert clock.utc_text(datetime(2026, 3, 1, 8, tzinfo=clock.SHANGHAI)) == "2026-03-01T00:00:00.000000Z"
    assert clock.is_believable(date(2000, 1, 1))
    assert not clock.is_believable(date(2101, 1, 1))


def test_canonical_records_do_not_depend_on_order():
    one = {"乙": Decimal("1.50"), "a": [date(2026, 1, 2)]}
    assert canonical.canonical(one) == '{"a":["2026-01-02"],"乙":"1.50"}'.encode()
    assert canonical.digest(one) == canonical.digest(dict(reversed(one.items())))
    assert canonical.digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    with pytest.raises(TypeError, match="set"):
        canonical.canonical({"x": {1}})


def test_events_register_under_their_room():
    class LampSwitched(Event):
        pass

    assert REGISTRY["tests.LampSwitched"] is LampSwitched
    del REGISTRY["tests.LampSwitched"]


def test_numbers_are_looked_up_by_the_date_of_the_notice():
    assert STATUTES.on("low_price.ceiling", date(2026, 2, 1)).value == Decimal("0.45")
    with pytest.raises(UnknownParameter, match="2026-01-31"):
        STATUTES.on("low_price.ceiling", date(2026, 1, 31))
    with pytest.raises(ValueError, match="whole number"):
        _ = STATUTES.on("low_price.ceiling", date(2026, 2, 1)).days


def test_a_key_has_one_value_a_day():
    register = Register()
    first = Parameter(
        "k", Decimal(1), Unit.COUNT, Citation("HOUSE"), date(2020, 1, 1), until=date(2021, 1, 1)
    )
    register.add(first)
    register.add(Parameter("k", Decimal(2), Unit.COUNT, Citation("HOUSE"), date(2021, 1, 1)))
    assert [row.value for row in register.all()] == [1, 2]
    with pytest.raises(ValueError, match="two values"):
        register.add(first)


def test_every_number_cites_a_known_instrument():
    for row in STATUTES.all():
        assert row.citation.instrument in INSTRUMENTS, row.key
        assert row.citation.trust in set("VPRGID"), row.key
    assert str(Citation("GPL", "art. 35")) == "GPL art. 35"
