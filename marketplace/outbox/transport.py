"""The embedded broker `djangodb://`: Celery's messages as rows, for installations without a broker service.

A worker leases a message and renews the lease while it works; a worker that dies loses only time, because the
lease ends and another takes the message. A message that kills its worker again and again is put aside as dead.
Source: docs/decisions/0001-house.md.
"""

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from queue import Empty
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, connections
from django.db.models.functions import Now
from kombu.transport import virtual
from kombu.utils.json import dumps, loads

from .models import Message

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=settings.BROKER_LEASE)
RENEWAL = LEASE / 4
LONGEST_HOLD = timedelta(minutes=20)  # above Celery's hard time limit for a task
MOST_DELIVERIES = 5
LOST = (OperationalError, InterfaceError)

TAKE = """
UPDATE outbox_message SET visible_at = statement_timestamp() + make_interval(secs => %s), deliveries = deliveries + 1
WHERE id = (SELECT id FROM outbox_message WHERE queue = %s AND NOT is_dead AND visible_at <= statement_timestamp()
            ORDER BY visible_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, payload, deliveries
"""

_inherited: list[
    object
] = []  # a connection of the parent: kept, because closing it would end the parent's session


def _leave_inherited_connections() -> None:
    for inherited in connections.all(initialized_only=True):
        if inherited.connection is not None:
            _inherited.append(inherited.connection)
            inherited.connection = None
    HELD.forget()


@contextmanager
def _database() -> Iterator[None]:
    """Drop a connection that broke, so that the next attempt opens a new one."""
    try:
        yield
    except LOST:
        if not connection.in_atomic_block:
            connection.close()
        raise


class Held:
    """The messages that this process works on; a thread keeps their leases alive."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin with nothing held (also in a forked child, which holds nothing of its parent's)."""
        self.since: dict[int, float] = {}
        self.thread: threading.Thread | None = None

    def add(self, key: int) -> None:
        self.since[key] = time.monotonic()
        if self.thread is None:
            self.thread = threading.Thread(target=self._renew_for_ever, name="lease-renewal", daemon=True)
            self.thread.start()

    def drop(self, key: int) -> None:
        self.since.pop(key, None)

    def _renew_for_ever(self) -> None:
        while True:
            time.sleep(RENEWAL.total_seconds())
            try:
                self.renew()
            except LOST as error:
                log.warning("leases not renewed: %s", type(error).__name__)

    def renew(self) -> int:
        """Prolong every lease held; give up those held longer than any task may run. Returns how many."""
        oldest = time.monotonic() - LONGEST_HOLD.total_seconds()
        for key in [key for key, since in list(self.since.items()) if since < oldest]:
            self.drop(key)
        if not self.since:
            return 0
        with _database():
            return Message.objects.filter(pk__in=list(self.since)).update(visible_at=Now() + LEASE)


HELD = Held()
os.register_at_fork(after_in_child=_leave_inherited_connections)


def _lease_of(delivery_tag: str) -> tuple[int, int]:
    key, deliveries = delivery_tag.split(":")
    return int(key), int(deliveries)


class QoS(virtual.QoS):
    """Acknowledge by deleting the row, reject by making it visible; only while the lease is still ours."""

    def ack(self, delivery_tag: str) -> None:
        key, deliveries = _lease_of(delivery_tag)
        HELD.drop(key)
        with _database():
            Message.objects.filter(pk=key, deliveries=deliveries).delete()
        super().ack(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        key, deliveries = _lease_of(delivery_tag)
        HELD.drop(key)
        mine = Message.objects.filter(pk=key, deliveries=deliveries)
        with _database():
            if requeue:
                mine.update(visible_at=Now())
            else:
                mine.delete()
        super().ack(delivery_tag)


class Channel(virtual.Channel):
    """Queues as rows of one table."""

    QoS = QoS
    do_restore = False

    def _put(self, queue: str, message: dict[str, Any], **kwargs: object) -> None:
        moment = (message.get("headers") or {}).get("eta")
        visible_at = datetime.fromisoformat(moment) if moment else Now()
        with _database():
            Message.objects.create(queue=queue, payload=dumps(message), visible_at=visible_at)

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        with _database(), connection.cursor() as cursor:
            cursor.execute(TAKE, [LEASE.total_seconds(), queue])
            row = cursor.fetchone()
        if row is None:
            raise Empty
        key, payload, deliveries = row
        if deliveries > MOST_DELIVERIES:
            Message.objects.filter(pk=key).update(is_dead=True)
            log.error("message %s put aside after %s deliveries", key, MOST_DELIVERIES)
            raise Empty
        HELD.add(key)
        message = loads(payload)
        message["properties"]["delivery_tag"] = f"{key}:{deliveries}"
        return message

    def _size(self, queue: str) -> int:
        return Message.objects.filter(queue=queue, is_dead=False).count()

    def _purge(self, queue: str) -> int:
        return Message.objects.filter(queue=queue, is_dead=False).delete()[0]

    def _has_queue(self, queue: str, **kwargs: object) -> bool:
        return True

    def _new_queue(self, queue: str, **kwargs: object) -> None:
        """Do nothing: a queue exists once it has a row."""


class Transport(virtual.Transport):
    """What kombu loads for `djangodb://`."""

    Channel = Channel
    polling_interval = 0.2
    default_port = None
    driver_type = "sql"
    driver_name = "django"
    connection_errors = (*virtual.Transport.connection_errors, *LOST)  # type: ignore[assignment]  # kombu means any number

    def establish_connection(self) -> "Transport":
        """Reach the database now, so that Celery waits for it patiently instead of restarting its loop."""
        with _database():
            connection.ensure_connection()
        return super().establish_connection()

    def driver_version(self) -> str:
        return "1"
