"""When a payment is late: derived from dates, never stored (PAY-02)."""

from datetime import date, timedelta
from decimal import Decimal

from marketplace.core.money import yuan


def due_day(start: date, days: int) -> date:
    """Return the last day to pay: `days` calendar days after acceptance, the day of acceptance not counted (PAY-02)."""
    return start + timedelta(days=days)


def days_late(due_on: date, paid_on: date | None, today: date) -> int:
    """Return by how many days a payment is or was late; 0 when on time (the due day itself is in time)."""
    return max((paid_on or today) - due_on, timedelta(0)).days


def late_interest(amount: Decimal, days: int, rate: Decimal) -> Decimal:
    """Return the interest (yuan) on a sum paid `days` late at a share per day (PAY-03, SMEPAY art. 17)."""
    return yuan(amount * rate * days)


def late_return_fee(amount: Decimal, days: int, *, rate: Decimal, surcharge: Decimal, basis: int) -> Decimal:
    """Return what returning a deposit `days` late costs: base rate a year plus its surcharge (BOND-06, O87 art. 38)."""
    return yuan(amount * rate * (1 + surcharge) * days / basis)
