"""When a payment is late: derived from dates, never stored (PAY-02)."""

from datetime import date, timedelta


def due_day(start: date, days: int) -> date:
    """Return the last day to pay: `days` calendar days after acceptance, the day of acceptance not counted (PAY-02)."""
    return start + timedelta(days=days)


def days_late(due_on: date, paid_on: date | None, today: date) -> int:
    """Return by how many days a payment is or was late; 0 when on time (the due day itself is in time)."""
    return max((paid_on or today) - due_on, timedelta(0)).days
