"""One supplier only: its cause, ten percent for additions, publicity and expert argument (GEN-06, GEN-07)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from marketplace.core.money import yuan
from marketplace.core.refusals import Citation
from marketplace.statutes import STATUTES

from .findings import BLOCK, Finding

ONLY, ADDITION = "single_only", "single_addition"


@dataclass(frozen=True)
class Source:
    """What is known of a single source: is a supplier named, the original contract sum, what was added before, publicity."""

    is_named: bool = False
    original: Decimal | None = None
    added: Decimal = Decimal(0)
    ends_on: date | None = None
    open_objections: int = 0


def most_addition(original: Decimal, day: date) -> Decimal:
    """Return what may be bought in addition to a contract: ten percent of it (GEN-06; GPL art. 31(3))."""
    return yuan(original * STATUTES.on("single.addition_max", day).value)


def needs_publicity(cause: str, budget: Decimal, threshold: Decimal) -> bool:
    """Say whether the only supplier must be published first: from the open-tender threshold on (GEN-07; GPR art. 38)."""
    return cause == ONLY and budget >= threshold


def check_single(cause: str, budget: Decimal, threshold: Decimal, source: Source, day: date) -> list[Finding]:
    """Return what still forbids a single-source purchase on the day (GEN-06, GEN-07)."""
    if not source.is_named:
        return [
            Finding("GEN-07", BLOCK, "bidding.no_single_supplier", Citation("GPL", "art. 31"), "procedure")
        ]
    if cause == ADDITION:
        return _addition(budget, source, day)
    if needs_publicity(cause, budget, threshold):
        return _publicity(source, day)
    return []


def _addition(budget: Decimal, source: Source, day: date) -> list[Finding]:
    # GEN-06
    number = STATUTES.on("single.addition_max", day)
    if source.original is None:
        return [Finding("GEN-06", BLOCK, "bidding.no_original", number.citation, "procedure")]
    left = most_addition(source.original, day) - source.added
    if budget <= left:
        return []
    facts: dict[str, object] = {"most": left, "original": source.original}
    return [Finding("GEN-06", BLOCK, "bidding.addition_above", number.citation, "budget", facts)]


def _publicity(source: Source, day: date) -> list[Finding]:
    # GEN-07
    number = STATUTES.on("single.publicity", day)
    if source.ends_on is None:
        facts: dict[str, object] = {"days": number.days}
        return [Finding("GEN-07", BLOCK, "bidding.publicity_missing", number.citation, "procedure", facts)]
    if day <= source.ends_on:
        facts = {"until": source.ends_on}
        return [Finding("GEN-07", BLOCK, "bidding.publicity_runs", number.citation, "procedure", facts)]
    if source.open_objections:
        facts = {"open": source.open_objections}
        return [Finding("GEN-07", BLOCK, "bidding.source_objections", number.citation, "procedure", facts)]
    return []
