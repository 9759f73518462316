"""Plot D: milestones, planned and actual."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.core.clock import day_of
from marketplace.web.formats import day_text, short_day

from .drawing import (
    GOOD,
    LATE,
    LINE,
    QUIET,
    ROOM,
    STRONG,
    WHITE,
    Mark,
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

TRACK = 20


def milestone_timeline(marks: Sequence[Mark], *, now: datetime) -> Plot:
    """Draw a track for each milestone: open square planned, full square done, dashed line today."""
    today = _day(now)
    states = [_state(mark, today) for mark in marks]
    table = Table(
        (_("Milestone"), _("Planned"), _("Done"), _("Result")),
        tuple(
            (mark.title, day_text(mark.planned), day_text(mark.actual) if mark.actual else "", state[0])
            for mark, state in zip(marks, states, strict=True)
        ),
    )
    title = _title(marks, today)
    sentence = _("Open square: planned. Full square: done. Dashed line: today.")
    alt = spoken(table)
    days = [_day(d) for mark in marks for d in (mark.planned, mark.actual) if d] + [today]
    first, span = min(days), max((max(days) - min(days)).days, 1)
    lines, y = [], 0
    for mark, state in zip(marks, states, strict=True):
        drawn, y = _row(mark, state, y, lambda day: 2 + (day - first).days / span * 96, today)
        lines += drawn
    return Plot(
        "milestones", title, drawing(lines, title=title, alt=alt, height=max(y, 1)), table, alt, sentence
    )


def _day(value: date | datetime) -> date:
    return day_of(value) if isinstance(value, datetime) else value


def _late(mark: Mark, today: date) -> int:
    return (_day(mark.actual or today) - _day(mark.planned)).days


def _state(mark: Mark, today: date) -> tuple[str, str]:
    """Return the word and the colour of a milestone."""
    days = _late(mark, today)
    if mark.actual and days <= 0:
        return _("on time"), GOOD
    if mark.actual:
        return ngettext("%(count)s day late", "%(count)s days late", days) % {"count": days}, LATE
    if days > 0:
        return ngettext("%(count)s day overdue", "%(count)s days overdue", days) % {"count": days}, LATE
    return ngettext("%(count)s day left", "%(count)s days left", -days) % {"count": -days}, QUIET


def _title(marks: Sequence[Mark], today: date) -> str:
    if not marks:
        return _("No milestone has been agreed yet")
    done = [mark for mark in marks if mark.actual]
    late = [_late(mark, today) for mark in done if _late(mark, today) > 0]
    overdue = sum(1 for mark in marks if not mark.actual and _late(mark, today) > 0)
    said = []
    if done:
        said.append(_("%(count)s on time") % {"count": len(done) - len(late)})
    if late:
        facts = {"count": len(late), "days": max(late)}
        said.append(_("%(count)s late (by up to %(days)s days)") % facts)
    if overdue:
        said.append(_("%(count)s overdue") % {"count": overdue})
    ahead = len(marks) - len(done) - overdue
    if ahead:
        said.append(_("%(count)s ahead") % {"count": ahead})
    return _("Milestones: %(list)s") % {"list": _(", ").join(said)}


def _row(mark: Mark, state: tuple[str, str], y: float, place: object, today: date) -> tuple[list, float]:
    word, colour = state
    planned = place(_day(mark.planned))
    lines = []
    for line in wrapped(mark.title, ROOM):
        lines.append(text(0, y + 18, line, font_weight=600))
        y += 21
    y += 7
    middle = y + TRACK / 2
    lines.append(box(0, middle - 1, "100%", 2, fill=LINE))
    if mark.actual:
        actual = place(_day(mark.actual))
        low, high = sorted((planned, actual))
        lines.append(box(share(low), middle - 2, share(high - low), 4, fill=colour))
    now = place(today)
    lines.append(
        f'<line x1="{share(now)}" x2="{share(now)}" y1="{y}" y2="{y + TRACK}" stroke="{QUIET}" '
        'stroke-width="2" stroke-dasharray="3 3"/>'
    )
    moved = "translate(-7 -7)"
    lines.append(
        box(share(planned), middle, 14, 14, fill=WHITE, stroke=STRONG, stroke_width=2, transform=moved, rx=2)
    )
    if mark.actual:
        lines.append(box(share(place(_day(mark.actual))), middle, 14, 14, fill=colour, transform=moved, rx=2))
    return _caption(mark, word, colour, y + TRACK, lines)


def _caption(mark: Mark, word: str, colour: str, y: float, lines: list) -> tuple[list, float]:
    planned = _("planned %(day)s") % {"day": short_day(mark.planned)}
    result = f"{short_day(mark.actual)} {word}" if mark.actual else word
    lines.append(text(0, y + 18, planned, quiet=True))
    if width_of(planned) + width_of(result) > ROOM - 8:
        y += 22
    lines.append(text("100%", y + 18, result, text_anchor="end", fill=colour, font_weight=600))
    return lines, y + 40
