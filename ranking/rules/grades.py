"""The four grades (PER-01): 90 excellent, 80 good, 60 pass, below that fail; fractions fall to the lower band."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from marketplace.core.money import round_half_up
from marketplace.statutes import STATUTES

BANDS = ("excellent", "good", "pass")


def grade_of(score: Decimal, day: date) -> str:
    """Return the grade of a score from 0 to 100 by the bands in force on the day (PER-01)."""
    for band in BANDS:
        if score >= STATUTES.on(f"performance.{band}", day).value:
            return band
    return "fail"


def mean_score(voices: Iterable[Sequence[Decimal]]) -> Decimal:
    """Return the mean of the named voices with two decimals; raises ValueError without one (house rule).

    Several experts of one panel are one voice: their mean.
    """
    means = [sum(totals, Decimal(0)) / len(totals) for totals in voices if totals]
    if not means:
        raise ValueError("no rating")
    return round_half_up(sum(means, Decimal(0)) / len(means), 2)


def is_extreme(total: Decimal, day: date) -> bool:
    """Say whether a rating needs two facts beside it: very high or very low (ranking method, controls)."""
    high = STATUTES.on("performance.extreme_high", day).value
    low = STATUTES.on("performance.extreme_low", day).value
    return total >= high or total <= low
