"""What the points of a criterion rest on: unusual points link to the contract's record (ranking method, controls)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal

from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import STATUTES

HOUSE = Citation("HOUSE", trust="D")
FULL = Decimal(100)


def needs_evidence(points: Decimal, maximum: Decimal, day: date) -> bool:
    """Say whether points lie so high or so low, in percent of the criterion's maximum, that they need evidence."""
    percent = points * FULL / maximum
    high = STATUTES.on("performance.extreme_high", day).value
    low = STATUTES.on("performance.extreme_low", day).value
    return percent >= high or percent <= low


def check_known(linked: Mapping[str, Collection[str]], known: Collection[str]) -> None:
    """Refuse evidence that the contract does not have (house rule)."""
    for code, keys in linked.items():
        if any(key not in known for key in keys):
            raise Refused("ranking.evidence_unknown", field=f"evidence_{code}")


def check_evidence(
    common: Iterable[Mapping[str, str]],
    points: Mapping[str, Decimal],
    linked: Mapping[str, Collection[str]],
    known: Collection[str],
    day: date,
) -> None:
    """Refuse evidence that the contract does not have, and unusual points without any (house rule)."""
    check_known(linked, known)
    for row in common:
        code = row["code"]
        if not linked.get(code) and needs_evidence(points[code], Decimal(row["points"]), day):
            raise Refused(
                "ranking.evidence_missing", field=f"evidence_{code}", citation=HOUSE, criterion=row["text"]
            )
