from celery import shared_task

from bidding.actions.ending import close_due_tenders


@shared_task
def close_tenders() -> int:
    """Close the tenders whose deadline has passed; pages know it without this."""
    return close_due_tenders()
