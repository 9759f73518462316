from celery import shared_task

from marketplace.workdays.queries import now

from .actions import recompute_standings


@shared_task
def recompute_nightly() -> str:
    """Let the night pass: evidence ages, intervals widen; keep the day's snapshot."""
    return str(recompute_standings(now=now()))
