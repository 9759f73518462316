"""How many experts speak for the third party (house rule)."""

from datetime import date
from decimal import Decimal

from marketplace.statutes import STATUTES


def panel_size(amount: Decimal, day: date) -> int:
    """Return how many experts are drawn: more for a large contract, so that no single one decides."""
    large = amount >= STATUTES.on("performance.panel_large_from", day).value
    return STATUTES.on("performance.panel_large" if large else "performance.panel", day).days
