"""The term of a contract and the clocks of signing and publication."""

from calendar import monthrange
from datetime import date, datetime, timedelta

from marketplace.core.refusals import Refused
from marketplace.statutes import Parameter
from marketplace.workdays.rules import Calendar, add_calendar_days, add_working_days

LONGEST_CORRECTION = timedelta(days=60)


def add_months(day: date, months: int) -> date:
    """Return the day `months` later; the last day of a shorter month stands for a missing day."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def check_term(starts_on: date, ends_on: date, limit: Parameter) -> None:
    """Refuse a term that ends before it starts or is longer than the limit in months (PLAN-03, O102 art. 24)."""
    if ends_on < starts_on:
        raise Refused("contracts.term_backwards", field="ends_on")
    if ends_on >= add_months(starts_on, limit.days):
        raise Refused("contracts.term_long", citation=limit.citation, months=limit.days, field="ends_on")


def signing_deadline(letter_on: date, limit: Parameter, calendar: Calendar) -> date:
    """Return the last day to sign: 30 calendar days after the letter of award (CON-01, GPL art. 46)."""
    return add_calendar_days(letter_on, limit.days, calendar)


def publication_deadline(signed_on: date, limit: Parameter, calendar: Calendar) -> date:
    """Return the last day to publish: 2 working days after signing (CON-03, GPR art. 50)."""
    return add_working_days(signed_on, limit.days, calendar)


def clock_deadline(start: date, limit: Parameter, calendar: Calendar) -> date:
    """Return the last day of a clock in working days: copy to finance, notice of a change (CON-03, CON-05)."""
    return add_working_days(start, limit.days, calendar)


def check_signing_day(
    today: date, *, not_before: date | None, sign_by: date, late_reason: str, limit: Parameter
) -> None:
    """Refuse to sign before challenges may no longer come, or late without a public reason (CON-01, GPR art. 54)."""
    if not_before is not None and today < not_before:
        raise Refused("contracts.signing_early", status=409, day=not_before)
    if today > sign_by and not late_reason.strip():
        raise Refused("contracts.signing_late", citation=limit.citation, day=sign_by, field="late_reason")


def days_until(day: date, today: date) -> int:
    """Return the calendar days until the day; negative when it has passed."""
    return (day - today) // timedelta(days=1)


def check_resubmission(now: datetime, resubmit_by: datetime, *, field: str = "resubmit_by") -> None:
    """Refuse a new day for a returned report that has passed already or lies more than 60 days ahead (house rule)."""
    if not now < resubmit_by <= now + LONGEST_CORRECTION:
        raise Refused("contracts.resubmit_day", field=field, days=LONGEST_CORRECTION.days)
