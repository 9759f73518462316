"""Lots (包): their money inside the whole purchase, and who may still win one (O87 art. 20; GPR art. 28)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from marketplace.core.refusals import Citation, Refused

LEAST, MOST = 2, 10
DOCUMENT, WHOLE = Citation("O87", "art. 20"), Citation("GPR", "art. 28")
BY_BUDGET = "budget"


@dataclass(frozen=True)
class LotPlan:
    """A lot as the official writes it: its name, its money, its ceiling."""

    title: str
    budget: Decimal
    ceiling: Decimal | None = None


def check_plans(plans: Sequence[LotPlan], whole: Decimal, most_lots: int | None) -> None:
    """Refuse lots that do not fit the purchase: too few, too many, above its money, a limit that says nothing."""
    # LOT-01
    if not LEAST <= len(plans) <= MOST:
        raise Refused("bidding.lots_count", citation=DOCUMENT, least=LEAST, most=MOST)
    for number, plan in enumerate(plans, start=1):
        if plan.ceiling is not None and plan.ceiling > plan.budget:
            raise Refused("bidding.lot_ceiling", citation=Citation("O87", "art. 12"), lot=number)
    check_sum([plan.budget for plan in plans], whole)
    if most_lots is not None and not 1 <= most_lots < len(plans):
        raise Refused("bidding.most_lots_wrong", citation=DOCUMENT, field="most_lots", lots=len(plans))


def check_sum(budgets: Iterable[Decimal], whole: Decimal) -> None:
    """Refuse lots that cost together more than the purchase (PLAN-05 for the whole)."""
    # LOT-01
    total = sum(budgets, Decimal(0))
    if total > whole:
        raise Refused("bidding.lots_above_budget", citation=WHOLE, field="budget", total=total, whole=whole)


def awarding_order(budgets: Mapping[int, Decimal], order: str) -> list[int]:
    """Return the numbers of the lots in the order in which they are awarded."""
    # LOT-02
    if order == BY_BUDGET:
        return sorted(budgets, key=lambda number: (-budgets[number], number))
    return sorted(budgets)


def full_suppliers(wins: Iterable[str], most_lots: int | None) -> set[str]:
    """Return who has won as many lots as the document allows; nobody where it sets no limit."""
    # LOT-02
    won = list(wins)
    return set() if most_lots is None else {name for name in won if won.count(name) >= most_lots}
