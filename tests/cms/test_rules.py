"""Texts become blocks; /rules/ shows every number in force on a day."""

from datetime import date

import pytest
from django.utils import translation

from cms.models import BodyBlock
from cms.queries.coded import coded_rules
from cms.queries.statutes import article_text, rules_on, value_text
from cms.rules import policies, read_text
from marketplace.statutes import RULES, STATUTES, Unit

TEXT = """title: 标题
lead: 一句话
---
# 小标题
第一段**重点**<b>
! 提醒

1. 步骤 | 谁 | 做什么 | /needs/

= 表
: 名 = 值

$ 分数 | a < b

- 甲
- 乙
"""


def test_a_text_is_read_into_blocks_that_the_editor_accepts():
    text = read_text(TEXT)
    assert (text.title, text.lead) == ("标题", "一句话")
    kinds = [block["type"] for block in text.blocks]
    assert kinds == ["heading", "paragraph", "paragraph", "steps", "rows", "formula", "paragraph"]
    stream = BodyBlock().to_python(text.blocks)
    assert BodyBlock().clean(stream)[0].value == "小标题"
    assert "&lt;b&gt;" in text.blocks[1]["value"]


def test_reading_twice_gives_the_same_ids():
    assert read_text(TEXT) == read_text(TEXT)


def test_policies_are_read_by_key():
    assert list(policies("@ GPL\n一\n二\n@ GPR\n三\n")) == ["GPL", "GPR"]


@pytest.mark.parametrize(
    ("language", "article", "expected"),
    [("zh-hans", "art. 31(3)", "第31条第3项"), ("zh-hans", "", ""), ("en", "art. 35", "art. 35")],
)
def test_articles_are_written_in_the_readers_language(language, article, expected):
    with translation.override(language):
        assert article_text(article) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [("open.response", "20 days"), ("committee.expert_share", "66.67%"), ("bond.bid_max", "2%"),
     ("committee.large_budget", "¥10,000,000.00"), ("award.notice_period", "1 working day")],
)  # fmt: skip
def test_values_carry_their_unit(key, expected):
    row = next(row for row in STATUTES.all() if row.key == key)
    with translation.override("en"):
        assert value_text(row.value, row.unit) == expected


def test_every_unit_has_words():
    from decimal import Decimal

    with translation.override("en"):
        for unit in Unit:
            assert value_text(Decimal(3), unit)


@pytest.mark.django_db
def test_only_rules_in_force_are_listed():
    assert rules_on(date(2001, 1, 1)) == []
    known = {line.key for line in rules_on(date(2026, 3, 1))}
    assert known == {row.key for row in STATUTES.all() if row.in_force(date(2026, 3, 1))}


@pytest.mark.django_db
def test_what_is_to_be_confirmed_can_be_picked_out():
    unsure = rules_on(date(2026, 3, 1), only_unsure=True)
    assert unsure
    assert all(line.tone == "warn" for line in unsure)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "day=2010-01-01",
        "day=0001-01-01",
        "day=x",
        "group=<x>",
        "q=%00",
        "q=" + "x" * 5000,
        "unsure=1",
        "family=GEN&phase=planning&effect=block&trust=V",
        "family=nothing",
        "trust=<b>",
    ],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_answers_any_narrowing(client, prefix, query):
    for page in ("rules", "rules/numbers"):
        assert client.get(f"{prefix}/{page}/?{query}").status_code in {200, 422}


@pytest.mark.django_db
def test_coded_rules_are_narrowed_by_subject_step_effect_trust_and_words():
    day = date(2026, 3, 2)
    every = coded_rules(day)
    assert {line.id for line in every} == {rule.id for rule in RULES.all()}
    assert {line.family for line in coded_rules(day, family="DOC")} == {"DOC"}
    assert {line.phase for line in coded_rules(day, phase="opening")} == {"opening"}
    assert {line.effect for line in coded_rules(day, effect="warn")} == {"warn"}
    assert all(line.is_unsure for line in coded_rules(day, trust="I"))
    assert [line.id for line in coded_rules(day, query="gen-04")] == ["GEN-04"]
    unsure = coded_rules(day, only_unsure=True)
    assert all(line.is_unsure or any(row.is_unsure for row in line.numbers) for line in unsure)


@pytest.mark.django_db
def test_a_rule_shows_its_numbers_of_the_chosen_day():
    def numbers(day):
        return [
            row.value
            for line in coded_rules(day, family="LOW")
            if line.id == "LOW-01"
            for row in line.numbers
        ]

    assert numbers(date(2026, 1, 31)) == []
    assert numbers(date(2026, 2, 1)) == ["50%"]
    before = next(line for line in coded_rules(date(2014, 1, 1)) if line.id == "DOC-09")
    assert not before.in_force


@pytest.mark.django_db
def test_each_rule_has_an_anchor_and_unsure_ones_say_so(client):
    body = client.get("/rules/").content.decode()
    assert all(f'id="{rule.id}"' in body for rule in RULES.all())
    assert "待核实" in body


def test_what_cannot_be_registered():
    from marketplace.core.refusals import Citation
    from marketplace.statutes.rules import Effect, Phase, Registry, Rule

    def rule(**changes):
        given = {
            "id": "X-01",
            "phase": Phase.BID,
            "effect": Effect.BLOCK,
            "citation": Citation("GPL"),
            "kept_by": ("a:b",),
        }
        return Rule(**{**given, **changes})

    register = Registry()
    register.add(rule(codes=("x.y",)))
    assert (register.speaking("x.y"), register.find("X-02")) == (["X-01"], None)
    for wrong, words in (
        (rule(), "twice"),
        (rule(id="X-02", citation=Citation("NONE")), "unknown source"),
        (rule(id="X-02", parameters=("no.such",)), "unknown number"),
    ):
        with pytest.raises(ValueError, match=words):
            register.add(wrong)
    assert rule(citation=Citation("HOUSE")).since is None
