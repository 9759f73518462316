"""Plot B: budget by category, this year and last."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from marketplace.web.formats import decimal, full_money, short_money

from .drawing import (
    BLUES,
    ROOM,
    STRONG,
    WHITE,
    Plot,
    Table,
    box,
    drawing,
    share,
    spoken,
    text,
    width_of,
    wrapped,
)

LINE_HEIGHT = 21


def category_bars(rows: Sequence[tuple], *, year: int, top: int = 8) -> Plot:
    """Draw sorted bars, (name, this year, last year or None[, address]) in yuan; beyond `top` they are added up."""
    ordered = sorted(
        ((str(name), decimal(now) or Decimal(0), decimal(before), *url) for name, now, before, *url in rows),
        key=lambda row: row[1],
        reverse=True,
    )
    table = Table(
        (_("Category"), str(year), str(year - 1)),
        tuple((name, full_money(now), full_money(before)) for name, now, before, *_url in ordered),
    )
    title = _title(ordered)
    sentence = _("Full bars are %(year)s, open bars %(before)s; sorted by amount, in yuan.") % {
        "year": year,
        "before": year - 1,
    }
    shown = _shown(ordered, top)
    longest = max((max(now, before or Decimal(0)) for _n, now, before, *_url in shown), default=Decimal(0))
    lines, y = [], 0
    for row in shown:
        drawn, y = _row(row, y, longest, year)
        lines += drawn
    svg = drawing(lines, title=title, alt=spoken(table), height=max(y - 12, 1))
    return Plot("categories", title, svg, table, spoken(table), sentence)


def _title(ordered: list) -> str:
    total = sum((now for _name, now, *_rest in ordered), Decimal(0))
    if not total:
        return _("No budget has been decided yet")
    name, amount, *_rest = ordered[0]
    facts = {"name": name, "amount": short_money(amount), "share": f"{amount / total * 100:.0f}"}
    return _("%(name)s receives the most: %(amount)s, %(share)s%% of the whole") % facts


def _shown(ordered: list, top: int) -> list:
    if len(ordered) <= top:
        return ordered
    rest = ordered[top - 1 :]
    name = _("%(count)s more categories") % {"count": len(rest)}
    now = sum((row[1] for row in rest), Decimal(0))
    befores = [row[2] for row in rest if row[2] is not None]
    return [*ordered[: top - 1], (name, now, sum(befores, Decimal(0)) if befores else None)]


def _row(row: tuple, y: int, longest: Decimal, year: int) -> tuple[list, int]:
    name, now, before, *url = row
    amount = short_money(now)
    names = wrapped(name, ROOM - width_of(amount) - 12)
    lines = [text(0, y + 18 + LINE_HEIGHT * place, line, font_weight=600) for place, line in enumerate(names)]
    if url:
        whole = box(0, y, "100%", 24 + LINE_HEIGHT * len(names), fill="transparent")
        lines = [
            format_html('<a class="plot-link" href="{}">{}</a>', url[0], mark_safe("".join([whole, *lines])))
        ]
    lines.append(text("100%", y + 18, amount, text_anchor="end", font_weight=600))
    y += 6 + LINE_HEIGHT * len(names)
    lines.append(box(0, y, share(max(_length(now, longest), 0.6)), 18, fill=BLUES[3], rx=2))
    if before is None:
        return lines, y + 36
    lines.append(
        box(0.5, y + 21, share(max(_length(before, longest), 0.6)), 9, fill=WHITE, stroke=STRONG, rx=1)
    )
    lines.append(text(0, y + 48, f"{year - 1}  {short_money(before)}", quiet=True))
    return lines, y + 68


def _length(value: Decimal, longest: Decimal) -> float:
    return float(value / longest * 99) if longest else 0
