"""Plot B: budget by category, this year and last."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from marketplace.web.formats import decimal, full_money, short_money

from .drawing import BLUES, STRONG, WHITE, Plot, Table, box, cut, drawing, share, spoken, text

LONGEST = 60.0
"""Percent of the width that the longest bar takes; its amount stands behind it."""
ROW = 82


def category_bars(rows: Sequence[tuple[str, object, object]], *, year: int, top: int = 8) -> Plot:
    """Draw sorted bars, (name, this year, last year or None) in yuan; beyond `top` they are added up."""
    ordered = sorted(
        ((str(name), decimal(now) or Decimal(0), decimal(before)) for name, now, before in rows),
        key=lambda row: row[1],
        reverse=True,
    )
    table = Table(
        (_("Category"), str(year), str(year - 1)),
        tuple((name, full_money(now), full_money(before)) for name, now, before in ordered),
    )
    title = _title(ordered)
    sentence = _("Full bars are %(year)s, open bars %(before)s; sorted by amount, in yuan.") % {
        "year": year,
        "before": year - 1,
    }
    shown = _shown(ordered, top)
    longest = max((max(now, before or Decimal(0)) for _n, now, before in shown), default=Decimal(0))
    lines = [line for number, row in enumerate(shown) for line in _row(number, row, longest, year)]
    svg = drawing(lines, title=title, alt=spoken(table), height=max(ROW * len(shown), 1))
    return Plot("categories", title, svg, table, spoken(table), sentence)


def _title(ordered: list) -> str:
    total = sum((now for _name, now, _before in ordered), Decimal(0))
    if not total:
        return _("No budget has been decided yet")
    name, amount, _before = ordered[0]
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


def _row(number: int, row: tuple, longest: Decimal, year: int) -> list:
    name, now, before = row
    y = ROW * number
    length = float(now / longest) * LONGEST if longest else 0
    lines = [
        text(0, y + 18, cut(name), font_weight=600),
        box(0, y + 26, share(max(length, 0.4)), 20, fill=BLUES[3], rx=2),
        text(share(length), y + 42, short_money(now), dx=8),
    ]
    if before is not None:
        past = float(before / longest) * LONGEST if longest else 0
        lines += [
            box(0.5, y + 51, share(max(past, 0.4)), 13, fill=WHITE, stroke=STRONG, rx=2),
            text(share(past), y + 63, f"{year - 1}  {short_money(before)}", dx=8, cls="quiet"),
        ]
    return lines
