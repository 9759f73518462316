"""Write anew what a contract still owes: milestones not yet reported or accepted, their money and numbers."""

from collections.abc import Sequence

from django.db.models import ProtectedError

from contracts.models import Contract, Milestone, MilestoneIndicator, ReportValue
from contracts.rules.changes import open_amounts, shares_of
from contracts.rules.milestones import IndicatorPlan, MilestonePlan
from contracts.states import OWED_STATES, ReportState
from marketplace.core.refusals import Refused


def replan_locked(contract: Contract, plans: Sequence[MilestonePlan]) -> None:
    """Replace the open milestones by the plans, allocate the open sum to the fen; called under the lock.

    What was reported or accepted keeps its sum. Raises Refused `contracts.change_outdated` (409) when a plan names
    a milestone that is no longer open, `contracts.milestone_reported` when one with a report would go.
    """
    rows = list(contract.milestones.select_for_update(of=("self",)).order_by("number"))
    open_rows = {row.number: row for row in rows if is_open(row)}
    wanted = {plan.number for plan in plans if plan.number is not None}
    if not wanted <= set(open_rows):
        raise Refused("contracts.change_outdated", status=409)
    kept = [_write(contract, plan, open_rows) for plan in plans]
    fixed = [row for row in rows if row.number not in open_rows]
    if _moves_money(contract, kept, fixed, plans):
        shares = [plan.share for plan in plans]
        for row, amount in zip(
            kept, open_amounts(contract.amount, [m.amount for m in fixed], shares), strict=True
        ):
            row.amount = amount
    for number in set(open_rows) - wanted:
        _remove(open_rows[number])
    everything = sorted([*fixed, *kept], key=lambda row: row.number)
    for row, share in zip(everything, shares_of([row.amount for row in everything]), strict=True):
        row.share = share
        row.save()


def is_open(milestone: Milestone) -> bool:
    """Say whether a milestone may be written anew: owed, and no part of it accepted."""
    return milestone.state in OWED_STATES and not milestone.accepted_amount


def _moves_money(
    contract: Contract, kept: list[Milestone], fixed: list[Milestone], plans: Sequence[MilestonePlan]
) -> bool:
    """Say whether sums have to be allocated anew; the same sum with the same shares keeps every fen."""
    total = sum((row.amount for row in (*kept, *fixed)), start=contract.amount * 0)
    if total != contract.amount or any(plan.number is None for plan in plans):
        return True
    return shares_of([row.amount for row in kept]) != [plan.share for plan in plans] if kept else False


def _write(contract: Contract, plan: MilestonePlan, open_rows: dict[int, Milestone]) -> Milestone:
    row = (
        open_rows[plan.number]
        if plan.number is not None
        else Milestone(contract=contract, amount=0, share=100)
    )
    if row.pk is None:
        latest = contract.milestones.order_by("-number").values_list("number", flat=True).first() or 0
        row.number = max(latest + 1, 1)
    row.title, row.deliverable = plan.title, plan.deliverable
    row.due_at = plan.due_at
    if row.pk is None:
        row.save()
    _write_indicators(row, plan.indicators)
    return row


def _write_indicators(milestone: Milestone, plans: Sequence[IndicatorPlan]) -> None:
    known = {row.name: row for row in milestone.indicators.all()}
    gone = [row for name, row in known.items() if name not in {plan.name for plan in plans}]
    values = ReportValue.objects.filter(indicator__in=gone)
    if values.exclude(report__state=ReportState.DRAFT).exists():
        raise Refused("contracts.indicator_reported", number=milestone.number)
    values.delete()
    for row in gone:
        row.delete()
    for position, plan in enumerate(plans):
        row = known.get(plan.name) or MilestoneIndicator(milestone=milestone, name=plan.name)
        row.name_en, row.unit, row.unit_en = plan.name_en, plan.unit, plan.unit_en
        row.planned, row.is_outcome, row.position = plan.planned, plan.is_outcome, position
        row.save()


def _remove(milestone: Milestone) -> None:
    try:
        milestone.delete()
    except ProtectedError:
        raise Refused("contracts.milestone_reported", number=milestone.number) from None
