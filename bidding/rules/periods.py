"""Every date of a procedure from its profile, with the article behind it (rules 2.3, 2.10, 2.13)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES, Parameter, Unit
from marketplace.workdays.rules import (
    Calendar,
    CalendarNotLoaded,
    add_calendar_days,
    add_working_days,
)

from .findings import BLOCK, WARN, Finding
from .profiles import Profile


@dataclass(frozen=True)
class Step:
    """A date of the procedure: code, day (None while a calendar year is missing), the number behind it."""

    code: str
    day: date | None
    parameter: Parameter | None = None
    missing_year: int | None = None
    at: datetime | None = None

    def as_record(self) -> dict[str, object]:
        """Return the step as frozen data for notices."""
        number = self.parameter
        return {
            "code": self.code,
            "day": self.day.isoformat() if self.day else None,
            "at": self.at.isoformat() if self.at else None,
            "missing_year": self.missing_year,
            "key": number.key if number else "",
            "count": format(number.value.normalize(), "f") if number else "",
            "unit": str(number.unit) if number else "",
            "rule": number.rule if number else "",
            "citation": [number.citation.instrument, number.citation.article, number.citation.trust]
            if number
            else None,
        }


def after(start: date, number: Parameter, calendar: Calendar) -> date:
    """Return the last day of a period that begins the day after start (CAL-01, CAL-02). Raises CalendarNotLoaded."""
    if number.unit == Unit.WORKING_DAYS:
        return add_working_days(start, number.days, calendar)
    return add_calendar_days(start, number.days, calendar)


def before(end: date, number: Parameter, calendar: Calendar) -> date:
    """Return the last day that leaves the full period before end (C11). Raises CalendarNotLoaded."""
    if number.unit != Unit.WORKING_DAYS:
        return end - timedelta(days=number.days)
    day, left = end, number.days
    while left:
        day -= timedelta(days=1)
        left -= calendar.is_working(day)
    return day


def step_by(code: str, start: date | None, number: Parameter | None, calendar: Calendar, way=after) -> Step:
    if start is None:
        return Step(code, None, number, None)
    try:
        return Step(code, way(start, number, calendar) if number else start, number)
    except CalendarNotLoaded as missing:
        return Step(code, None, number, missing.year)


def earliest_deadline(profile: Profile, notice_day: date, calendar: Calendar) -> Step:
    """Return the last day of the minimum response period: a deadline before it is refused (DOC-02, 07, 08)."""
    number = profile.number("response", notice_day)
    if number is None:
        return Step("bid_deadline", notice_day + timedelta(days=1))
    return Step("bid_deadline", after(notice_day, number, calendar), number)


def check_deadline(
    profile: Profile, notice_day: date, deadline: datetime, calendar: Calendar
) -> list[Finding]:
    """Block a deadline inside the minimum period, warn on its last day (rules 2.13, 1). Raises CalendarNotLoaded."""
    # DOC-02, DOC-07, DOC-08
    first = earliest_deadline(profile, notice_day, calendar)
    if first.day is None or first.parameter is None:
        return []
    number = first.parameter
    facts = {
        "earliest": first.day,
        "recommended": recommended_deadline(profile, notice_day, calendar),
        "count": number.days,
        "unit": str(number.unit),
    }
    day = day_of(deadline)
    if day < first.day:
        return [Finding(number.rule, BLOCK, "bidding.deadline_early", number.citation, "bid_deadline", facts)]
    if day == first.day:
        return [Finding(number.rule, WARN, "bidding.deadline_tight", number.citation, "bid_deadline", facts)]
    return []


def recommended_deadline(profile: Profile, notice_day: date, calendar: Calendar) -> date:
    """Return the first working day after the minimum period."""
    first = earliest_deadline(profile, notice_day, calendar).day or notice_day
    return add_working_days(first, 1, calendar)


def tender_steps(
    profile: Profile, notice_day: date, deadline: datetime | None, calendar: Calendar
) -> list[Step]:
    """Return the dates up to the opening; the opening is the deadline itself (OPEN-01, O87 art. 39)."""
    # NOT-02, DOC-01
    steps = [Step("notice", notice_day)]
    for code, what in (("notice_ends", "notice_period"), ("documents_until", "documents_available")):
        if number := profile.number(what, notice_day):
            steps.append(step_by(code, notice_day, number, calendar))
    if deadline is None:
        return steps
    day = day_of(deadline)
    if number := profile.number("clarification", notice_day):
        steps.append(step_by("clarification_by", day, number, calendar, before))
    steps.append(Step("bid_deadline", day, profile.number("response", notice_day), at=deadline))
    steps.append(Step("opening", day, at=deadline))
    return steps


def award_steps(notice_day: date, calendar: Calendar) -> list[Step]:
    """Return the dates that follow from a result notice on the day (AWD-03, CHA-01, CHA-03, CON-01)."""
    numbers = {
        key: STATUTES.on(key, notice_day)
        for key in ("award.notice_period", "challenge.window", "challenge.answer", "contract.sign")
    }
    notice_ends = step_by("result_notice_ends", notice_day, numbers["award.notice_period"], calendar)
    challenge = step_by("challenge_ends", notice_ends.day, numbers["challenge.window"], calendar)
    challenge = because(challenge, notice_ends)
    answer = step_by("challenge_answered", challenge.day, numbers["challenge.answer"], calendar)
    return [
        Step("result_notice", notice_day),
        notice_ends,
        challenge,
        because(answer, challenge),
        _sign(notice_day, numbers["contract.sign"], calendar),
    ]


def because(step: Step, earlier: Step) -> Step:
    if step.day is None and step.missing_year is None:
        return Step(step.code, None, step.parameter, earlier.missing_year)
    return step


def _sign(notice_day: date, number: Parameter, calendar: Calendar) -> Step:
    """Thirty days are a maximum: without the next year's calendar the unrolled, earlier day is given (CON-01)."""
    step = step_by("contract_sign", notice_day, number, calendar)
    if step.day is None:
        return Step(step.code, notice_day + timedelta(days=number.days), number, step.missing_year)
    return step
