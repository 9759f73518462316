"""The clocks of challenges and complaints, counted from the day on which somebody should have known (CHA-01..06)."""

from collections.abc import Iterable
from datetime import date, timedelta

from marketplace.core.refusals import Refused
from marketplace.statutes import STATUTES
from marketplace.workdays.rules import Calendar

from .periods import after

Pause = tuple[date, date | None]
"""First day that does not count, and the last one (None while the pause runs)."""


def window_ends(known_on: date, notice_day: date, calendar: Calendar) -> date:
    """Return the last day to challenge (CHA-01). Raises CalendarNotLoaded."""
    return after(known_on, STATUTES.on("challenge.window", notice_day), calendar)


def check_window(kind: str, known_on: date | None, notice_day: date, today: date, calendar: Calendar) -> None:
    """Refuse (409) a challenge of what has not happened yet, or after its window (GPL art. 52, GPR art. 53)."""
    citation = STATUTES.on("challenge.window", notice_day).citation
    if known_on is None:
        raise Refused("bidding.challenge_early", status=409, citation=citation, field="kind", kind=kind)
    last = window_ends(known_on, notice_day, calendar)
    if today > last:
        raise Refused("bidding.challenge_late", status=409, citation=citation, field="kind", until=last)


def answer_due(filed_on: date, notice_day: date, calendar: Calendar) -> date:
    """Return the last day to answer a challenge (CHA-03, C7). Raises CalendarNotLoaded."""
    return after(filed_on, STATUTES.on("challenge.answer", notice_day), calendar)


def complaint_ends(answer_by: date, notice_day: date, calendar: Calendar) -> date:
    """Return the last day to complain: counted from the end of the answer period (CHA-04, C7). Raises CalendarNotLoaded."""
    return after(answer_by, STATUTES.on("complaint.window", notice_day), calendar)


def check_complaint(
    *, is_answered: bool, answer_by: date, notice_day: date, today: date, calendar: Calendar
) -> None:
    """Refuse (409) a complaint before the answer or its due day, or after the window (GPL art. 55, GPR art. 55)."""
    citation = STATUTES.on("complaint.window", notice_day).citation
    if not is_answered and today <= answer_by:
        raise Refused("bidding.complaint_early", status=409, citation=citation, answer_by=answer_by)
    last = complaint_ends(answer_by, notice_day, calendar)
    if today > last:
        raise Refused("bidding.complaint_late", status=409, citation=citation, until=last)


def check_matters(chosen: Iterable[str], challenged: Iterable[str]) -> None:
    """Refuse a complaint about nothing, or about what was not challenged (GPR art. 55)."""
    picked = list(chosen)
    if not picked or not set(picked) <= set(challenged):
        citation = STATUTES.on("complaint.window", date(2020, 1, 1)).citation
        raise Refused("bidding.complaint_matters", citation=citation, field="matters")


def complaint_days(received_on: date, notice_day: date, calendar: Calendar) -> dict[str, date]:
    """Return the days for review, copy and decision without a pause (CHA-05, C8). Raises CalendarNotLoaded."""
    return {
        name: after(received_on, STATUTES.on(f"complaint.{name}", notice_day), calendar)
        for name in ("review", "copy", "decision")
    }


def decision_due(
    received_on: date, notice_day: date, pauses: Iterable[Pause], calendar: Calendar
) -> date | None:
    """Return the last day to decide; tests and corrections do not count; None while one runs (GPR art. 58)."""
    stops = list(pauses)
    if any(end is None for _, end in stops):
        return None
    left, day = STATUTES.on("complaint.decision", notice_day).days, received_on
    while left:
        day += timedelta(days=1)
        is_paused = any(begin <= day <= end for begin, end in stops if end is not None)
        left -= calendar.is_working(day) and not is_paused
    return day


def suspension_ends(begun_on: date, notice_day: date) -> date:
    """Return the last day of a suspension: thirty days are the most, so that no holiday moves it (CHA-06)."""
    return begun_on + timedelta(days=STATUTES.on("complaint.suspension", notice_day).days)
