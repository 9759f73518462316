"""Amounts, days and shares are written as the words of the product ask, in both languages."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from marketplace.core.clock import SHANGHAI
from marketplace.web import addresses, formats

NOW = datetime(2026, 3, 9, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def moment():
    token = formats.request_moment.set(NOW)
    yield
    formats.request_moment.reset(token)


@pytest.mark.parametrize(
    ("amount", "chinese", "english"),
    [
        (Decimal(125000), "¥12.5万元", "¥125,000"),
        (Decimal("62500.50"), "¥6.3万元", "¥62,501"),
        (Decimal(9800), "¥9,800元", "¥9,800"),
        (Decimal(12305000), "¥1,230.5万元", "¥12.31 million"),
        (Decimal(377_000_000), "¥3.77亿元", "¥377.00 million"),
        (Decimal(0), "¥0元", "¥0"),
        (Decimal(-15000), "-¥1.5万元", "-¥15,000"),
        ("", "—", "—"),
        (None, "—", "—"),
        ("NaN", "—", "—"),
    ],
)
def test_short_money(amount, chinese, english):
    with override("zh-hans"):
        assert formats.short_money(amount) == chinese
    with override("en"):
        assert formats.short_money(amount) == english


def test_full_money_keeps_the_fen():
    assert formats.full_money(Decimal("1234567.5")) == "¥1,234,567.50"
    assert formats.full_money(Decimal("-0.5")) == "-¥0.50"
    assert formats.full_money(None) == "—"


@pytest.mark.parametrize(
    ("day", "chinese", "english"),
    [
        (date(2026, 3, 14), "3月14日（周六）", "Sat, Mar 14"),
        (date(2025, 12, 31), "2025年12月31日（周三）", "Wed, Dec 31, 2025"),
        (datetime(2026, 3, 13, 23, 30, tzinfo=SHANGHAI), "3月13日（周五）", "Fri, Mar 13"),
    ],
)
def test_days_name_the_year_only_when_it_differs(day, chinese, english):
    with override("zh-hans"):
        assert formats.day_text(day) == chinese
    with override("en"):
        assert formats.day_text(day) == english


def test_moments_are_on_the_clock_of_the_district():
    utc = datetime.fromisoformat("2026-03-13T16:30:00+00:00")
    with override("zh-hans"):
        assert formats.moment_text(utc) == "3月14日（周六）00:30"
        assert formats.instant_text(utc) == "3月14日（周六）00:30:00"
    with override("en"):
        assert formats.moment_text(utc) == "Sat, Mar 14, 00:30"


@pytest.mark.parametrize(
    ("due", "text", "tone"),
    [
        (NOW + timedelta(days=5), "5 days left", "neutral"),
        (NOW + timedelta(days=1), "1 day left", "warn"),
        (NOW + timedelta(hours=7), "Due today 17:00", "warn"),
        (NOW, "Overdue since today", "late"),
        (NOW - timedelta(days=2), "2 days overdue", "late"),
        (date(2026, 3, 9), "Due today", "warn"),
        (date(2026, 3, 8), "1 day overdue", "late"),
        (None, "", "neutral"),
    ],
)
def test_days_left_counts_calendar_days_and_equality_is_late(due, text, tone):
    with override("en"):
        assert formats.days_left_text(due, NOW) == text
        assert formats.urgency(due, NOW) == tone


def test_a_share_is_never_shown_without_its_number_of_answers_below_five():
    with override("zh-hans"):
        assert formats.percent_text(Decimal("0.912"), 2306) == "91.2%（n=2,306）"
        assert formats.percent_text(1, 5) == "100%（n=5）"
        assert formats.percent_text(Decimal("0.9"), 4) == "暂不公布（人数不足5人）"
    with override("en"):
        assert formats.percent_text(0.5, 10) == "50% (n=10)"
        assert formats.percent_text(None, 10) == "—"


@pytest.mark.parametrize(
    ("path", "english"),
    [
        ("/tenders/x/", "/en/tenders/x/"),
        ("/", "/en/"),
        ("/en/tenders/", "/en/tenders/"),
        ("/api/v1/", "/api/v1/"),
        ("//evil.example", "//evil.example"),
        ("https://example.org/", "https://example.org/"),
        ("", ""),
    ],
)
def test_stored_paths_get_the_language_of_the_page(path, english):
    with override("en"):
        assert addresses.localized(path) == english
    with override("zh-hans"):
        assert addresses.localized(path) == path


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
            "Chrome · Linux",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0",
            "WeChat · iPhone",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "—"),
    ],
)
def test_a_device_is_named_as_people_know_it(agent, said):
    assert formats.device_text(agent) == said


def test_things_are_named_in_the_readers_language():
    class Thing:
        name, name_en = "阳光社区", "Yangguang"

    class Work:
        title, title_en = "助餐", ""

    with override("en"):
        assert (formats.named(Thing()), formats.named(Work())) == ("Yangguang", "助餐")
    with override("zh-hans"):
        assert formats.named(Thing()) == "阳光社区"
    assert formats.named(None) == ""
