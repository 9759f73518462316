"""Months as grids of weeks, with days off, make-up working days and the steps of a procedure (CAL-02, CAL-03)."""

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from marketplace.workdays.rules import SATURDAY, Calendar

from .periods import Step

MOST_MONTHS = 12
WORKING, WEEKEND, HOLIDAY, MAKEUP, UNKNOWN = "working", "weekend", "holiday", "makeup", "unknown"


@dataclass(frozen=True)
class Cell:
    """A day of a grid; a cell without a day fills the week."""

    day: date | None
    kind: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Month:
    """A month: its first day and its weeks, Monday first."""

    first: date
    weeks: tuple[tuple[Cell, ...], ...]


def kind_of(day: date, calendar: Calendar) -> str:
    """Return what the loaded plan says of a day; unknown while its year is not loaded."""
    if day.year not in calendar.years:
        return UNKNOWN
    if day in calendar.makeup:
        return MAKEUP
    if day in calendar.off and day.weekday() < SATURDAY:
        return HOLIDAY
    return WORKING if day.weekday() < SATURDAY else WEEKEND


def month_grids(steps: Iterable[Step], calendar: Calendar) -> list[Month]:
    """Return the months from the first to the last dated step, at most twelve."""
    marks: dict[date, list[str]] = {}
    for step in steps:
        if step.day is not None:
            marks.setdefault(step.day, []).append(step.code)
    if not marks:
        return []
    first, last = min(marks), max(marks)
    count = min((last.year - first.year) * 12 + last.month - first.month + 1, MOST_MONTHS)
    return [_month(first, place, marks, calendar) for place in range(count)]


def _month(first: date, place: int, marks: dict[date, list[str]], calendar: Calendar) -> Month:
    year, month = divmod(first.month - 1 + place, 12)
    start = date(first.year + year, month + 1, 1)
    weeks = months.Calendar().monthdatescalendar(start.year, start.month)
    return Month(start, tuple(tuple(_cell(day, start, marks, calendar) for day in week) for week in weeks))


def _cell(day: date, start: date, marks: dict[date, list[str]], calendar: Calendar) -> Cell:
    if day.month != start.month:
        return Cell(None)
    return Cell(day, kind_of(day, calendar), tuple(marks.get(day, ())))
