"""Milestones whose report is owed: found by the clock, never by a stored flag."""

from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from contracts.models import Milestone
from contracts.states import OWED_STATES, ContractState


def owed_milestones() -> QuerySet[Milestone]:
    """Return the milestones of running contracts for which the supplier owes a report, soonest first."""
    return (
        Milestone.objects.filter(contract__state=ContractState.ACTIVE, state__in=OWED_STATES)
        .annotate(owed_at=Coalesce("resubmit_by", "due_at"))
        .select_related("contract__organization", "contract__buyer")
        .order_by("owed_at", "pk")
    )


def overdue_milestones(now: datetime) -> QuerySet[Milestone]:
    """Return the milestones that are late at the moment (equality is late)."""
    return owed_milestones().filter(owed_at__lte=now)


def mark_name(milestone: Milestone) -> str:
    """Return the name under which a lateness is marked; a report late again after a return has its own."""
    again = "" if milestone.resubmit_by is None else f" ({milestone.resubmit_by.date().isoformat()})"
    return f"{milestone.number} {milestone.title[:90]}{again}"
