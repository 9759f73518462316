"""Evaluations of a running contract: when they are due, and how large a sample is looked at."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from marketplace.core.refusals import Refused
from marketplace.statutes import Parameter

from .terms import add_months


def needs_stages(starts_on: date, ends_on: date, limit: Parameter) -> bool:
    """Say whether a contract runs so long that it is evaluated half way and before its end (more than the limit)."""
    return ends_on >= add_months(starts_on, limit.days)


def midterm_day(starts_on: date, ends_on: date) -> date:
    """Return the middle of the term, the last day to begin the mid-term evaluation (house rule)."""
    return starts_on + timedelta(days=(ends_on - starts_on).days // 2)


def final_day(ends_on: date, limit: Parameter) -> date:
    """Return the last day to begin the final evaluation: so many months before the end (PER-05)."""
    return add_months(ends_on, -limit.days)


def fails_unreported(*, track: str, kind: str, due_on: date | None, today: date, unreported: int) -> bool:
    """Say whether the missing mid-term report counts as a fail: on the grant track, once the day has passed (VEN-06).

    It fills in the finding; a person publishes it, or another one with reasons.
    """
    if track != "grant" or kind != "midterm" or due_on is None:
        return False
    return today > due_on and unreported > 0


def expanded(frame: Iterable[Mapping[str, object]]) -> dict[str, dict[str, object]]:
    """Return every item that can be drawn by its key; a register stands for its records, numbered from 1."""
    items: dict[str, dict[str, object]] = {}
    for row in frame:
        if row["kind"] != "records":
            items[str(row["key"])] = dict(row)
            continue
        for number in range(1, int(str(row["count"])) + 1):
            items[f"record-{number}"] = {"kind": "record", "number": number, "title": row["title"]}
    return items


def sample_size(frame: int, share: Decimal, least: int, most: int) -> int:
    """Return how many of `frame` items are drawn: the share rounded up, between `least` and `most`, never above all."""
    wanted = int((share * frame).to_integral_value(ROUND_CEILING))
    return min(frame, max(least, min(wanted, most)))


def check_sampled(open_items: int) -> None:
    """Refuse (409) a finding while items of the sample have not been looked at (house rule)."""
    if open_items:
        raise Refused("contracts.sample_open", status=409, count=open_items)
