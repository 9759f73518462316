"""Bounds of what a tender document may set: policy deductions (EVA-14, EVA-15, EVA-16, EVA-18)."""

from datetime import date
from decimal import Decimal

from marketplace.core.refusals import Citation
from marketplace.statutes import STATUTES

from .findings import BLOCK, Finding

TIERS = ((Decimal(1_000_000), Decimal(20)), (Decimal(4_000_000), Decimal(15)))
LARGEST = Decimal(10)


def check_terms(
    *, day: date, small: Decimal | None, consortium: Decimal | None, is_reserved: bool
) -> list[Finding]:
    """Block a deduction outside its band, and any deduction in a purchase reserved for small enterprises."""
    # EVA-14, EVA-16, EVA-18
    given = (
        ("EVA-14", "small_deduction", small, "sme.deduction"),
        ("EVA-16", "consortium_deduction", consortium, "sme.consortium"),
    )
    found = []
    for rule, field, share, key in given:
        if share is None:
            continue
        if is_reserved:
            found.append(
                Finding("EVA-18", BLOCK, "bidding.deduction_reserved", Citation("F2020-46", "", "G"), field)
            )
            continue
        low, high = STATUTES.on(f"{key}_min", day), STATUTES.on(f"{key}_max", day)
        if not low.value * 100 <= share <= high.value * 100:
            facts: dict[str, object] = {"low": _plain(low.value * 100), "high": _plain(high.value * 100)}
            found.append(Finding(rule, BLOCK, "bidding.deduction_share", low.citation, field, facts))
    return found


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def tier(budget: Decimal) -> Decimal:
    """Return the deduction in percent that Nanjing's tiers give by the budget (EVA-15)."""
    # EVA-15
    for below, share in TIERS:
        if budget < below:
            return share
    return LARGEST
