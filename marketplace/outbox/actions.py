"""Publish events with the change that causes them; deliver each to each handler exactly once."""

import logging
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from marketplace.core.events import REGISTRY, Event

from .jobs import enqueue
from .models import Delivery, Message, OutboxEvent
from .registry import HANDLERS

log = logging.getLogger(__name__)
FIRST_RETRY = timedelta(seconds=30)
LAST_RETRY = timedelta(hours=1)
KEPT = timedelta(days=90)


def publish(event: Event) -> OutboxEvent:
    """Store the event in the caller's transaction; deliver after commit. Raises RuntimeError outside one."""
    if not connection.in_atomic_block:
        raise RuntimeError("outbox.publish must run inside the transaction of the act")
    row = OutboxEvent.objects.create(name=event.name(), payload=event.payload())
    moment = timezone.now()
    Delivery.objects.bulk_create(
        Delivery(event=row, handler=name, not_before=moment) for name in HANDLERS.get(row.name, {})
    )
    transaction.on_commit(lambda: _enqueue_delivery(row.pk), robust=True)
    return row


def _enqueue_delivery(event_id: int) -> None:
    enqueue("marketplace.outbox.tasks.deliver_event", event_id)


def deliver_due(*, limit: int = 200, event_id: int | None = None) -> int:
    """Deliver what is due, one transaction each; return how many were done. Safe to run in parallel."""
    done = 0
    due = Delivery.objects.filter(done_at__isnull=True, not_before__lte=timezone.now())
    if event_id is not None:
        due = due.filter(event_id=event_id)
    for key in list(due.order_by("id").values_list("pk", flat=True)[:limit]):
        done += _deliver(key)
    return done


def _deliver(key: int) -> bool:
    try:
        with transaction.atomic():
            row = (
                Delivery.objects.select_for_update(of=("self",), skip_locked=True)
                .select_related("event")
                .filter(pk=key, done_at__isnull=True)
                .first()
            )
            if row is None:
                return False
            HANDLERS[row.event.name][row.handler](REGISTRY[row.event.name](**row.event.payload))
            row.done_at = timezone.now()
            row.attempts += 1
            row.error = ""
            row.save(update_fields=["done_at", "attempts", "error"])
            return True
    except Exception as error:
        log.warning("delivery %s failed: %s", key, type(error).__name__, exc_info=True)
        _postpone(key, error)
        return False


@transaction.atomic
def _postpone(key: int, error: Exception) -> None:
    row = Delivery.objects.select_for_update().get(pk=key)
    row.attempts = min(row.attempts + 1, 1000)
    row.not_before = timezone.now() + min(FIRST_RETRY * 2 ** min(row.attempts, 10), LAST_RETRY)
    row.error = f"{type(error).__name__}: {error}"[:2000]
    row.save(update_fields=["attempts", "not_before", "error"])


def prune_delivered(*, limit: int = 5000) -> int:
    """Remove events whose deliveries are all done, and dead messages, after 90 days; a batch at a time."""
    before = timezone.now() - KEPT
    waiting = Delivery.objects.filter(event=OuterRef("pk"), done_at__isnull=True)
    with transaction.atomic():
        old = OutboxEvent.objects.filter(~Exists(waiting), created_at__lt=before).order_by("id")
        keys = list(old.values_list("pk", flat=True)[:limit])
        Delivery.objects.filter(event_id__in=keys).delete()
        OutboxEvent.objects.filter(pk__in=keys).delete()
        dead, _ = Message.objects.filter(is_dead=True, created_at__lt=before).delete()
    return len(keys) + dead
