"""Every coded rule is kept by code that names it, named by a test, and told to readers in words."""

import inspect
from functools import reduce
from importlib import import_module
from pathlib import Path

import pytest

from cms.phrases.rules import FAMILIES, PHASES, RULE_TEXTS
from marketplace.statutes import INSTRUMENTS, RULES
from marketplace.web.sentences import known_codes

from .sources import demand_none

TESTS = Path(__file__).resolve().parent.parent


def _source(place: str) -> str:
    module, _colon, name = place.partition(":")
    return inspect.getsource(reduce(getattr, name.split("."), import_module(module)))


@pytest.mark.parametrize("rule", RULES.all(), ids=lambda rule: rule.id)
def test_a_rule_is_named_by_the_code_that_keeps_it(rule):
    assert rule.kept_by
    demand_none([place for place in rule.kept_by if rule.id not in _source(place)], f"name {rule.id} there")
    assert rule.citation.instrument in INSTRUMENTS
    demand_none(set(rule.codes) - known_codes(), "a refusal without a sentence")


def test_every_rule_is_named_by_a_test():
    texts = [path.read_text() for path in TESTS.rglob("test_*.py") if path.parent.name != "house"]
    demand_none([rule.id for rule in RULES.all() if not any(rule.id in text for text in texts)])


def test_every_rule_is_told_in_words_and_no_other():
    assert set(RULE_TEXTS) == {rule.id for rule in RULES.all()}
    assert {rule.family for rule in RULES.all()} <= set(FAMILIES)
    assert {rule.phase for rule in RULES.all()} <= set(PHASES)
