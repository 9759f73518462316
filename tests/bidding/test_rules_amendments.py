"""Time to read after a change (O87 art. 27; case C11 of the rules), and what may change at all."""

from datetime import date, datetime

import pytest

from bidding.rules.amendments import MATERIAL, MINOR, check_reading_time, extended, is_material
from bidding.rules.profiles import profile_on
from marketplace.core.clock import SHANGHAI
from marketplace.workdays.queries import shipped_calendar

CALENDAR = shipped_calendar()
NOTICE = date(2026, 9, 1)
OPEN = profile_on("statutory", "open", NOTICE)
SINGLE = profile_on("statutory", "single", NOTICE)
DEADLINE = datetime(2026, 10, 20, 17, 0, tzinfo=SHANGHAI)


def test_what_affects_a_bid_is_material():
    assert is_material(["contact", "need"])
    assert not is_material(MINOR)
    assert not is_material([])
    assert not set(MATERIAL) & set(MINOR)


@pytest.mark.parametrize(("today", "fits"), [(date(2026, 10, 5), True), (date(2026, 10, 6), False)])
def test_the_last_day_for_a_change_is_fifteen_days_before_the_deadline(today, fits):
    found = check_reading_time(OPEN, NOTICE, today, DEADLINE, CALENDAR)
    assert (found == []) is fits
    assert [row.rule for row in found] == [] if fits else ["DOC-04"]


def test_a_deadline_that_leaves_the_time_stays():
    assert extended(OPEN, NOTICE, date(2026, 9, 10), DEADLINE, CALENDAR) == DEADLINE


def test_a_deadline_that_does_not_moves_to_the_first_day_that_does_at_its_hour():
    moved = extended(OPEN, NOTICE, date(2026, 10, 12), DEADLINE, CALENDAR)
    assert moved == datetime(2026, 10, 27, 17, 0, tzinfo=SHANGHAI)
    assert check_reading_time(OPEN, NOTICE, date(2026, 10, 12), moved, CALENDAR) == []


def test_a_procedure_without_a_number_asks_for_none():
    assert check_reading_time(SINGLE, NOTICE, date(2026, 10, 19), DEADLINE, CALENDAR) == []
