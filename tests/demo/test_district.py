"""The demo district loads whole, by the actions of the pages, and shows every state in which an object can rest."""

import gc
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from marketplace.audit.models import AuditEvent
from organizations.models import Community, Department
from projects.models import PastProcess
from scripts.states import tables

pytestmark = pytest.mark.django_db

AT_ONCE = "passed within one act"
WITHOUT_OBJECT = {
    "need: draft": AT_ONCE,
    "need: submitted": AT_ONCE,
    "need: accepted": AT_ONCE,
    "need: evaluated": AT_ONCE,
    "deliberation: planned": AT_ONCE,
    "project: draft": AT_ONCE,
    "evaluation round: checked": AT_ONCE,
    "evaluation round: published": AT_ONCE,
    **dict.fromkeys(
        (f"provider_movement: {state}" for state in ("started", "succeeded", "failed", "disputed")),
        "the demo has no keys of a payment provider",
    ),
    "panel seat: passed": "a tie would have to come up between the draw and the invitation",
    "bid: unreadable": "a disk would have to lose a file",
    "incubation membership: alumni": "three years after the application; the holiday plans begin in 2024",
}
"""States that nothing in the demo is in, and why."""


@pytest.fixture
def load(tmp_path, settings):
    """Load the district; give the collector of cycles back what the command takes from it."""
    settings.DATA_DIR = tmp_path
    threshold = gc.get_threshold()
    yield lambda: call_command("load_demo", stdout=StringIO())
    gc.set_threshold(*threshold)
    gc.unfreeze()


def kept_in(room: str, states: set[str]) -> list[type]:
    """Return the models of a room whose objects are in one of the states."""
    models = apps.get_app_config(room).get_models()
    fields = {model: next((f for f in model._meta.fields if f.name == "state"), None) for model in models}
    return [
        model
        for model, field in fields.items()
        if field and states <= {key for key, _ in field.choices or ()}
    ]


def test_the_district_has_every_state(load, settings):
    load()
    missing = set()
    for room, table in tables():
        models = kept_in(room, table.states())
        assert models, f"no model keeps the states of {table.name}"
        seen = {state for model in models for state in model._default_manager.values_list("state", flat=True)}
        missing |= {f"{table.name}: {state}" for state in table.states() - seen}
    assert missing - set(WITHOUT_OBJECT) == set()
    assert set(WITHOUT_OBJECT) - missing == set()
    assert Community.objects.count() == 18
    assert PastProcess.objects.exclude(source_title="").count() >= 22
    assert AuditEvent.objects.count() > 1000
    assert "officer@demo.example" in (settings.DATA_DIR / "demo_accounts.txt").read_text(encoding="utf-8")
    with pytest.raises(CommandError, match="already has a district"):
        load()


def test_a_real_installation_is_never_filled(settings):
    settings.CLOCK_MOVABLE = False
    with pytest.raises(CommandError, match="demo and acceptance profiles only"):
        call_command("load_demo")
    assert not Department.objects.exists()
