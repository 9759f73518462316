"""Months, stages and the years for which a decision bars an organization."""

import calendar
from collections.abc import Iterable
from datetime import date

from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import STATUTES
from marketplace.workdays.rules import Calendar, working_days_between

HOUSE = Citation("HOUSE", trust="D")
STAGE_LENGTHS = {
    "stage_seed": "incubation.seed",
    "stage_growth": "incubation.growth",
    "stage_ready": "incubation.ready",
    "extended": "incubation.extension",
}
FAR = 31  # calendar days: ten working days are always nearer


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def stage_end(stage: str, start: date) -> date:
    """Return the day on which a stage ends (6 + 12 + 6 months, extension at most 6; INC-03)."""
    return add_months(start, STATUTES.on(STAGE_LENGTHS[stage], start).days)


def barred_until(ground: str, decided_on: date) -> date:
    """Return the first day on which a decision no longer bars: the stricter of the published rules (INC-02, SO-04)."""
    years = STATUTES.on(f"incubation.bar_{ground}", decided_on).days
    return add_months(decided_on, 12 * years)


def check_clear(records: Iterable[tuple[str, date]], day: date) -> None:
    """Refuse while a decision bars the organization; records are (ground, decided on) (INC-02)."""
    until = max((barred_until(ground, decided) for ground, decided in records), default=day)
    if until > day:
        raise Refused("incubation.barred", citation=HOUSE, until=until)


def check_stage_is_ending(ends_on: date, day: date, calendar: Calendar) -> None:
    """Refuse a stage check earlier than ten working days before the end of the stage."""
    window = STATUTES.on("incubation.stage_window", day).days
    early = (ends_on - day).days > FAR or working_days_between(day, ends_on, calendar) > window
    if early:
        raise Refused("incubation.stage_runs", status=409, citation=HOUSE, ends=ends_on, window=window)
