"""Plots as SVG made on the server: readable without script, printed, shared; every figure also in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .formats import day_text, decimal, full_money, short_money


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


@dataclass(frozen=True)
class Mark:
    """A milestone on plot D: planned moment, actual moment or None."""

    title: str
    planned: datetime
    actual: datetime | None = None


def _svg(width: int, height: int, title: str, alt: str, parts: Sequence[str]) -> SafeString:
    body = mark_safe("".join(parts))
    return format_html(
        '<svg class="plot-svg" viewBox="0 0 {} {}" role="img" xmlns="http://www.w3.org/2000/svg">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        width,
        height,
        title,
        alt,
        body,
    )


def _plain(kind: str, title: str, table: Table, sentence: str) -> Plot:
    alt = "; ".join(" ".join(row) for row in table.rows)
    lines = [
        f'<text x="0" y="{24 * (i + 1)}">{escape(" ".join(row))}</text>' for i, row in enumerate(table.rows)
    ]
    return Plot(kind, title, _svg(340, 24 * len(lines) + 8, title, alt, lines), table, alt, sentence)


def budget_bar(
    *,
    budget: object,
    set_up: object = None,
    contracted: object = None,
    paid: object = None,
    closed: object = None,
) -> Plot:
    """Draw plot A: how far the budget has gone (yuan; None leaves a part out)."""
    parts = (
        (_("Budget"), budget),
        (_("Set up"), set_up),
        (_("Contracted"), contracted),
        (_("Paid"), paid),
        (_("Closed"), closed),
    )
    rows = tuple((name, full_money(value)) for name, value in parts if value is not None)
    whole, spent = decimal(budget) or Decimal(0), decimal(paid) or Decimal(0)
    share = round(spent / whole * 100) if whole else 0
    sentence = _("Of every 100 yuan of budget, %(share)s have been paid.") % {"share": share}
    return _plain("money", sentence, Table((_("Part"), _("Amount")), rows), sentence)


def category_bars(rows: Sequence[tuple[str, object, object]], *, year: int) -> Plot:
    """Draw plot B: budget by category, (name, this year, last year or None) in yuan."""
    lines = tuple((name, full_money(now), full_money(before)) for name, now, before in rows)
    top = max(rows, key=lambda row: decimal(row[1]) or Decimal(0), default=None)
    title = (
        _("%(name)s receives the most: %(amount)s") % {"name": top[0], "amount": short_money(top[1])}
        if top
        else ""
    )
    return _plain("categories", title, Table((_("Category"), str(year), str(year - 1)), lines), "")


def community_grid(cells: Sequence[tuple[str, int] | tuple[str, int, str]]) -> Plot:
    """Draw plot C: one equal square for each community, (name, projects, address or nothing)."""
    rows = tuple((cell[0], str(cell[1])) for cell in cells)
    zero = sum(1 for cell in cells if not cell[1])
    title = _("%(zero)s of %(all)s communities have no project yet") % {"zero": zero, "all": len(cells)}
    return _plain("communities", title, Table((_("Community"), _("Projects")), rows), title)


def milestone_timeline(marks: Sequence[Mark], *, now: datetime) -> Plot:
    """Draw plot D: planned and actual moments of milestones."""
    rows = tuple((mark.title, day_text(mark.planned), day_text(mark.actual)) for mark in marks)
    on_time = sum(1 for mark in marks if mark.actual and mark.actual <= mark.planned)
    title = _("%(count)s milestones on time") % {"count": on_time}
    return _plain("milestones", title, Table((_("Milestone"), _("Planned"), _("Actual")), rows), title)
