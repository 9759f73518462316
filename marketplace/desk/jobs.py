"""What the machine does in the background, for those who look after it: what waits, what fails, what was given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, Min
from django.utils import timezone

from marketplace.notifications.models import Notification
from marketplace.outbox.models import Delivery, Message
from ranking.queries.standings import latest_snapshot

PATIENCE = timedelta(minutes=5)
"""A sweeper runs each minute; what has waited five times as long is stuck."""
SHOWN = 50


@dataclass(frozen=True)
class Jobs:
    """The state of the background work at a moment (clock of the machine, not of the demonstration)."""

    waiting: int
    oldest: datetime | None
    failing: list[Delivery]
    delivered_at: datetime | None
    queued: int
    dead: list[Message]
    dead_count: int
    mails: int
    ranked_at: datetime | None
    at: datetime

    @property
    def is_late(self) -> bool:
        """Say whether something has waited longer than it should: the worker may have stopped."""
        return self.oldest is not None and self.oldest < self.at - PATIENCE

    @property
    def is_well(self) -> bool:
        """Say whether nothing is stuck, failing or given up."""
        return not (self.is_late or self.failing or self.dead_count)


def state_of_jobs() -> Jobs:
    """Read the queues (eight queries)."""
    at = timezone.now()
    due = Delivery.objects.filter(done_at__isnull=True)
    dead = Message.objects.filter(is_dead=True)
    snapshot = latest_snapshot()
    return Jobs(
        waiting=due.count(),
        oldest=due.filter(attempts=0).aggregate(at=Min("not_before"))["at"],
        failing=list(due.filter(attempts__gt=0).select_related("event").order_by("-attempts", "pk")[:SHOWN]),
        delivered_at=Delivery.objects.aggregate(at=Max("done_at"))["at"],
        queued=Message.objects.filter(is_dead=False).count(),
        dead=list(dead.order_by("-pk")[:SHOWN]),
        dead_count=dead.count(),
        mails=Notification.objects.filter(mail_wanted=True, mailed_at__isnull=True).count(),
        ranked_at=snapshot.computed_at if snapshot else None,
        at=at,
    )


def schedule() -> list[tuple[str, str]]:
    """Return (task, when it runs) of everything that repeats."""
    rows = settings.CELERY_BEAT_SCHEDULE.values()
    return sorted((row["task"], _rhythm(row["schedule"])) for row in rows)


def _rhythm(when: object) -> str:
    if isinstance(when, int | float):
        return str(timedelta(seconds=when))
    return f"{min(when.hour):02d}:{min(when.minute):02d}"  # type: ignore[attr-defined]
