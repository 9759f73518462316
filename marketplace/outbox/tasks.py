from celery import shared_task

from .actions import deliver_due, prune_delivered


@shared_task
def deliver_event(event_id: int) -> int:
    """Deliver one event at once; what fails is left to the sweeper."""
    return deliver_due(event_id=event_id)


@shared_task
def sweep_outbox() -> int:
    """Deliver everything that is due; runs each minute, so that a lost message costs only time."""
    return deliver_due()


@shared_task
def prune() -> int:
    """Remove what was delivered, and what was put aside, long ago."""
    return prune_delivered()
