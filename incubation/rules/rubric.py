"""The reviewers' rubric; the points add up to 100 (incubation, section 2; house rule)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from marketplace.core.money import round_half_up
from marketplace.core.refusals import Citation, Refused

HOUSE = Citation("HOUSE", trust="D")
RUBRIC: tuple[tuple[str, int], ...] = (
    ("need", 25),
    ("team", 20),
    ("plan", 20),
    ("support", 15),
    ("sustainability", 10),
    ("compliance", 10),
)


def total_score(scores: Mapping[str, Decimal]) -> Decimal:
    """Return the sum; refuse a missing criterion or points outside its bounds."""
    if set(scores) != {code for code, _ in RUBRIC}:
        raise Refused("incubation.scores_incomplete", citation=HOUSE)
    for code, most in RUBRIC:
        if not 0 <= scores[code] <= most:
            raise Refused("incubation.score_outside", citation=HOUSE, field=code, most=most)
    return sum(scores.values(), Decimal(0))


def mean_total(totals: Sequence[Decimal]) -> Decimal:
    """Return the reviewers' mean with two decimals."""
    return round_half_up(sum(totals, Decimal(0)) / len(totals), 2)
