from celery import shared_task

from marketplace.audit.actions import write_checkpoint
from marketplace.workdays.queries import database_now


@shared_task
def publish_log() -> int:
    """Publish the log when its hour has come, or after an opening or award; return its size."""
    return write_checkpoint(now=database_now()).size
