"""Sweep: write the public mark of late reports, remind of those that come due. What is shown never waits for it."""

from datetime import datetime, timedelta

from django.db import transaction

from contracts.models import Milestone
from contracts.queries.overdue import mark_name, overdue_milestones, owed_milestones
from contracts.rules.lateness import is_overdue
from contracts.states import ContractState
from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES
from organizations.actions import mark_overdue

from .locks import locked_milestone
from .messages import tell_officers, tell_supplier


def mark_overdue_milestones(*, now: datetime) -> int:
    """Mark every late report once, each in its own transaction; return how many were late."""
    keys = list(overdue_milestones(now).values_list("pk", "contract_id"))
    for key, contract_id in keys:
        _mark(Milestone(pk=key, contract_id=contract_id), now)
    return len(keys)


@transaction.atomic
def _mark(milestone: Milestone, now: datetime) -> None:
    milestone = locked_milestone(milestone)
    running = milestone.contract.state == ContractState.ACTIVE
    if not is_overdue(state=milestone.state, deadline=milestone.deadline, now=now, is_running=running):
        return
    mark_overdue(
        organization=milestone.contract.organization,
        contract_reference=milestone.contract.reference,
        milestone=mark_name(milestone),
        due_at=milestone.deadline,
        now=now,
    )
    key = milestone.deadline.isoformat()
    tell_supplier("contracts.late", milestone, now, key=key)
    tell_officers("contracts.late_official", milestone, now, key=key)


def remind_of_milestones(*, now: datetime) -> int:
    """Remind suppliers 7 days and 1 day before a report is due; return how many reminders were due."""
    today = day_of(now)
    first = STATUTES.on("milestone.reminder", today).days
    last = STATUTES.on("milestone.last_reminder", today).days
    rows = owed_milestones().filter(owed_at__gt=now, owed_at__lte=now + timedelta(days=first))
    for milestone in rows:
        left = milestone.deadline - now
        days = last if left <= timedelta(days=last) else first
        _remind(milestone, days, now)
    return len(rows)


@transaction.atomic
def _remind(milestone: Milestone, days: int, now: datetime) -> None:
    key = f"{milestone.deadline.isoformat()}:{days}"
    tell_supplier("contracts.due", milestone, now, key=key, days=days)
