"""Evaluations of a running contract and what was ordered to be put right, as pages, desks and rules read them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from contracts.models import Contract, Milestone, MilestoneIndicator, Rectification, StageEvaluation
from contracts.rules.lateness import days_late, is_overdue
from contracts.rules.milestones import due_moment
from contracts.rules.rectification import escalates_on, is_escalated
from contracts.rules.stages import expanded, fails_unreported, final_day, midterm_day, needs_stages
from contracts.states import (
    DONE_STATES,
    OPEN_RECTIFICATIONS,
    ContractState,
    RectificationState,
    SampleResult,
    StageKind,
    StageState,
)
from marketplace.core.clock import day_of, is_late
from marketplace.statutes import STATUTES
from marketplace.workdays.rules import Calendar, CalendarNotLoaded

from .contracts import NOTHING
from .tickets import taken_up

Frame = list[dict[str, object]]


@dataclass(frozen=True)
class Due:
    """An evaluation that a contract owes: its kind, the last day to begin it, what there is of it, whether it is late."""

    kind: str
    label: str
    due_on: date
    stage: StageEvaluation | None
    is_late: bool


def due_days(contract: Contract, now: datetime) -> dict[StageKind, date]:
    """Return the last day to begin each evaluation that the contract's term asks for; none for a short one."""
    today = day_of(now)
    if not needs_stages(
        contract.starts_on, contract.ends_on, STATUTES.on("performance.midterm_after", today)
    ):
        return {}
    before = STATUTES.on("performance.final_before", today)
    return {
        StageKind.MIDTERM: midterm_day(contract.starts_on, contract.ends_on),
        StageKind.FINAL: final_day(contract.ends_on, before),
    }


def stages_of(contract: Contract, now: datetime) -> list[Due]:
    """Return the evaluations that a contract owes, with what there is of each."""
    known = {row.kind: row for row in contract.stages.all()}
    rows = []
    for kind, day in due_days(contract, now).items():
        stage = known.get(kind)
        owed = stage is None and contract.state == ContractState.ACTIVE
        rows.append(
            Due(str(kind.value), StageKind(kind).label, day, stage, owed and is_late(now, due_moment(day)))
        )
    return rows


def missing_final(contract: Contract, now: datetime) -> bool:
    """Say whether the term asks for a final evaluation that has not been published."""
    if StageKind.FINAL not in due_days(contract, now):
        return False
    return not contract.stages.filter(kind=StageKind.FINAL, state=StageState.PUBLISHED).exists()


def open_rectifications(contract: Contract) -> QuerySet[Rectification]:
    """Return what was ordered and is not yet put right."""
    return contract.rectifications.filter(state__in=OPEN_RECTIFICATIONS)


def frame_of(contract: Contract, register: str, records: int) -> Frame:
    """Return everything a sample may be drawn from: delivered milestones, reported numbers, numbered service records."""
    delivered = Milestone.objects.filter(contract=contract, state__in=DONE_STATES).order_by("number")
    frame: Frame = [
        {"key": f"milestone-{row.number}", "kind": "milestone", "number": row.number, "title": row.title}
        for row in delivered
    ]
    reached = MilestoneIndicator.objects.filter(milestone__in=delivered, actual__isnull=False)
    for row in reached.select_related("milestone").order_by("milestone__number", "position", "pk"):
        frame.append(
            {
                "key": f"indicator-{row.milestone.number}-{row.position}",
                "kind": "indicator",
                "number": row.milestone.number,
                "title": row.name,
                "value": f"{row.actual.normalize():f} {row.unit}".strip(),
            }
        )
    if records:
        frame.append({"kind": "records", "title": register, "count": records})
    return frame


def progress_at(contract: Contract, now: datetime) -> dict[str, object]:
    """Return how the contract stands against its plan: milestones, lateness, money, what residents said."""
    rows = list(Milestone.objects.filter(contract=contract).prefetch_related("indicators", "checks"))
    running = contract.state == ContractState.ACTIVE
    late = [
        row
        for row in rows
        if days_late(row.due_at, row.submitted_at, now) and (row.submitted_at or row.deadline <= now)
    ]
    numbers = [item for row in rows for item in row.indicators.all() if item.actual is not None]
    return {
        "milestones": len(rows),
        "due": sum(row.due_at <= now for row in rows),
        "accepted": sum(row.state in DONE_STATES for row in rows),
        "late": len(late),
        "overdue": sum(
            is_overdue(state=row.state, deadline=row.deadline, now=now, is_running=running) for row in rows
        ),
        "amount": f"{contract.amount:.2f}",
        "accepted_amount": f"{sum((r.amount for r in rows if r.state in DONE_STATES), NOTHING):.2f}",
        "indicators": len(numbers),
        "reached": sum(item.actual >= item.planned for item in numbers),
        "checks": sum(len(row.checks.all()) for row in rows),
        "tickets": taken_up(contract),
    }


def counts_of(stage: StageEvaluation) -> dict[str, int]:
    """Return how many items of the sample were found how, with n; items not looked at count in `open`."""
    found = Counter(item.result for item in stage.sample.all())
    named = {str(result): found[result] for result in SampleResult}
    return {"n": sum(found.values()), "open": found[""], "frame": len(expanded(stage.frame)), **named}


def escalation_day(row: Rectification, calendar: Calendar, now: datetime) -> date:
    """Return the last day before an overdue order goes to the approver."""
    return escalates_on(row.due_at, STATUTES.on("rectification.escalate", day_of(now)).days, calendar)


def is_at_level_above(row: Rectification, calendar: Calendar, now: datetime) -> bool:
    """Say whether the approver decides on an order now; nobody does while the holiday plan of that year is missing."""
    try:
        last = escalation_day(row, calendar, now)
    except CalendarNotLoaded:
        last = date.max
    is_ordered = row.state == RectificationState.ORDERED
    return is_escalated(is_ordered=is_ordered, turns=row.turns, last=last, now=now)


def unreported_at(contract: Contract, kind: str, now: datetime) -> list[int]:
    """Return the milestones whose missing report makes the mid-term evaluation a fail (VEN-06); none otherwise.

    Owed at mid-term is the report on every milestone that falls due by the middle of the term.
    """
    due_on = due_days(contract, now).get(StageKind.MIDTERM)
    if due_on is None:
        return []
    rows = Milestone.objects.filter(contract=contract, submitted_at__isnull=True).order_by("number")
    missing = [row.number for row in rows if day_of(row.due_at) <= due_on]
    fails = fails_unreported(
        track=contract.award.lot.tender.track, kind=kind, due_on=due_on, today=day_of(now), unreported=len(missing)
    )  # fmt: skip
    return missing if fails else []
