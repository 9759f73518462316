"""Every state can be reached, and docs/states.md says what the tables say; statutes have citation and date."""

import importlib
from datetime import date

import pytest
from django.db import models

from marketplace.statutes import INSTRUMENTS, STATUTES

from .sources import WRITE
from .test_messages import _load_script

states = _load_script("states")
TABLES = list(states.tables())


@pytest.mark.parametrize(("room", "table"), TABLES, ids=[f"{room}:{table.name}" for room, table in TABLES])
def test_every_state_is_reachable_and_declared(room, table):
    assert table.states() - table.reachable() == set()
    module = importlib.import_module(f"{room}.states")
    choices = [value for value in vars(module).values() if isinstance(value, type(models.TextChoices))]
    homes = [set(choice.values) for choice in choices if choice.values and table.initial in choice.values]
    assert any(table.states() == home for home in homes), f"states of {table.name} and of its choices differ"


@pytest.mark.parametrize(("room", "table"), TABLES, ids=[f"{room}:{table.name}" for room, table in TABLES])
def test_no_step_is_written_twice(room, table):
    steps = [(row.source, row.act, row.target, row.role) for row in table.rows]
    assert len(steps) == len(set(steps))


def test_the_document_of_states_is_current():
    if WRITE:
        states.TARGET.parent.mkdir(exist_ok=True)
        states.TARGET.write_text(states.rendered(), encoding="utf-8")
    assert states.TARGET.read_text(encoding="utf-8") == states.rendered(), "run make states"


def test_every_statute_has_a_citation_and_a_date():
    rows = [row for rows in STATUTES._rows.values() for row in rows]
    assert len(rows) > 10
    for row in rows:
        assert row.citation.instrument in INSTRUMENTS, row.key
        assert isinstance(row.since, date), row.key
        assert row.citation.trust in set("VPRGID"), row.key
