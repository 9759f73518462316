"""Supervision tickets: who has the word until when, and what residents' answers add up to (participation.md 8)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import floor

from marketplace.core.clock import is_late

SOON = timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """Where a ticket stands, until when somebody's answer is awaited (None: nobody's), and since when it is closed."""

    state: str
    waits_until: datetime | None
    closed_at: datetime | None = None


def standing_at(
    now: datetime, *, state: str, waits_until: datetime | None, nudge: timedelta, may_reopen: bool
) -> Standing:
    """Return where a ticket stands at a moment: what the clock does is read off, never stored by a job.

    `nudge` is the time after the second question; a ticket judged unsolved for the last time waits for an inspection.
    """
    if waits_until is None or not is_late(now, waits_until):
        return Standing(state, waits_until)
    if state == "replied":
        return standing_at(
            now, state="no_answer", waits_until=waits_until + nudge, nudge=nudge, may_reopen=may_reopen
        )
    if state == "no_answer":
        return Standing("closed_no_answer", None, waits_until)
    if state == "partly" or (state == "not_solved" and may_reopen):
        return Standing("closed_unsolved", None, waits_until)
    return Standing(state, waits_until)


def conclusion(first: str, others: Sequence[str], *, majority: int) -> str:
    """Return what the residents find: the first reporter's word, else that of more than half of enough neighbors."""
    if first:
        return first
    if len(others) < majority:
        return ""
    found, count = Counter(others).most_common(1)[0]
    return found if count * 2 > len(others) else ""


class Promptness(StrEnum):
    """How an answer stands against its day."""

    ON_TIME = "on_time"
    SOON = "soon"
    OVERDUE = "overdue"
    SERIOUS = "serious"


def promptness(started_at: datetime, due_at: datetime, now: datetime) -> Promptness:
    """Return whether an answer is awaited in time, soon due, late, or late by the whole term again."""
    if is_late(now, due_at + (due_at - started_at)):
        return Promptness.SERIOUS
    if is_late(now, due_at):
        return Promptness.OVERDUE
    return Promptness.SOON if due_at - now <= SOON else Promptness.ON_TIME


@dataclass(frozen=True)
class Rate:
    """A share that may be shown, with its number; `percent` is None below the smallest number."""

    part: int
    n: int
    percent: int | None


def rate(part: int, n: int, *, minimum: int = 1) -> Rate:
    """Return part of n in whole percent, rounded down so that nothing looks complete that is not."""
    return Rate(part, n, floor(part * 100 / n) if n >= max(minimum, 1) else None)


def without_person(text: str, words: Iterable[str]) -> str:
    """Return the text with everything that names its writer replaced by stars."""
    for word in sorted({word.strip() for word in words if len(word.strip()) > 1}, key=len, reverse=True):
        text = text.replace(word, "**")
    return text
