"""What a grade leads to on each track: what follows by itself, and what a person decides (PER-02, PER-03, VEN-07)."""

from dataclasses import dataclass
from datetime import date

from marketplace.core.refusals import Citation
from marketplace.statutes import STATUTES

EXCLUSION, DEDUCTION = "exclusion", "deduction"
PRIORITY, FULL_PAYMENT, NO_EXCLUSION = "priority", "full_payment", "no_exclusion"
LOCAL = Citation("HOUSE", "", "P")


@dataclass(frozen=True)
class Consequence:
    """One thing that a grade leads to; `is_decided` says that it holds only when a person decides so."""

    code: str
    citation: Citation
    is_decided: bool = False
    years: int = 0


def consequences_of(grade: str, track: str, day: date) -> list[Consequence]:
    """Return what a grade leads to on a track by the numbers in force on the day (PER-02, VEN-07).

    On the statutory track nobody is excluded by a grade: only the finance department may ban, by law (GPL art. 77).
    """
    if grade in {"excellent", "good"}:
        return [
            Consequence(FULL_PAYMENT, LOCAL),
            Consequence(PRIORITY, Citation("GPR", "art. 34", "I")),
        ]
    if grade == "pass":
        return [Consequence(FULL_PAYMENT, LOCAL)]
    found = [Consequence(DEDUCTION, Citation("CC", "art. 585", "V"))]
    if track == "statutory":
        return [*found, Consequence(NO_EXCLUSION, Citation("GPL", "art. 77"))]
    years = STATUTES.on(f"performance.exclusion_{track}", day).days
    return [*found, Consequence(EXCLUSION, LOCAL, is_decided=True, years=years)]


def exclusion_end(day: date, years: int) -> date:
    """Return the last day of an exclusion of so many years; 29 February ends on the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
