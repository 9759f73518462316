"""The clock while the demo is loaded: set anywhere, so that seals of the past are judged by the past's deadline."""

from datetime import datetime, time

from django.utils import timezone

from marketplace.core.clock import SHANGHAI
from marketplace.outbox.actions import deliver_due
from marketplace.workdays.models import ClockOffset

START = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
"""Where a new demo district stands: a Monday morning whose year, and the two before it, have a holiday plan."""


def set_clock(to: datetime) -> datetime:
    """Set the demo clock to a moment; deliver what is due by then; return the moment."""
    deliver()
    ClockOffset.objects.update_or_create(only=True, defaults={"offset": to - timezone.now()})
    return to


def deliver() -> None:
    """Deliver every waiting event now, until none is left."""
    while deliver_due():
        pass


def on(text: str, hour: int = 9, minute: int = 0) -> datetime:
    """Return an ISO day at an hour on the district's clock."""
    return datetime.combine(datetime.fromisoformat(text).date(), time(hour, minute), SHANGHAI)
