from celery import shared_task

from contracts.actions import (
    escalate_rectifications,
    mark_overdue_milestones,
    move_due_tickets,
    remind_of_milestones,
    remind_of_tickets,
)
from marketplace.workdays.queries import now


@shared_task
def watch_milestones() -> int:
    """Mark late reports, remind of what comes due, pass on late rectification, watch the tickets; every ten minutes."""
    watch_tickets()
    moment = now()
    remind_of_milestones(now=moment)
    escalate_rectifications(now=moment)
    return mark_overdue_milestones(now=moment)


@shared_task
def watch_tickets() -> int:
    """Write down what the clock did to supervision tickets, remind and escalate; runs with `watch_milestones`."""
    moment = now()
    remind_of_tickets(now=moment)
    return move_due_tickets(now=moment)
