"""Cells never run; numbers stay numbers."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from opendata.rules.cells import cell


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+1", "'+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("\r\n=1", "' =1"),
        ("＝1+1", "'＝1+1"),
        ("＋1", "'＋1"),
        (" =1", "' =1"),
        ("-2", "-2"),
        ("-2.50", "-2.50"),
        (Decimal("-2.50"), "-2.50"),
        (-3, "-3"),
        (True, "true"),
        (None, ""),
        ("", ""),
        ("a\x00b\x07c", "abc"),
        ("\u202e=1", "'=1"),
        ("社区养老", "社区养老"),
        ("a\nb", "a b"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 2, tzinfo=UTC), "2026-03-01T10:00:00+08:00"),
    ],
)
def test_cells(value, expected):
    assert cell(value) == expected
