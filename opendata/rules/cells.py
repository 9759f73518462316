"""Cells that a spreadsheet shows as text and never runs; numbers stay numbers; no control characters."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from marketplace.core.clock import local

FORMULA = frozenset("=+-@|%")
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def clean(text: str) -> str:
    """Return the text without control characters, lone surrogates and direction marks; line ends become blanks."""
    flat = re.sub(r"[\r\n\t\u2028\u2029]+", " ", text)
    return "".join(c for c in flat if unicodedata.category(c) not in {"Cc", "Cs", "Cf"} or c == "\u200d")


def cell(value: object) -> str:
    """Return the text of a cell; what a spreadsheet could run gets an apostrophe before it."""
    for kind, write in WRITERS:
        if isinstance(value, kind):
            return write(value)
    text = clean(str(value))
    return f"'{text}" if _could_run(text) else text


WRITERS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (type(None), lambda _value: ""),
    (bool, lambda value: "true" if value else "false"),
    (Decimal, lambda value: format(value, "f")),
    (int, str),
    (datetime, lambda value: local(value).isoformat(timespec="seconds")),
    (date, date.isoformat),
)


def _could_run(text: str) -> bool:
    bare = unicodedata.normalize("NFKC", text).lstrip()
    return bare[:1] in FORMULA and not _PLAIN_NUMBER.fullmatch(bare) if bare else False
