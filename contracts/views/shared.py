"""What the pages of all audiences show of a contract."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from contracts.forms.shared import ContractFilter
from contracts.models import Contract, Milestone
from contracts.queries.changes import room_of, versions_of
from contracts.queries.clocks import clocks_of
from contracts.queries.contracts import milestones_of, progress_by_contract, timing_of
from contracts.queries.figures import bullets_of, marks_of
from contracts.queries.finals import certificate_of
from contracts.queries.stages import is_at_level_above, stages_of
from contracts.rules.lateness import Timing, days_late
from contracts.rules.rectification import is_overdue as is_late_order
from contracts.states import (
    DONE_STATES,
    OWED_STATES,
    MilestoneState,
    PenaltyGround,
    RectificationState,
    StageKind,
)
from marketplace.core.clock import day_of
from marketplace.web.pages import page
from marketplace.web.paging import keyset_page
from marketplace.web.plots import milestone_timeline
from marketplace.workdays.queries import load_calendar
from payments.rules.lateness import days_late as payment_days_late

TONES = {
    Timing.DONE: "good",
    Timing.REPORTED: "info",
    Timing.AHEAD: "neutral",
    Timing.SOON: "warn",
    Timing.OVERDUE: "late",
}


def list_page(
    request: HttpRequest, template: str, contracts: QuerySet[Contract], url: Callable[[Contract], str]
) -> HttpResponse:
    """Show one side's contracts, filtered, newest first; `url` leads to that side's page of a contract."""
    found = ContractFilter(request.GET, contracts)
    rows = keyset_page(found.qs, order=("-drawn_up_at", "-id"), cursor=request.GET.get("after", ""))
    known = progress_by_contract(rows.rows, request.now)
    shown = [{"contract": row, "progress": known.get(row.pk), "url": url(row)} for row in rows.rows]
    return page(request, template, filter=found, page=rows, rows=shown)


def milestone_rows(contract: Contract, now: datetime) -> list[dict[str, object]]:
    """Return each milestone with how it stands, its lateness, its photos and its payment (constant queries)."""
    return [_row(milestone, now) for milestone in milestones_of(contract)]


def _row(milestone: Milestone, now: datetime) -> dict[str, object]:
    kind = timing_of(milestone, now)
    acceptance = getattr(milestone, "acceptance", None)
    order = acceptance.order if acceptance else None
    report = milestone.accepted_reports[0] if milestone.accepted_reports else None
    return {
        "milestone": milestone,
        "timing": kind.value,
        "tone": "warn"
        if milestone.state == MilestoneState.PARTLY_ACCEPTED and kind == Timing.AHEAD
        else TONES[kind],
        "label": _("Overdue") if kind == Timing.OVERDUE else milestone.get_state_display(),
        "late": days_late(milestone.due_at, milestone.submitted_at, now) if kind != Timing.AHEAD else 0,
        "acceptance": acceptance,
        "parts": list(milestone.parts.all()),
        "deduction": getattr(milestone, "deduction", None),
        "is_done": milestone.state in DONE_STATES,
        "is_owed": milestone.state in OWED_STATES,
        "order": order,
        "order_late": payment_days_late(order.due_on, order.paid_on, day_of(now)) if order else 0,
        "report": report,
        "checks": list(milestone.checks.all()),
    }


def pictures_of(contract: Contract, rows: list[dict[str, object]], now: datetime) -> dict[str, object]:
    """Return plot D, the bullets of plot E and the sums of plot A."""
    milestones = [row["milestone"] for row in rows]
    indicators = [item for milestone in milestones for item in milestone.indicators.all()]
    done = [m for m in milestones if m.state in DONE_STATES]
    return {
        "plot": milestone_timeline(marks_of(milestones), now=now) if milestones else None,
        "bullets": bullets_of(indicators),
        "paid": sum((m.paid_amount for m in milestones), 0),
        "accepted": len(done),
        "overdue": sum(row["timing"] == Timing.OVERDUE for row in rows),
        "next": next((row for row in rows if row["timing"] in {"soon", "ahead", "overdue"}), None),
    }


def papers_of(contract: Contract, now: datetime) -> dict[str, object]:
    """Return the versions of the document, the supplements and the clocks."""
    versions = list(versions_of(contract))
    return {
        "versions": versions,
        "latest": versions[-1] if versions else None,
        "room": room_of(contract) if versions else None,
        "changes": list(contract.changes.order_by("number")),
        "suspensions": list(contract.suspensions.all()),
        "subcontracts": list(contract.subcontracts.all()),
        "clocks": clocks_of(contract, versions, now),
        **_oversight(contract, now),
    }


def _oversight(contract: Contract, now: datetime) -> dict[str, object]:
    orders = list(contract.rectifications.prefetch_related("items"))
    for row in orders:
        row.contract = contract
    calendar = load_calendar() if orders else None
    due = stages_of(contract, now)
    spots = [row for row in contract.stages.all() if row.kind == StageKind.SPOT]
    for stage in [*spots, *(row.stage for row in due if row.stage)]:
        stage.contract = contract
    return {
        "due_stages": due,
        "spots": spots,
        "rectifications": [
            {
                "row": row,
                "is_late": is_late_order(
                    is_ordered=row.state == RectificationState.ORDERED, due_at=row.due_at, now=now
                ),
                "is_above": is_at_level_above(row, calendar, now),
            }
            for row in orders
        ],
    }


def final_context(contract: Contract, now: datetime) -> dict[str, object]:
    """Return the final certificate as it was kept, or as it would read now, with its digest."""
    account, digest = certificate_of(contract, now)
    imposed = [row | {"label": PenaltyGround(row["ground"]).label} for row in account["penalties"]]
    return {"account": account, "digest": digest, "imposed": imposed}


def posted(request: HttpRequest) -> tuple[object, object]:
    """Return what a form is bound to: data and files of a POST, nothing of a GET."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
