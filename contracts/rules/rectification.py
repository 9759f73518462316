"""Rectification: what has to be put right until when, and when it goes to the level above."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from marketplace.core.clock import day_of, is_late
from marketplace.core.refusals import Citation, Refused
from marketplace.workdays.rules import Calendar, add_working_days

HOUSE = Citation("HOUSE", trust="D")
LONGEST = timedelta(days=60)
MOST_ITEMS, MOST_TURNS = 10, 2


def check_order(items: Iterable[str], due_at: datetime, now: datetime) -> None:
    """Refuse an order without items or with too many, or with a day in the past or more than 60 days ahead (house)."""
    rows = list(items)
    if not 1 <= len(rows) <= MOST_ITEMS:
        raise Refused("contracts.rectification_items", field="items", most=MOST_ITEMS)
    if not now < due_at <= now + LONGEST:
        raise Refused("contracts.resubmit_day", field="due_on", days=LONGEST.days)


def check_answers(answers: Iterable[str]) -> None:
    """Refuse an answer that leaves an item out (house rule)."""
    if not all(text.strip() for text in answers):
        raise Refused("contracts.rectification_unanswered", citation=HOUSE)


def is_overdue(*, is_ordered: bool, due_at: datetime, now: datetime) -> bool:
    """Say whether the answer is owed and its moment has passed (equality is late)."""
    return is_ordered and is_late(now, due_at)


def escalates_on(due_at: datetime, days: int, calendar: Calendar) -> date:
    """Return the last day before an overdue order goes to the approver: so many working days late (house rule)."""
    return add_working_days(day_of(due_at), days, calendar)


def is_escalated(*, is_ordered: bool, turns: int, last: date, now: datetime) -> bool:
    """Say whether the level above decides: sent back twice, or late beyond the last day (house rule)."""
    return is_ordered and (turns >= MOST_TURNS or day_of(now) > last)
