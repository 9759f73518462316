"""Tokens, questions, highlights: pure."""

import runpy
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.rules import tokens
from search.rules.marks import marked, passage
from search.rules.near_words import nearest
from search.rules.questions import membership, ranking, read_question, same_question


def test_bigrams_overlap_and_the_last_character_can_be_found_alone():
    assert tokens.grams("居家养老 3A") == ["居家", "家养", "养老", "老", "3a"]


def test_full_width_and_upper_case_are_folded():
    assert tokens.grams("ＡＢ１２") == ["ab12"]


def test_a_rare_character_is_one_han_character():
    assert tokens.grams("𠮷野家") == ["𠮷野", "野家", "家"]


def test_without_the_segmenter_bigrams_rank(monkeypatch):
    monkeypatch.setattr(tokens, "rjieba", None)
    assert tokens.words("养老服务") == tokens.grams("养老服务")
    assert tokens.question_words("养老") == ["养老", "老"]


def test_a_machine_without_the_segmenter_can_load_the_module(monkeypatch):
    monkeypatch.setitem(sys.modules, "rjieba", None)
    assert runpy.run_path(tokens.__file__)["rjieba"] is None


def test_one_character_finds_words_that_begin_with_it_and_any_word_ranks():
    question = read_question("养 3A")
    assert membership(question) == "'养':* & '3a'"
    assert ranking(question) == "'养' | '3a'"
    assert same_question("养老  ＡＢ", "养老 ab")


def test_two_fields_are_never_one_phrase():
    text = tokens.vector([(["养老"], "A"), (["服务"], "D")])
    assert text == "'养老':1A '服务':22D"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("养老", "('养老')"),
        ("养老服务", "('养老' <-> '老服' <-> '服务')"),
        ("老", "'老':*"),
        ("elderly care", "'elderly':* & 'care':*"),
        ("a' | !b\\", "'a' & 'b'"),
        ('* ~ " ( )', ""),
    ],
)
def test_what_was_typed_becomes_a_bounded_question(typed, expected):
    assert membership(read_question(typed)) == expected


@given(st.text(max_size=3000))
def test_any_text_is_a_question_of_bounded_size(typed):
    question = read_question(typed)
    assert len(question.terms) <= 8
    assert len(question.text) <= 100
    assert len(membership(question)) < 3000


@given(st.text(max_size=300), st.text(min_size=1, max_size=5))
def test_highlighting_never_changes_the_text(text, word):
    parts = marked(text, read_question(word).terms)
    assert "".join(part.text for part in parts) == text


def test_the_passage_stands_around_the_first_hit():
    text = "前" * 200 + "居家养老服务" + "后" * 200
    parts = passage(text, ("养老",))
    assert [part.text for part in parts if part.marked] == ["养老"]
    assert parts[0].text == parts[-1].text == "…"


@pytest.mark.parametrize(
    ("typed", "meant"), [("养劳", "养老"), ("物叶", "物业"), ("eldarly", "elderly"), ("养老", ""), ("", "")]
)
def test_a_slip_is_understood(typed, meant):
    assert nearest(typed, {"养老": 9, "物业": 5, "elderly": 3, "洋佬": 1}) == meant
