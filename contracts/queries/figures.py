"""Figures behind plots A, D and E and the home pages."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from contracts.models import Contract, Milestone, MilestoneIndicator, ResidentCheck
from contracts.rules.milestones import is_rate
from contracts.states import CheckResult, ContractState
from marketplace.web.plots import Mark
from organizations.models import Community
from projects.models.catalogue import in_language

from .contracts import NOTHING, SHOWN
from .overdue import overdue_milestones


@dataclass(frozen=True)
class MoneyFigures:
    """Yuan signed, accepted, paid, and of contracts that are closed (plot A)."""

    contracted: Decimal
    accepted: Decimal
    paid: Decimal
    closed: Decimal


NO_MONEY = MoneyFigures(NOTHING, NOTHING, NOTHING, NOTHING)
KEPT = {"all_of": Sum("amount"), "ended": Sum("amount", filter=Q(state=ContractState.CLOSED))}
PARTS = {
    "accepted": Sum("accepted_amount"),
    "settled": Sum("paid_amount"),
}


def money_totals(*, year: int | None = None) -> MoneyFigures:
    """Return the sums of contracts on the budget of a year (all years when None)."""
    contracts = Contract.objects.filter(SHOWN)
    if year is not None:
        contracts = contracts.filter(project__budget_line__year=year)
    kept = contracts.exclude(state=ContractState.TERMINATED).aggregate(**KEPT)
    return _figures(kept, Milestone.objects.filter(contract__in=contracts).aggregate(**PARTS))


def money_by_buyer(year: int) -> dict[int, MoneyFigures]:
    """Return the sums of contracts on the year's budget by the key of the buying department, in two queries."""
    contracts = Contract.objects.filter(SHOWN, project__budget_line__year=year)
    kept = contracts.exclude(state=ContractState.TERMINATED).order_by().values("buyer").annotate(**KEPT)
    parts = Milestone.objects.filter(contract__in=contracts).order_by()
    sums: dict[int, dict[str, Decimal | None]] = defaultdict(dict)
    for row in [*kept, *parts.values(buyer=F("contract__buyer")).annotate(**PARTS)]:
        sums[row["buyer"]].update(row)
    return {buyer: _figures(row, row) for buyer, row in sums.items()}


def _figures(kept: Mapping[str, Decimal | None], parts: Mapping[str, Decimal | None]) -> MoneyFigures:
    return MoneyFigures(
        contracted=kept.get("all_of") or NOTHING,
        accepted=parts.get("accepted") or NOTHING,
        paid=parts.get("settled") or NOTHING,
        closed=kept.get("ended") or NOTHING,
    )


def marks_of(milestones: list[Milestone]) -> list[Mark]:
    """Return planned and actual moments of milestones (plot D)."""
    return [Mark(row.title, row.due_at, row.submitted_at) for row in milestones]


@dataclass(frozen=True)
class Bullet:
    """One indicator of a contract, planned and reached over its milestones (plot E)."""

    name: str
    name_en: str
    unit: str
    unit_en: str
    planned: Decimal
    actual: Decimal
    is_rate: bool
    is_outcome: bool

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name, self.name_en)

    @property
    def unit_label(self) -> str:
        """The unit in the reader's language."""
        return in_language(self.unit, self.unit_en)


def bullets_of(indicators: list[MilestoneIndicator]) -> list[Bullet]:
    """Add up an indicator over the milestones; a rate shows its latest number instead."""
    found: dict[str, list[MilestoneIndicator]] = {}
    for row in indicators:
        found.setdefault(row.name, []).append(row)
    bullets = []
    for rows in found.values():
        first, rate = rows[0], is_rate(rows[0].unit)
        known = [row.actual for row in rows if row.actual is not None]
        planned = rows[-1].planned if rate else sum((row.planned for row in rows), Decimal(0))
        actual = (known[-1] if known else Decimal(0)) if rate else sum(known, Decimal(0))
        bullets.append(
            Bullet(
                first.name, first.name_en, first.unit, first.unit_en, planned, actual, rate, first.is_outcome
            )
        )
    return bullets


def overdue_count(now: datetime) -> int:
    """Return how many reports are late at the moment."""
    return overdue_milestones(now).count()


def satisfied_rate(community: Community | None = None) -> tuple[int, int]:
    """Return (found it done, all) of the residents' checks, in one community or the district."""
    rows = ResidentCheck.objects.order_by()
    if community is not None:
        rows = rows.filter(community=community)
    found = rows.aggregate(n=Count("pk"), good=Count("pk", filter=Q(result=CheckResult.YES)))
    return found["good"], found["n"]
