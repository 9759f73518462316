from celery import shared_task

from marketplace.workdays.queries import now
from payments.actions.interest import propose_interest
from payments.actions.notices import sweep_provider


@shared_task
def watch_provider() -> int:
    """Handle notices that wait and ask about movements whose answer was never heard; runs every two minutes."""
    return sweep_provider(now=now())


@shared_task
def propose_late_interest() -> int:
    """Write down the interest of orders that were paid late and have none yet; runs every night."""
    return propose_interest(now=now())
