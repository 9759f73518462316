"""The same questions, the same answers on both engines."""

from datetime import date
from decimal import Decimal

import pytest

from search import gateways
from search.rules.asked import Asked, Filters
from search.rules.questions import read_question

from .conftest import ABOUT_CARE

pytestmark = pytest.mark.django_db


def test_a_two_character_word_finds_every_text_that_means_it_before_any_trap(titles):
    found = titles("养老")
    assert set(found[: len(ABOUT_CARE)]) == set(ABOUT_CARE)
    assert found[len(ABOUT_CARE) :] == ["培养老年志愿者队伍"]


@pytest.mark.parametrize(
    ("typed", "first", "never"),
    [
        ("物业", "基本物业服务", "社会组织理事会换届"),
        ("体检", "老年人健康体检", "基本物业服务"),
        ("理事", "社会组织理事会换届", "基本物业服务"),
        ("居家养老", "居家养老服务采购", "社区养老助餐"),
        ("养老 助餐", "社区养老助餐", "养老院探访"),
        ("property", "基本物业服务", "老年人健康体检"),
        ("health checks", "老年人健康体检", "基本物业服务"),
        ("ＨＥＡＬＴＨ", "老年人健康体检", "基本物业服务"),
    ],
)
def test_what_is_asked_for_comes_first(titles, typed, first, never):
    found = titles(typed)
    assert first in found[:2]
    assert never not in found


def test_a_word_across_two_words_ranks_below_the_word_itself(titles):
    found = titles("物业")
    assert found.index("基本物业服务") < found.index("动物业余保护")


def test_single_characters_are_found_wherever_they_stand(titles):
    assert {"养老院探访", "居家养老服务采购"} <= set(titles("老"))


def test_when_no_text_holds_the_whole_question_related_ones_are_shown(records):
    found, _down = gateways.find(Asked(read_question("养老航天火箭发射")))
    assert found.is_loose
    assert found.total


def test_narrowing_by_amount_and_day(titles):
    amounts = {"amount_from": Decimal(2000), "amount_to": Decimal(3000)}
    assert set(titles("养老", filters=amounts)) == {"社区养老助餐", "养老院探访"}
    days = {"day_from": date(2026, 3, 4), "day_to": date(2026, 3, 4)}
    assert titles("养老", filters=days) == ["困难老人居家养老"]


def test_newest_first_when_asked(titles):
    assert titles("养老", sort="newest")[0] == "培养老年志愿者队伍"


def test_facets_count_with_the_other_narrowings(records):
    found, _down = gateways.find(Asked(read_question("养老"), Filters(day_from=date(2026, 3, 2))))
    assert dict(found.facets["kind"])["past"] == 5
    only, _down = gateways.find(Asked(read_question("养老"), Filters(kind="past", day_from=date(2026, 3, 2))))
    assert only.total == 5
    assert only.facets["kind"] == found.facets["kind"]
