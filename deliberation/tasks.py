from celery import shared_task

from deliberation.actions import count_due_needs, move_due_deliberations, move_due_needs
from marketplace.workdays.queries import now


@shared_task
def move_what_is_due() -> int:
    """Write down what the clock has done to needs and deliberations."""
    moment = now()
    return count_due_needs(now=moment) + move_due_needs(now=moment) + move_due_deliberations(now=moment)
