"""When opening officers must show again that their keys work (house rule D: 72 and 24 hours before the deadline)."""

from datetime import datetime, timedelta

REMINDERS = (timedelta(hours=24), timedelta(hours=72))  # before the deadline, the last one first
LEAST_HEALTHY = 3  # one more than the two who open


def due_reminder(*, checked_at: datetime, deadline: datetime, now: datetime) -> timedelta | None:
    """Return the reminder that is due (time before the deadline): begun, and the key not checked since; else None."""
    if now >= deadline:
        return None
    begun = [before for before in REMINDERS if deadline - before <= now]
    if not begun or checked_at >= deadline - begun[0]:
        return None
    return begun[0]


def is_healthy(*, checked_at: datetime, deadline: datetime, now: datetime) -> bool:
    """Say whether a key can be counted on: in the last 24 hours it must have been checked within the last 72."""
    last, first = REMINDERS
    return now < deadline - last or checked_at >= deadline - first
