"""Read the first texts: `title:` and `lead:` lines, `---`, then blocks by their first character.

`#` heading, `!` note, `1.` step (title | who | text | address), `=` caption of a small table with its `:` rows,
`$` formula (words | formula), `-` list item, anything else a paragraph; an empty line ends a block.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

Block = dict[str, Any]
_SPACE = uuid.UUID("6d1f5f0c-7f5e-4a53-8a5e-2b1d4bb3a9c1")


@dataclass(frozen=True)
class Text:
    """A page to be: its words and its blocks as a StreamField stores them."""

    title: str
    lead: str = ""
    blocks: list[Block] = field(default_factory=list)


def read_text(source: str) -> Text:
    """Return the title, the lead and the blocks of a text."""
    head, _line, body = source.partition("---\n")
    facts = dict(line.split(": ", 1) for line in head.strip().splitlines())
    return Text(title=facts["title"], lead=facts.get("lead", ""), blocks=blocks(body))


def policies(source: str) -> dict[str, list[Block]]:
    """Return the blocks by instrument of a file whose parts begin with `@ KEY`."""
    parts = [part.split("\n", 1) for part in source.split("@ ") if part.strip()]
    return {key.strip(): blocks(body) for key, body in parts}


def blocks(body: str) -> list[Block]:
    """Return the blocks of a body, each with a stable id."""
    found: list[tuple[str, Any]] = []
    for chunk in re.split(r"\n\s*\n|\n(?=#)|(?<=\n)(?=#)", body.strip() + "\n"):
        found += _chunk([line for line in chunk.splitlines() if line.strip()])
    return [
        {"type": kind, "value": value, "id": str(uuid.uuid5(_SPACE, f"{place} {value!r}"))}
        for place, (kind, value) in enumerate(found)
    ]


def _chunk(lines: list[str]) -> list[tuple[str, Any]]:
    if not lines:
        return []
    if lines[0].startswith("# "):
        return [("heading", lines[0][2:].strip()), *_chunk(lines[1:])]
    for mark, read in READERS.items():
        if lines[0].startswith(mark):
            return read(lines)
    return [("paragraph", f"<p>{_rich(line)}</p>") for line in lines]


def _rich(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text.strip(), quote=False))


def _note(lines: list[str]) -> list[tuple[str, Any]]:
    return [("note", {"tone": "info", "text": f"<p>{_rich(lines[0][2:])}</p>"})]


def _items(lines: list[str]) -> list[tuple[str, Any]]:
    return [("paragraph", "<ul>" + "".join(f"<li>{_rich(line[2:])}</li>" for line in lines) + "</ul>")]


def _item(value: Any) -> Block:
    return {"type": "item", "value": value, "id": str(uuid.uuid5(_SPACE, repr(value)))}


def _steps(lines: list[str]) -> list[tuple[str, Any]]:
    names = ("title", "who", "text", "path")
    rows = [dict(zip(names, (part.strip() for part in line[3:].split("|")), strict=True)) for line in lines]
    return [("steps", [_item(row) for row in rows])]


def _rows(lines: list[str]) -> list[tuple[str, Any]]:
    pairs = [line[2:].split(" = ", 1) for line in lines[1:]]
    rows = [_item({"name": name.strip(), "value": value.strip()}) for name, value in pairs]
    return [("rows", {"caption": lines[0][2:].strip(), "rows": rows})]


def _formulas(lines: list[str]) -> list[tuple[str, Any]]:
    pairs = [line[2:].split(" | ", 1) for line in lines]
    return [("formula", {"words": words.strip(), "formula": text.strip()}) for words, text in pairs]


READERS: dict[str, Callable[[list[str]], list[tuple[str, Any]]]] = {
    "! ": _note,
    "- ": _items,
    "1. ": _steps,
    "= ": _rows,
    "$ ": _formulas,
}
