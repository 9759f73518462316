"""Plot F: an organization's place over the quarters."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .drawing import BLUES, LINE, QUIET, STRONG, WHITE, Plot, Table, drawing, spoken, text

TOP, STEP, FOOT = 30, 120, 52
LEFT, WIDTH = 8.0, 84.0


@dataclass(frozen=True)
class Place:
    """A quarter: its name, the place (None when not ranked), the pieces of evidence behind it."""

    quarter: str
    rank: int | None
    evidence: int


def standing_trend(places: Sequence[Place]) -> Plot | None:
    """Draw a line of places, the first place on top, with a gap where there was none; None below two quarters."""
    if len(places) < 2:  # noqa: PLR2004 - a line needs two points
        return None
    table = Table(
        (_("Quarter"), pgettext("ranking", "Place"), _("Pieces of evidence")),
        tuple((row.quarter, str(row.rank or "—"), str(row.evidence)) for row in places),
    )
    title, alt = _title(places), spoken(table)
    sentence = _("Higher is better. n is the number of pieces of evidence; an open circle means: not ranked.")
    svg = drawing(_parts(places), title=title, alt=alt, height=TOP + STEP + FOOT)
    return Plot("trend", title, svg, table, alt, sentence)


def _title(places: Sequence[Place]) -> str:
    ranked = [row.rank for row in places if row.rank]
    if not ranked:
        return _("Not ranked in any quarter yet")
    facts = {"first": ranked[0], "last": ranked[-1], "quarters": len(places)}
    if ranked[0] == ranked[-1]:
        return _("Place %(last)s, as at the beginning") % facts
    return _("From place %(first)s to place %(last)s in %(quarters)s quarters") % facts


def _parts(places: Sequence[Place]) -> list:
    worst = max((row.rank for row in places if row.rank), default=1)
    xs = [LEFT + WIDTH * number / (len(places) - 1) for number in range(len(places))]
    ys = [TOP + STEP * ((row.rank - 1) / max(worst - 1, 1) if row.rank else 1) for row in places]
    parts = [
        format_html('<line x1="0" x2="100%" y1="{0}" y2="{0}" stroke="{1}"/>', TOP + STEP + 14, LINE),
    ]
    for one, two in zip(range(len(places)), range(1, len(places)), strict=False):
        if places[one].rank and places[two].rank:
            parts.append(_line(xs[one], ys[one], xs[two], ys[two]))
    for row, x, y in zip(places, xs, ys, strict=True):
        parts += _point(row, x, y)
    return parts


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return format_html(
        '<line x1="{}%" y1="{}" x2="{}%" y2="{}" stroke="{}" stroke-width="3"/>',
        f"{x1:.2f}", f"{y1:.1f}", f"{x2:.2f}", f"{y2:.1f}", BLUES[3],
    )  # fmt: skip


def _point(row: Place, x: float, y: float) -> list:
    place = f"{x:.2f}%"
    fill, stroke = (BLUES[3], BLUES[3]) if row.rank else (WHITE, STRONG)
    dot = format_html(
        '<circle cx="{}" cy="{}" r="6" fill="{}" stroke="{}" stroke-width="2"/>',
        place,
        f"{y:.1f}",
        fill,
        stroke,
    )
    parts = [dot, text(place, TOP + STEP + 32, row.quarter, text_anchor="middle", font_size=13, fill=QUIET)]
    parts.append(
        text(place, TOP + STEP + 48, f"n={row.evidence}", text_anchor="middle", font_size=13, fill=QUIET)
    )
    if row.rank:
        parts.append(text(place, y - 12, row.rank, text_anchor="middle", font_weight=700))
    return parts
