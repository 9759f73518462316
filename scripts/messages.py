#!/usr/bin/env python3
"""Bring the Chinese catalogues up to date with the sources: `scripts/messages.py [room…]`.

One catalogue per room, `locale/zh_Hans/LC_MESSAGES/<room>.po`; the kernel's texts are in `marketplace.po`
and are not repeated in a room's file. Translations are kept, texts that are gone are dropped, a new text that
another room has translated takes that translation. With --check nothing is written.
"""

import argparse
import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import write_po
from django.utils.translation.template import templatize

from marketplace.launch import messages

ROOMS = (
    "marketplace", "organizations", "deliberation", "projects", "bidding", "contracts",
    "ranking", "incubation", "payments", "cms", "search", "opendata",
)  # fmt: skip
PLAIN = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None}
PLURAL = {"ngettext": (1, 2), "ngettext_lazy": (1, 2)}
CONTEXT = {"pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2)}
BOTH = {"npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3)}
KEYWORDS = PLAIN | PLURAL | CONTEXT | BOTH
HEADER = """msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def extract_room(room: str) -> Catalog:
    """Return every translatable text of the room's Python sources and templates."""
    found = Catalog(locale=messages.LOCALE)
    for path in sorted((ROOT / room).rglob("*")):
        if "migrations" in path.parts or "static" in path.parts:
            continue
        if path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in path.parts):
            for text, context in extract_file(path):
                found.add(text, locations=[(path.relative_to(ROOT).as_posix(), 0)], context=context)
    return found


def extract_file(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Yield (text or (singular, plural), context) for each call in a source or template."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":  # the extractor wants no indentation in what was a template
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    else:
        yield from permission_texts(source)
    options = {"encoding": "utf-8"}
    for _, name, given, _ in extract_python(io.BytesIO(source.encode()), list(KEYWORDS), [], options):
        texts = list(given) if isinstance(given, (tuple, list)) else [given]
        context = texts.pop(0) if name.startswith(("p", "np")) else None
        texts = [text for text in texts[: 2 if name.startswith("n") else 1] if text]
        if texts:
            yield (texts[0], texts[1]) if len(texts) > 1 else texts[0], context


def permission_texts(source: str) -> Iterator[tuple[str, str]]:
    """Yield the act and the rule (first line of the docstring) of every permission: the explain page shows both."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef):
            continue
        for mark in node.decorator_list:
            if (
                isinstance(mark, ast.Call)
                and isinstance(mark.func, ast.Name)
                and mark.func.id == "permission"
            ):
                yield mark.args[0].value.replace("_", " "), "permission"
                yield " ".join((ast.get_docstring(node) or "").split()), "permission"


def fresh_catalogue(room: str, *, kernel: Catalog, known: dict[messages.Key, Message]) -> Catalog:
    """Return the room's catalogue as it should be, with the translations that exist."""
    wanted = Catalog(locale=messages.LOCALE)
    theirs = set() if room == "marketplace" else {messages.key_of(message) for message in kernel}
    for message in extract_room(room) if room != "marketplace" else kernel:
        if not message.id or messages.key_of(message) in theirs:
            continue
        old = known.get(messages.key_of(message))
        wanted.add(
            message.id, _as_form(message, old), locations=message.locations, context=message.context,
            flags={"fuzzy"} if old is not None and old.fuzzy else set(),
        )  # fmt: skip
    return wanted


def _as_form(message: Message, old: Message | None) -> str | tuple[str, ...]:
    text = "" if old is None else old.string if isinstance(old.string, str) else old.string[0]
    return (text,) if isinstance(message.id, tuple) else text


def written(catalogue: Catalog) -> str:
    """Return the text of the .po file: no dates, no line numbers, so that it changes only when texts do."""
    out = io.BytesIO()
    write_po(out, catalogue, width=0, sort_by_file=True, omit_header=True, include_lineno=False)
    return HEADER + out.getvalue().decode().strip("\n") + "\n"


def known_translations(room: str, found: dict[Path, Catalog]) -> dict[messages.Key, Message]:
    """Return existing translations; the room's own win over those of other rooms."""
    known: dict[messages.Key, Message] = {}
    for path, catalogue in sorted(found.items(), key=lambda item: item[0].stem == room):
        for message in catalogue:
            if message.id and (path.stem == room or messages.is_translated(message)):
                kept = known.get(messages.key_of(message))
                if kept is None or messages.is_translated(message):
                    known[messages.key_of(message)] = message
    return known


def main() -> int:
    """Update the named rooms' catalogues (all without a name); return 1 when something is left to translate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("rooms", nargs="*", metavar="room")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a catalogue is stale")
    options = parser.parse_args()
    if unknown := sorted(set(options.rooms) - set(ROOMS)):
        parser.error(f"no such room: {', '.join(unknown)} (rooms: {', '.join(ROOMS)})")
    kernel = extract_room("marketplace")
    found = messages.catalogues()
    problems = 0
    for room in options.rooms or ROOMS:
        problems += _update(room, kernel, found, check=options.check)
    for quarrel in messages.merge(messages.catalogues())[1]:
        print(f"two translations of one text: {quarrel}")
        problems += 1
    return 1 if problems else 0


def _update(room: str, kernel: Catalog, found: dict[Path, Catalog], *, check: bool) -> int:
    path = messages.FOLDER / f"{room}.po"
    catalogue = fresh_catalogue(room, kernel=kernel, known=known_translations(room, found))
    left = [message for message in catalogue if message.id and not messages.is_translated(message)]
    text = written(catalogue)
    is_stale = (path.exists() or len(catalogue) > 0) and (not path.exists() or path.read_text() != text)
    if is_stale and not check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(
        f"{room}: {len(catalogue)} texts, {len(left)} to translate{', stale' if is_stale and check else ''}"
    )
    return len(left) + (is_stale and check)


if __name__ == "__main__":
    sys.exit(main())
