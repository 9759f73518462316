"""The rubric of a review: the common score that adds up to 100, and the specific criteria that are found met or not."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from marketplace.core.refusals import Citation, Refused

HOUSE = Citation("HOUSE", trust="D")
FULL = Decimal(100)
Criteria = Sequence[Mapping[str, str]]


def check_rubric(common: Criteria) -> None:
    """Refuse a rubric whose points do not add up to 100 (service catalogue, common score)."""
    total = sum((Decimal(row["points"]) for row in common), Decimal(0))
    if total != FULL:
        raise Refused("ranking.rubric_total", citation=HOUSE, total=total)


def total_points(common: Criteria, points: Mapping[str, Decimal]) -> Decimal:
    """Return the sum of the points; refuse a missing criterion, an unknown one, or points outside its bounds."""
    if set(points) != {row["code"] for row in common}:
        raise Refused("ranking.points_incomplete", citation=HOUSE)
    for row in common:
        if not Decimal(0) <= points[row["code"]] <= Decimal(row["points"]):
            raise Refused(
                "ranking.points_outside", citation=HOUSE, field=row["code"], maximum=Decimal(row["points"])
            )
    return sum(points.values(), Decimal(0))
