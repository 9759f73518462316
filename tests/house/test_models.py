"""Foreign keys point downwards; every field says who may see it."""

import tomllib

import pytest
from django.apps import apps

from .sources import HOUSE, PROJECT, ROOMS, WRITE, demand_none

LEVELS = ("public", "party", "internal", "secret")
CONTRACTS = {contract["id"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}


def _ranks() -> dict[str, int]:
    layers = CONTRACTS["rooms"]["layers"]
    return {
        name.strip(): height for height, layer in enumerate(reversed(layers)) for name in layer.split("|")
    }


def _own_models():
    return [
        model
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ROOMS and not model._meta.proxy
    ]


def _room_of(model) -> str:
    return apps.get_app_config(model._meta.app_label).name


def _upward_keys() -> list[str]:
    ranks, found = _ranks(), []
    user = apps.get_model("organizations.User")
    for model in _own_models():
        for field in model._meta.get_fields():
            target = field.related_model
            if not (field.concrete and field.is_relation) or target is None or target is user:
                continue
            here, there = _room_of(model), _room_of(target)
            if there in ranks and here != there and ranks[there] >= ranks[here]:
                found.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    return found


def test_foreign_keys_point_downwards():
    demand_none(_upward_keys())


def _fields() -> dict[str, set[str]]:
    return {
        model._meta.label: {
            field.name for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        }
        for model in _own_models()
    }


def _declared() -> dict[str, dict[str, str]]:
    """Return {model: {field: level}} from visibility.toml, where each level lists its fields."""
    raw = tomllib.loads((HOUSE / "visibility.toml").read_text(encoding="utf-8"))
    return {
        label: {field: level for level, fields in levels.items() for field in fields}
        for label, levels in raw.items()
    }


@pytest.fixture(scope="module")
def declared():
    if WRITE:
        from .visibility_draft import write

        write(_own_models(), HOUSE / "visibility.toml")
    return _declared()


def test_every_field_declares_who_may_see_it(declared):
    missing = {
        label: sorted(fields - set(declared.get(label, {})))
        for label, fields in _fields().items()
        if fields - set(declared.get(label, {}))
    }
    assert missing == {}, "declare them in tests/house/visibility.toml (HOUSE_WRITE=1 drafts what is missing)"


def test_no_declared_field_is_gone(declared):
    fields = _fields()
    gone = {
        label: sorted(set(names) - fields.get(label, set()))
        for label, names in declared.items()
        if set(names) - fields.get(label, set())
    }
    assert gone == {}


def test_levels_are_known_and_each_field_has_one():
    raw = tomllib.loads((HOUSE / "visibility.toml").read_text(encoding="utf-8"))
    for label, levels in raw.items():
        assert set(levels) <= set(LEVELS), label
        names = [name for fields in levels.values() for name in fields]
        assert len(names) == len(set(names)), label
