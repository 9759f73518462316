"""Plot A: how far the budget has gone."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.web.formats import decimal, full_money, short_money

from .drawing import BLUES, STRONG, WHITE, Plot, Table, box, drawing, hatching, mark_of, share, spoken, text

BAR = 40
ROW = 32


def budget_bar(
    *,
    budget: object,
    set_up: object = None,
    contracted: object = None,
    paid: object = None,
    closed: object = None,
) -> Plot:
    """Draw one bar of nested parts (yuan; None leaves a part out); darker money has come further."""
    given = (
        (_("Budget"), budget, WHITE),
        (pgettext("money", "Set up"), set_up, BLUES[1]),
        (pgettext("money", "Contracted"), contracted, BLUES[2]),
        (pgettext("money", "Paid"), paid, BLUES[3]),
        (pgettext("money", "Closed"), closed, BLUES[4]),
    )
    parts = [
        (name, decimal(value) or Decimal(0), colour) for name, value, colour in given if value is not None
    ]
    whole = max((value for _name, value, _colour in parts), default=Decimal(0))
    base = decimal(budget) or Decimal(0)
    table = Table(
        (_("Stage of the money"), _("Amount"), _("Of the budget")),
        tuple((name, full_money(value), _percent(value, base)) for name, value, _colour in parts),
    )
    title, sentence = _finding(base, paid, contracted)
    alt = spoken(table)
    lines = [*_bar(parts, whole, mark_of(title, alt)), *_legend(parts, base, mark_of(title, alt))]
    svg = drawing(lines, title=title, alt=alt, height=BAR + 16 + ROW * len(parts))
    return Plot("money", title, svg, table, alt, sentence)


def _finding(base: Decimal, paid: object, contracted: object) -> tuple[str, str]:
    if not base:
        return _("No budget has been decided yet"), ""
    name, value = (
        (pgettext("money", "paid"), paid)
        if paid is not None
        else (pgettext("money", "contracted"), contracted)
    )
    amount = decimal(value) or Decimal(0)
    facts = {"budget": short_money(base), "amount": short_money(amount), "what": name}
    of_hundred = {"share": f"{round(amount / base * 100)}", "what": name}
    return (
        _("Of a budget of %(budget)s, %(amount)s is %(what)s") % facts,
        _("Of every 100 yuan of budget, %(share)s are %(what)s. The darker, the further the money has come.")
        % of_hundred,
    )


def _percent(value: Decimal, base: Decimal) -> str:
    return f"{value / base * 100:.0f}%" if base else "—"


def _bar(parts: list, whole: Decimal, mark: str) -> list:
    lines = [hatching(mark), box(0.5, 2, "99.8%", BAR, fill=f"url(#{mark})", stroke=STRONG, rx=3)]
    for _name, value, colour in parts[1:]:
        if whole and value > 0:
            lines.append(box(0, 2, share(float(value / whole * 100)), BAR, fill=colour, rx=3))
            lines.append(
                box(share(float(value / whole * 100)), 2, 2, BAR, fill=WHITE, transform="translate(-2 0)")
            )
    return lines


def _legend(parts: list, base: Decimal, mark: str) -> list:
    lines = []
    for number, (name, value, colour) in enumerate(parts):
        y = BAR + 16 + ROW * number
        fill = f"url(#{mark})" if number == 0 else colour
        lines += [
            box(1, y + 4, 16, 16, fill=fill, stroke=STRONG if number == 0 else None, rx=2),
            text(28, y + 18, name),
            text("100%", y + 18, short_money(value), text_anchor="end", font_weight=600),
        ]
        if number and base:
            lines.append(text("54%", y + 18, _percent(value, base), text_anchor="end", quiet=True))
    return lines
