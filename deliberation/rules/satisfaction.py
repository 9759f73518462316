"""Step 6: satisfaction of a party is shown from five valid answers up."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from marketplace.core.money import round_half_up
from marketplace.statutes import STATUTES


@dataclass(frozen=True)
class Shown:
    """What the public sees: the number of valid answers, and shares only when they are enough."""

    answers: int
    satisfied: Decimal | None
    fair: Decimal | None
    dont_know: int


def shown(
    *,
    very_satisfied: int,
    satisfied: int,
    fair: int,
    dissatisfied: int,
    very_dissatisfied: int,
    dont_know: int,
    day: date,
) -> Shown:
    """Return shares in percent (one place) of valid answers; "don't know" is counted and left out."""
    valid = very_satisfied + satisfied + fair + dissatisfied + very_dissatisfied
    if valid < STATUTES.on("evaluation.minimum_answers", day).days:
        return Shown(valid, None, None, dont_know)
    share = Decimal(100) / valid
    return Shown(
        valid,
        round_half_up((very_satisfied + satisfied) * share, 1),
        round_half_up(fair * share, 1),
        dont_know,
    )
