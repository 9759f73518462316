"""What a change asks for, and how much room supplements have left."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum

from contracts.models import Contract, ContractChange, ContractVersion
from contracts.rules.changes import cap_of
from contracts.rules.milestones import IndicatorPlan, MilestonePlan
from contracts.states import ChangeState
from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES


@dataclass(frozen=True)
class Wish:
    """The contract as somebody wants it: sum in yuan, last day, acceptance plan, milestones still open."""

    amount: Decimal
    ends_on: date
    acceptance_plan: str
    milestones: tuple[MilestonePlan, ...]


def content_of(wish: Wish) -> dict[str, object]:
    """Return a wish as plain data."""
    return {
        "amount": f"{wish.amount:.2f}",
        "ends_on": wish.ends_on.isoformat(),
        "acceptance_plan": wish.acceptance_plan,
        "milestones": [_plain(plan) for plan in wish.milestones],
    }


def _plain(plan: MilestonePlan) -> dict[str, object]:
    return {
        "number": plan.number,
        "title": plan.title,
        "deliverable": plan.deliverable,
        "due_at": plan.due_at.isoformat(),
        "share": f"{plan.share:.2f}",
        "indicators": [
            [row.name, row.name_en, row.unit, row.unit_en, f"{row.planned:.2f}", row.is_outcome]
            for row in plan.indicators
        ],
    }


def wish_of(change: ContractChange) -> Wish:
    """Return what a change asks for."""
    content = change.content
    return Wish(
        Decimal(content["amount"]),
        date.fromisoformat(content["ends_on"]),
        content["acceptance_plan"],
        tuple(_plan(row) for row in content["milestones"]),
    )


def _plan(row: dict) -> MilestonePlan:
    indicators = tuple(
        IndicatorPlan(name, name_en, unit, unit_en, Decimal(planned), is_outcome)
        for name, name_en, unit, unit_en, planned, is_outcome in row["indicators"]
    )
    due_at = datetime.fromisoformat(row["due_at"])
    return MilestonePlan(
        row["title"], due_at, Decimal(row["share"]), row["deliverable"], indicators, row["number"]
    )


@dataclass(frozen=True)
class Room:
    """How much supplements may still add: signed sum, cap, added so far, left (yuan)."""

    signed: Decimal
    cap: Decimal
    added: Decimal

    @property
    def left(self) -> Decimal:
        """What may still be added."""
        return self.cap - self.added


def room_of(contract: Contract) -> Room:
    """Return the room under the cap of GPL art. 49 (two queries)."""
    signed = contract.versions.earliest("number").amount
    limit = STATUTES.on("contract.supplement_max", day_of(contract.drawn_up_at))
    added = contract.changes.filter(state=ChangeState.IN_FORCE).aggregate(Sum("addition"))["addition__sum"]
    return Room(signed, cap_of(signed, limit), added or Decimal(0))


def versions_of(contract: Contract) -> QuerySet[ContractVersion]:
    """Return the versions of a contract's document, the first one first, with the change that made each."""
    return (
        ContractVersion.objects.filter(contract=contract)
        .select_related("change", "suspension")
        .order_by("number")
    )
