"""What publishers write where the standard expects something else: kept, or left out with the reason."""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from opendata.rules import facts, reading
from opendata.rules.reading import read_release, releases_in
from opendata.rules.values import moment_of


def notes_of(doc) -> Counter:
    notes: Counter = Counter()
    for release, _origin in releases_in(doc, notes):
        read_release(release, notes)
    return notes


@pytest.mark.parametrize(
    ("doc", "note"),
    [
        (7, ("document", reading.NOT_AN_OBJECT)),
        ([[], {"records": [3]}], ("document", reading.NOT_AN_OBJECT)),
        ({"ocid": "x", "buyer": 3}, ("buyer", reading.NOT_AN_OBJECT)),
        ({"ocid": "x", "awards": 3}, ("awards[]", reading.NOT_AN_OBJECT)),
        ({"ocid": "x", "awards": [3]}, ("awards[]", reading.NOT_AN_OBJECT)),
        ({"ocid": "x", "date": "soon"}, ("date", reading.NOT_A_DAY)),
        (
            {"ocid": "x", "tender": {"value": {"amount": "much"}}},
            ("tender.value.amount", reading.NOT_A_NUMBER),
        ),
        ({"ocid": "x", "tender": {"title": {"zh": "x"}}}, ("tender.title", reading.NOT_TEXT)),
        ({"ocid": "x", "releases": [{"url": "https://example.org/1"}]}, ("releases[]", reading.LINKED)),
        (
            {"records": [{"ocid": "x", "versionedRelease": {}, "releases": []}]},
            ("versionedRelease", reading.COPY),
        ),
        ({"ocid": "x", "compiledRelease": {}}, None),
    ],
)
def test_what_is_left_out_is_noted(doc, note):
    notes = notes_of(doc)
    assert note is None or notes[note] == 1, notes


def test_a_release_that_is_no_object_names_no_process():
    notes: Counter = Counter()
    assert read_release([], notes) is None
    assert notes["release", reading.NOT_AN_OBJECT] == 1
    assert reading._origin([]) == {}


def test_an_amount_without_its_object_and_one_object_in_a_list_are_read():
    notes: Counter = Counter()
    kept = read_release({"ocid": "x", "tender": {"value": 12}, "buyer": [{"name": "民政局"}]}, notes)
    assert kept["tender"]["value"] == {"amount": "12.00"}
    assert kept["buyer"] == {"name": "民政局"}


def test_the_day_of_the_package_stands_for_a_missing_one_and_a_row_said_twice_is_kept_once():
    notes: Counter = Counter()
    package = {"publishedDate": "2026-01-02"}
    kept = read_release({"ocid": "x", "packageInfo": package, "awards": [{"id": "1"}, {"id": "1"}]}, notes)
    assert kept["date"].startswith("2026-01-02")
    assert kept["awards"] == [{"id": "1"}]


def test_suppliers_are_cut_at_a_whole_name():
    assert facts._joined(["甲", "乙" * 9], 5) == "甲"
    assert facts._joined(["乙" * 9], 5) == "乙" * 5


def test_an_unbelievable_sum_gives_way_to_the_next_source():
    notes: Counter = Counter()
    half = {"amount": str(facts.LARGEST / 2), "currency": "CNY"}
    release = {
        "contracts": [{"id": "1", "value": half}, {"id": "2", "value": half}],
        "tender": {"value": {"amount": "5", "currency": "cny"}},
    }
    assert facts._amount(release, notes) == (Decimal(5), "CNY")
    assert notes["amount", reading.NOT_A_NUMBER] == 1


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1767225600000", datetime(2026, 1, 1, tzinfo=UTC)),
        (10**30, None),
        ("", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("2026-01-01 or so", datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_moments_as_publishers_write_them(text, moment):
    assert moment_of(text) == moment
