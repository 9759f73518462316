"""When a report is late: derived from moments, never set by a job. This is the only place that says so."""

from datetime import datetime, timedelta
from enum import StrEnum

from marketplace.core.clock import day_of, is_late

OWED_STATES = frozenset({"planned", "returned", "partly_accepted"})
SOON = timedelta(days=7)


class Timing(StrEnum):
    """How a milestone stands against its day."""

    DONE = "done"
    REPORTED = "reported"
    AHEAD = "ahead"
    SOON = "soon"
    OVERDUE = "overdue"


def is_overdue(*, state: str, deadline: datetime, now: datetime, is_running: bool = True) -> bool:
    """Say whether a report is owed and its moment has passed (equality is late)."""
    return is_running and state in OWED_STATES and is_late(now, deadline)


def timing(*, state: str, deadline: datetime, now: datetime, is_running: bool = True) -> Timing:
    """Return how a milestone stands against its day."""
    if state not in OWED_STATES:
        return Timing.REPORTED if state == "submitted" else Timing.DONE
    if is_overdue(state=state, deadline=deadline, now=now, is_running=is_running):
        return Timing.OVERDUE
    return Timing.SOON if is_running and deadline - now <= SOON else Timing.AHEAD


def days_late(due_at: datetime, reported_at: datetime | None, now: datetime) -> int:
    """Return by how many calendar days a report is or was late; 0 when it came in time."""
    moment = reported_at or now
    if not is_late(moment, due_at):
        return 0
    return max((day_of(moment) - day_of(due_at)).days, 1)
