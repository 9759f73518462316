"""What the house tests walk over: rooms, their Python trees, their templates; and how a list file is kept."""

import ast
import os
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = Path(__file__).resolve().parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
ROOMS = PROJECT["tool"]["importlinter"]["root_packages"]
WRITE = os.environ.get("HOUSE_WRITE") == "1"


@cache
def python_files() -> list[Path]:
    """Return every source file of the product, migrations left out."""
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return sorted(path for path in files if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def templates() -> list[Path]:
    """Return every template of the product."""
    files = [path for room in ROOMS for path in (ROOT / room).rglob("templates/**/*")]
    return sorted(path for path in files if path.suffix in {".html", ".txt", ".xml", ".svg"})


def template_name(path: Path) -> str:
    """Return the name by which Django finds the template."""
    parts = path.relative_to(ROOT).parts
    return "/".join(parts[parts.index("templates") + 1 :])


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def listed(name: str) -> dict[str, str]:
    """Read a list file: one name per line, a reason after `#`; blank lines and whole-line comments are skipped."""
    rows = {}
    for line in (HOUSE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            key, _, reason = line.partition("#")
            rows[key.strip()] = reason.strip()
    return rows


def demand_none(found: object, remedy: str = "") -> None:
    """Fail with every finding on a line of its own."""
    lines = sorted(map(str, found))
    assert not lines, "\n".join([remedy, *lines])


def all_forms() -> list[type]:
    """Return every form class of the product."""
    from django.forms import BaseForm

    found = []
    for path in python_files():
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "forms" in parts:
            module = import_module(".".join(part for part in parts if part != "__init__"))
            found += [
                thing
                for thing in vars(module).values()
                if isinstance(thing, type)
                and issubclass(thing, BaseForm)
                and thing.__module__ == module.__name__
            ]
    return found
