"""Which running contracts are drawn for a spot check in a year (PER-04)."""

from datetime import date, timedelta
from decimal import ROUND_CEILING

from contracts.rules.terms import add_months
from marketplace.statutes import STATUTES


def lasts_long(starts_on: date, ends_on: date, day: date) -> bool:
    """Say whether a contract runs for a year or longer, so that it can be drawn (PER-04)."""
    months = STATUTES.on("performance.spot_term", day).days
    return ends_on + timedelta(days=1) >= add_months(starts_on, months)


def spot_size(number: int, day: date) -> int:
    """Return how many of so many projects are drawn: at least the share, rounded up (PER-04: 3 of 7)."""
    share = STATUTES.on("performance.spot_share", day).value
    return int((share * number).to_integral_value(ROUND_CEILING))
