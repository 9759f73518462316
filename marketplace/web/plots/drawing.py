"""What every plot is drawn with: colours of the palette, text that knows its width, the frame."""

from collections.abc import Iterable
from csv import writer
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from urllib.parse import quote
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

INK, QUIET, LINE, STRONG = "#1A2430", "#46525F", "#D3DBE3", "#7B8794"
BLUES = ("#E6F0F8", "#A9C7E3", "#5B94C8", "#0B5FA5", "#083B66")
GOOD, LATE, WHITE = "#1B7F3B", "#B3261E", "#FFFFFF"
ROOM = 264
"""Pixels that a plot surely has: a phone of 360 in large print, or one of 320."""
LETTER = 16


@dataclass(frozen=True)
class Table:
    """The figures behind a plot."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Plot:
    """A drawing, its finding as title, the sentence to read it by, its alternative text, its table."""

    kind: str
    title: str
    svg: SafeString
    table: Table
    alt: str
    sentence: str = ""

    @property
    def csv(self) -> str:
        """The table as a file to keep, inside the page itself: a data address with a byte-order mark for Excel."""
        kept = StringIO()
        writer(kept).writerows([self.table.head, *self.table.rows])
        return f"data:text/csv;charset=utf-8,%EF%BB%BF{quote(kept.getvalue())}"


@dataclass(frozen=True)
class Mark:
    """A milestone on plot D: planned day or moment, actual one or None while it is open."""

    title: str
    planned: date | datetime
    actual: date | datetime | None = None


def width_of(words: str, size: float = LETTER) -> float:
    """Estimate the width of a text in pixels: Han one em, Latin 0.58 em (bold included)."""
    return sum(size if ord(letter) > 0x2E7F else size * 0.58 for letter in words)  # noqa: PLR2004 - CJK starts


def cut(words: str, room: float = ROOM, size: float = LETTER) -> str:
    """Return the text, shortened with … when it is wider than the room; the table has it whole."""
    if width_of(words, size) <= room:
        return words
    while words and width_of(words + "…", size) > room:
        words = words[:-1]
    return f"{words.rstrip()}…"


def wrapped(words: str, room: float, size: float = LETTER, lines: int = 2) -> list[str]:
    """Break a text into at most `lines` lines that fit; between words, or anywhere in Chinese."""
    pieces = words.split(" ") if " " in words or words.isascii() else list(words)
    joint = " " if " " in words else ""
    found, line = [], ""
    for piece in pieces:
        longer = f"{line}{joint}{piece}" if line else piece
        if line and width_of(longer, size) > room:
            found.append(line)
            line = piece
        else:
            line = longer
    found.append(line)
    kept = found[:lines]
    if len(found) > lines:
        kept[-1] = cut(f"{kept[-1]}{joint}{joint.join(found[lines:])}", room, size)
    return [cut(line, room, size) for line in kept]


def text(x: object, y: float, words: object, **marks: object) -> SafeString:
    """Write a text; marks are SVG presentation attributes (underscores become dashes)."""
    if marks.pop("quiet", False):
        marks["fill"] = QUIET
    return format_html('<text x="{}" y="{}"{}>{}</text>', x, y, attributes(marks), words)


def box(x: object, y: float, width: object, height: object, **marks: object) -> SafeString:
    """Draw a rectangle."""
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}"{}/>', x, y, width, height, attributes(marks)
    )


def attributes(marks: dict[str, object]) -> SafeString:
    """Return SVG attributes; class is written `cls`."""
    pairs = ((name.replace("_", "-"), value) for name, value in marks.items() if value is not None)
    return format_html_join("", ' {}="{}"', (("class" if n == "cls" else n, value) for n, value in pairs))


def share(value: float) -> str:
    """Return a length as percentage of the drawing's width, two places."""
    return f"{max(0.0, min(100.0, value)):.2f}%"


def hatching(name: str) -> SafeString:
    """Return the pattern of "nothing here": fine diagonal lines."""
    return format_html(
        '<defs><pattern id="{}" width="8" height="8" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="8" height="8" fill="{}"/>'
        '<path d="M0 0V8" stroke="{}" stroke-width="2"/></pattern></defs>',
        name,
        WHITE,
        STRONG,
    )


def mark_of(*parts: object) -> str:
    """Return a short id that differs between drawings on one page."""
    return f"p{crc32(repr(parts).encode()):08x}"


def drawing(
    parts: Iterable[SafeString], *, title: str, alt: str, height: float, width: float = 0, cls: str = ""
) -> SafeString:
    """Frame the parts: with a width the drawing scales, without it stretches and its text keeps its size."""
    size = f'viewBox="0 0 {width:g} {height:g}"' if width else f'width="100%" height="{height:g}"'
    body = mark_safe("".join(parts))
    role = "group" if "<a " in body else "img"
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="{}" {} role="{}" font-size="16" fill="{}">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        f"plot-svg {cls}".strip(),
        mark_safe(size),
        role,
        INK,
        title,
        alt,
        body,
    )


def spoken(table: Table) -> str:
    """Return the alternative text made from the same figures as the drawing."""
    rows = (
        ", ".join(
            [row[0], *(f"{head} {cell}" for head, cell in zip(table.head[1:], row[1:], strict=True) if cell)]
        )
        for row in table.rows
    )
    return "; ".join(rows)
