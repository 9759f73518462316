"""Plot E: indicators, planned and reached, as bullet bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from marketplace.web.formats import decimal

from .drawing import (
    BLUES,
    GOOD,
    INK,
    LINE,
    ROOM,
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

BAR = 18


@dataclass(frozen=True)
class Bullet:
    """One indicator: its name, unit, what was planned, what was reached (None: not reported yet)."""

    label: str
    unit: str
    planned: Decimal
    actual: Decimal | None = None

    @property
    def is_reached(self) -> bool:
        """Say whether the plan is fulfilled."""
        return self.actual is not None and self.actual >= self.planned


def indicator_bars(bullets: Sequence[Bullet]) -> Plot | None:
    """Draw a bar for each indicator on its own scale, with a mark where the plan ends; None without indicators."""
    if not bullets:
        return None
    table = Table(
        (_("Indicator"), _("Planned"), _("Reached"), _("Unit")),
        tuple((row.label, _number(row.planned), _number(row.actual), row.unit) for row in bullets),
    )
    title = _title(bullets)
    sentence = _(
        "Full bars show what was reached, the dark mark what was planned; each bar has its own scale."
    )
    lines, y = [], 0
    for row in bullets:
        drawn, y = _row(row, y)
        lines += drawn
    alt = spoken(table)
    return Plot(
        "indicators", title, drawing(lines, title=title, alt=alt, height=y - 12), table, alt, sentence
    )


def _title(bullets: Sequence[Bullet]) -> str:
    reported = [row for row in bullets if row.actual is not None]
    if not reported:
        return _("%(count)s indicators are planned; nothing has been reported yet") % {"count": len(bullets)}
    facts = {"done": sum(row.is_reached for row in bullets), "all": len(bullets)}
    return _("%(done)s of %(all)s indicators have reached the plan") % facts


def _number(value: object) -> str:
    number = decimal(value)
    return "—" if number is None else f"{number.normalize():,f}"


def _row(row: Bullet, y: float) -> tuple[list, float]:
    said = f"{_number(row.actual)} / {_number(row.planned)} {row.unit}"
    lines = []
    for line in wrapped(row.label, ROOM):
        lines.append(text(0, y + 18, line, font_weight=600))
        y += 21
    if width_of(said) + width_of(row.label) > ROOM - 12:
        lines.append(text(0, y + 18, said, quiet=True))
        y += 22
    else:
        lines.append(text("100%", y - 3, said, text_anchor="end", quiet=True))
    y += 6
    longest = max(row.planned, row.actual or Decimal(0)) or Decimal(1)
    lines.append(box(0, y, share(99.4), BAR, fill=WHITE, stroke=LINE, rx=2))
    if row.actual:
        width = share(float(row.actual / longest) * 99)
        lines.append(box(0, y, width, BAR, fill=GOOD if row.is_reached else BLUES[2], rx=2))
    planned = float(row.planned / longest) * 99
    lines.append(box(share(planned), y - 4, 3, BAR + 8, fill=INK))
    return lines, y + BAR + 22
