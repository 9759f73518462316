"""Plot C: projects by community, one equal square each; no geography."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .drawing import (
    BLUES,
    INK,
    LINE,
    STRONG,
    WHITE,
    Plot,
    Table,
    box,
    drawing,
    hatching,
    mark_of,
    spoken,
    text,
    wrapped,
)

GAP = 8
CLASSES = 4


@dataclass(frozen=True)
class Layout:
    """How many squares stand in a row and how wide one is."""

    columns: int
    side: int
    cls: str

    @property
    def width(self) -> int:
        """Width of the drawing."""
        return self.columns * (self.side + GAP) - GAP


WIDE = Layout(6, 116, "plot-wide")
NARROW = Layout(4, 76, "plot-narrow")
NARROW_LATIN = Layout(3, 104, "plot-narrow")


def community_grid(cells: Sequence[tuple]) -> Plot:
    """Draw one square for each community: (name, number of projects) or (name, number, address)."""
    known = [(str(cell[0]), int(cell[1]), str(cell[2]) if len(cell) > 2 else "") for cell in cells]  # noqa: PLR2004
    table = Table((_("Community"), _("Projects")), tuple((name, str(count)) for name, count, _url in known))
    zero = sum(1 for _name, count, _url in known if not count)
    facts = {"all": len(known), "zero": zero}
    title = (
        _("%(zero)s of %(all)s communities have no project yet") % facts
        if zero
        else _("Each of the %(all)s communities has a project") % facts
    )
    sentence = _("One square is one community; darker means more projects, hatched means none. Not a map.")
    alt = spoken(table)
    narrow = NARROW_LATIN if any(name.isascii() for name, _count, _url in known) else NARROW
    svg = mark_safe("".join(_grid(known, layout, title, alt) for layout in (WIDE, narrow)))
    return Plot("communities", title, svg, table, alt, sentence)


def _steps(most: int) -> list[int]:
    """Return the upper bounds of the shades: at most four, whole numbers, the last is the greatest."""
    return sorted({max(1, -(-most * part // CLASSES)) for part in range(1, CLASSES + 1)})


def _shade(count: int, steps: list[int]) -> int:
    return next(number for number, bound in enumerate(steps) if count <= bound)


def _grid(cells: list, layout: Layout, title: str, alt: str) -> SafeString:
    mark = mark_of(layout.cls, title, alt)
    steps = _steps(max((count for _name, count, _url in cells), default=0))
    lines = [hatching(mark)]
    lines += [_cell(place, cell, layout, steps, mark) for place, cell in enumerate(cells)]
    bottom = -(-len(cells) // layout.columns) * (layout.side + GAP) + GAP
    lines += _legend(steps, bottom, mark)
    return drawing(lines, title=title, alt=alt, width=layout.width, height=bottom + 28, cls=layout.cls)


def _cell(place: int, cell: tuple, layout: Layout, steps: list[int], mark: str) -> SafeString:
    name, count, url = cell
    side = layout.side
    x = place % layout.columns * (side + GAP)
    y = place // layout.columns * (side + GAP)
    shade = _shade(count, steps) if count else -1
    fill = BLUES[shade] if count else f"url(#{mark})"
    ink = WHITE if shade >= CLASSES - 1 else INK
    short = name.removesuffix("社区").removesuffix(" Community") or name
    size = 16 if side > 100 else 15  # noqa: PLR2004 - the narrow square takes four Han
    lines = wrapped(short, side - 12, size)
    parts = [box(x + 0.5, y + 0.5, side - 1, side - 1, fill=fill, stroke=LINE if count else STRONG, rx=4)]
    if not count:
        parts.append(box(x + 4, y + 4, side - 8, side - 8, fill=WHITE, fill_opacity=0.86, rx=2))
    parts.append(text(x + 8, y + 28, count, font_size=22, font_weight=700, fill=ink))
    first = y + side - 10 - (len(lines) - 1) * 19
    parts += [text(x + 8, first + 19 * n, line, font_size=size, fill=ink) for n, line in enumerate(lines)]
    body = mark_safe("".join(parts))
    hint = format_html("<title>{}: {}</title>", name, count)
    if url:
        return format_html('<a href="{}" aria-label="{}: {}">{}{}</a>', url, name, count, hint, body)
    return format_html("<g>{}{}</g>", hint, body)


def _legend(steps: list[int], y: int, mark: str) -> list:
    lines = [box(0.5, y, 18, 18, fill=f"url(#{mark})", stroke=STRONG, rx=2), text(24, y + 15, "0")]
    low = 1
    for number, bound in enumerate(steps):
        x = 52 + number * 68
        words = str(bound) if bound == low else f"{low}–{bound}"
        lines += [
            box(x + 0.5, y, 18, 18, fill=BLUES[number], stroke=LINE, rx=2),
            text(x + 24, y + 15, words),
        ]
        low = bound + 1
    return lines
