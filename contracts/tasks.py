from celery import shared_task

from contracts.actions import mark_overdue_milestones, remind_of_milestones
from marketplace.workdays.queries import now


@shared_task
def watch_milestones() -> int:
    """Mark late reports and remind of those that come due; runs every ten minutes."""
    moment = now()
    remind_of_milestones(now=moment)
    return mark_overdue_milestones(now=moment)
