"""When scores lie so far apart that the leader must say why, and how a leader is elected (O87 art. 45, 64)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .draws import order_by_draw

FULL = Decimal(100)


@dataclass(frozen=True)
class Spread:
    """Lowest and highest score of one criterion, and whether somebody must act: correct an objective one, explain another."""

    low: Decimal
    high: Decimal
    is_objective: bool
    is_wide: bool

    @property
    def must_be_equal(self) -> bool:
        """Say whether members differ on an objective criterion (EVA-06)."""
        return self.is_objective and self.low != self.high


def spread_of(scores: Iterable[Decimal], *, points: Decimal, share: Decimal, is_objective: bool) -> Spread:
    """Return the spread of one criterion; wide when above `share` percent of its points, strictly."""
    # EVA-06, EVA-11
    values = list(scores)
    low, high = min(values), max(values)
    return Spread(low, high, is_objective, (high - low) * FULL > points * share)


def elected(votes: Iterable[str], candidates: Iterable[str], seed: str) -> str | None:
    """Return who got most votes among the candidates; equal votes are drawn by the seed; None without a vote.

    Candidates are experts only: the buyer's representative may not lead (COM-06, O87 art. 45).
    """
    # COM-06
    allowed = set(candidates)
    counted: Mapping[str, int] = Counter(vote for vote in votes if vote in allowed)
    if not counted:
        return None
    most = max(counted.values())
    return order_by_draw(seed, [name for name, count in counted.items() if count == most])[0]
