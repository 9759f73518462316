"""Only actions write; every action is one transaction that leaves exactly one audit row."""

import ast

import pytest

from .sources import ROOT, demand_none, listed, python_files, shown, tree

ALWAYS = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITERS = {"actions", "migrations", "management", "demo", "launch"}


def _is_write(call: ast.Call) -> bool:
    """Tell an ORM write from a dict's or a file's method by its arguments."""
    if not isinstance(call.func, ast.Attribute):
        return False
    name = call.func.attr
    if name in ALWAYS:
        return True
    if name in {"save", "delete"}:
        return not call.args
    return name == "update" and not call.args and bool(call.keywords)


def _may_write(path) -> bool:
    parts = set(path.relative_to(ROOT).with_suffix("").parts)
    return bool(parts & WRITERS)


def _writes() -> set[str]:
    return {
        f"{shown(path)}:{ast.unparse(node.func)[:80]}"
        for path in python_files()
        if not _may_write(path)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and _is_write(node)
    }


def test_only_actions_write():
    demand_none(_writes() - set(listed("writers.txt")))


def test_the_list_of_other_writers_is_exact():
    demand_none(set(listed("writers.txt")) - _writes())


def _action_files():
    return [path for path in python_files() if "actions" in path.relative_to(ROOT).with_suffix("").parts]


def _calls(node: ast.AST) -> set[str]:
    return {
        call.func.id if isinstance(call.func, ast.Name) else call.func.attr
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name | ast.Attribute)
    }


def _is_transaction(node: ast.FunctionDef) -> bool:
    return any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list)


def _by_name() -> dict[str, set[str]]:
    """Return what each function defined among the actions calls, by its name."""
    found: dict[str, set[str]] = {}
    for path in _action_files():
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef):
                found.setdefault(node.name, set()).update(_calls(node))
    return found


def _leads_to_record(name: str, calls: dict[str, set[str]], seen: frozenset = frozenset()) -> bool:
    if name == "record":
        return True
    if name in seen or name not in calls:
        return False
    return any(_leads_to_record(called, calls, seen | {name}) for called in calls[name])


def _silent_actions() -> set[str]:
    calls = _by_name()
    return {
        f"{shown(path)}:{node.name}"
        for path in _action_files()
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and _is_transaction(node)
        and not _leads_to_record(node.name, calls)
    }


def test_every_action_leaves_an_audit_row():
    demand_none(_silent_actions() - set(listed("silent_actions.txt")))


def test_the_list_of_silent_actions_is_exact_and_justified():
    silent = listed("silent_actions.txt")
    demand_none(set(silent) - _silent_actions())
    assert [name for name, reason in silent.items() if not reason] == []


def _open_actions() -> set[str]:
    """Return public action functions that change something outside a transaction of their own."""
    return {
        f"{shown(path)}:{node.name}"
        for path in _action_files()
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
        and "actor" in {argument.arg for argument in node.args.kwonlyargs}
        and not node.name.startswith("_")
        and not node.name.endswith("_locked")  # called inside the transaction that holds the lock
        and "atomic" not in ast.unparse(node)
        and "record" in _calls(node)
    }


def test_every_action_is_one_transaction():
    demand_none(_open_actions())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Bid.objects.create(a=1)", True),
        ("bid.save(update_fields=['x'])", True),
        ("rows.update(state='x')", True),
        ("rows.delete()", True),
        ("facts.update({'a': 1})", False),
        ("storage.save('name', content)", False),
        ("engine.delete(ids)", False),
    ],
)
def test_what_counts_as_a_write(source, expected):
    assert _is_write(ast.parse(source).body[0].value) is expected
