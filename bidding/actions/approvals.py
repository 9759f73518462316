"""Approval chains as data: kept by administrators, frozen into each tender that is handed in, decided step by step."""

from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict

from django.db import IntegrityError, transaction

from bidding.models import Approval, ApprovalChain, ApprovalStep, Tender
from bidding.queries.approvals import asked_for, current_approval, steps_for
from bidding.states import TENDER, TenderState, Verdict
from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import CalendarNotLoaded, add_working_days
from organizations.models import Department, User

from .lots import locked_together

MOST_STEPS = 5


class StepPlan(TypedDict):
    """A step as the administrator gives it; no department means the buyer's own."""

    name: str
    role: str
    department: Department | None
    deputy: User | None
    days: int


@transaction.atomic
def make_chain(
    *, actor: User, track: str, budget_from: Decimal, basis: str, steps: list[StepPlan], now: datetime
) -> ApprovalChain:
    """Set the chain for a track (empty: all) from an amount on; one in force at the same place ends with it."""
    if not 1 <= len(steps) <= MOST_STEPS:
        raise Refused("bidding.chain_steps", most=MOST_STEPS)
    old = ApprovalChain.objects.select_for_update().filter(
        track=track, budget_from=budget_from, ended_at=None
    )
    old.update(ended_by=actor, ended_at=now)
    try:
        with transaction.atomic():
            chain = ApprovalChain.objects.create(
                track=track, budget_from=budget_from, basis=basis, made_by=actor, made_at=now
            )
    except IntegrityError:
        raise Refused("bidding.stale", status=409) from None
    ApprovalStep.objects.bulk_create(
        ApprovalStep(chain=chain, position=place, **step) for place, step in enumerate(steps, start=1)
    )
    record(
        actor=actor,
        action="chain.made",
        subject=chain,
        at=now,
        after={"track": track, "budget_from": budget_from, "steps": [step["name"] for step in steps]},
        reason=basis,
    )
    return chain


@transaction.atomic
def end_chain(*, actor: User, chain: ApprovalChain, now: datetime) -> ApprovalChain:
    """End a chain: tenders handed in later need the buyer's approver only, or another chain."""
    chain = ApprovalChain.objects.select_for_update().get(pk=chain.pk)
    if chain.ended_at is not None:
        raise Refused("bidding.chain_ended", status=409)
    chain.ended_by, chain.ended_at = actor, now
    chain.save(update_fields=["ended_by", "ended_at"])
    record(actor=actor, action="chain.ended", subject=chain, at=now, after={"ended": True})
    return chain


def begin_locked(tender: Tender, now: datetime, *, is_told: bool = True) -> Approval | None:
    """Write the steps of a tender that was just handed in and ask the first; None where no chain applies."""
    last = tender.approvals.order_by("-round").values_list("round", flat=True).first() or 0
    Approval.objects.bulk_create(
        Approval(
            tender=tender, round=last + 1, position=step.position, name=step.name, role=step.role,
            department=step.department or tender.buyer, deputy=step.deputy, days=step.days,
        )
        for step in steps_for(tender)
    )  # fmt: skip
    return _ask(tender, now, is_told=is_told)


def _ask(tender: Tender, now: datetime, *, is_told: bool = True) -> Approval | None:
    """Give the current step its last day and tell who may decide it (of several lots the first tells)."""
    row = current_approval(tender)
    if row is None:
        return None
    row.due_on = _due(day_of(now), row.days)
    row.save(update_fields=["due_on"])
    if not is_told:
        return row
    notify(
        recipients=asked_for(row),
        kind="bidding.tender_to_approve",
        key=f"{row.pk}",
        at=now,
        path=f"/work/tenders/{tender.public_id}/approve/",
        title=tender.title,
        reference=tender.reference,
        step=row.name,
        due=row.due_on or "",
    )
    return row


def _due(day: date, days: int) -> date | None:
    try:
        return add_working_days(day, days, load_calendar())
    except CalendarNotLoaded:
        return None


@transaction.atomic
def approve_tender(*, actor: User, tender: Tender, comment: str, now: datetime) -> Approval:
    """Agree to the current step of the tender and its lots; never one's own work, one step for each person.

    After the last step it is published.
    """
    decided = {}
    for tender_row in locked_together(tender):
        row = decided[tender_row.pk] = _own_step(actor, tender_row)
        _decide(row, actor, Verdict.APPROVED, comment, now)
        record(
            actor=actor,
            action="tender.approved",
            subject=row,
            at=now,
            after={"step": row.name, "position": row.position},
            reason=comment,
        )
        _ask(tender_row, now, is_told=len(decided) == 1)
    return decided[tender.pk]


def _own_step(actor: User, tender: Tender) -> Approval:
    row = current_approval(tender)
    if row is None:
        raise Refused("bidding.nothing_to_approve", status=409)
    if actor.pk in {tender.created_by_id, tender.submitted_by_id}:
        raise Refused("bidding.four_eyes", status=403)
    if actor not in asked_for(row):
        raise Refused("bidding.not_this_step", status=403, step=row.name)
    return row


def _decide(row: Approval, actor: User, verdict: str, comment: str, now: datetime) -> None:
    row.verdict, row.comment, row.decided_by, row.decided_at = verdict, comment, actor, now
    row.save(update_fields=["verdict", "comment", "decided_by", "decided_at"])


@transaction.atomic
def send_back_tender(*, actor: User, tender: Tender, reason: str, now: datetime) -> Tender:
    """Return the tender and its lots with a comment from the current step; the chain begins anew when handed in again."""
    rows = locked_together(tender)
    for row in rows:
        step = _own_step(actor, row)
        require_transition(TENDER, row.state, TenderState.DRAFT)
        if not reason.strip():
            raise Refused("bidding.reason_missing", field="reason")
        _send_back(row, step, actor, reason, now)
    returned = next(row for row in rows if row.pk == tender.pk)
    notify(
        recipients=[returned.submitted_by],
        kind="bidding.tender_returned",
        key=f"{returned.pk}:{now.isoformat()}",
        at=now,
        path=f"/work/tenders/{returned.public_id}/",
        title=returned.title,
        reason=reason,
    )
    return returned


def _send_back(tender: Tender, step: Approval, actor: User, reason: str, now: datetime) -> None:
    _decide(step, actor, Verdict.RETURNED, reason, now)
    tender.approvals.filter(verdict="").delete()
    tender.state, tender.return_reason = TenderState.DRAFT, reason
    tender.save(update_fields=["state", "return_reason", "changed_at"])
    record(
        actor=actor,
        action="tender.returned",
        subject=tender,
        at=now,
        before={"state": TenderState.SUBMITTED},
        after={"state": tender.state, "step": step.name},
        reason=reason,
    )
