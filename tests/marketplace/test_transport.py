"""Brokers: nothing is lost when a worker is killed, nothing is done twice, poison is put aside."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from queue import Empty

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from kombu import Connection

from marketplace.outbox import transport
from marketplace.outbox.models import Message
from tests.database import database_url

from .worker_app import app

BODY = {"body": "e30=", "headers": {}, "properties": {"delivery_tag": "x"}}


@pytest.fixture
def channel(db):
    with Connection("djangodb://database") as broker:
        yield broker.channel()
    transport.HELD.since.clear()


def _put(channel, **headers):
    channel._put("q", BODY | {"headers": headers})


def test_a_message_is_taken_once_and_gone_after_ack(channel):
    _put(channel)
    taken = channel._get("q")
    with pytest.raises(Empty):
        channel._get("q")
    channel.qos.ack(taken["properties"]["delivery_tag"])
    assert Message.objects.count() == 0
    assert transport.HELD.since == {}


def test_a_message_with_a_time_waits_for_it(channel):
    _put(channel, eta=(timezone.now() + timedelta(minutes=5)).isoformat())
    with pytest.raises(Empty):
        channel._get("q")
    assert channel._size("q") == 1


def test_a_requeued_message_is_visible_at_once_and_a_refused_one_is_gone(channel):
    _put(channel)
    channel.qos.reject(channel._get("q")["properties"]["delivery_tag"], requeue=True)
    again = channel._get("q")
    assert again["properties"]["delivery_tag"].endswith(":2")
    channel.qos.reject(again["properties"]["delivery_tag"])
    assert channel._size("q") == 0


def test_an_ack_after_the_lease_was_lost_leaves_the_other_workers_message(channel):
    _put(channel)
    first = channel._get("q")["properties"]["delivery_tag"]
    Message.objects.update(visible_at=timezone.now() - timedelta(seconds=1))
    channel._get("q")
    channel.qos.ack(first)
    assert channel._size("q") == 1


def test_a_message_delivered_too_often_is_put_aside(channel):
    _put(channel)
    for _ in range(transport.MOST_DELIVERIES):
        channel.qos.reject(channel._get("q")["properties"]["delivery_tag"], requeue=True)
    with pytest.raises(Empty):
        channel._get("q")
    assert Message.objects.get().is_dead
    assert channel._size("q") == 0


def test_leases_held_are_renewed_and_those_held_too_long_are_given_up(channel, monkeypatch):
    _put(channel)
    _put(channel)
    channel._get("q")
    given_up = transport._lease_of(channel._get("q")["properties"]["delivery_tag"])[0]
    transport.HELD.since[given_up] -= transport.LONGEST_HOLD.total_seconds() + 1
    Message.objects.update(visible_at=timezone.now())
    assert transport.HELD.renew() == 1
    assert list(Message.objects.filter(visible_at__lte=timezone.now()).values_list("pk", flat=True)) == [
        given_up
    ]


def test_purging_counts_what_it_removes(channel):
    _put(channel)
    _put(channel)
    assert channel._purge("q") == 2


# --- real workers -------------------------------------------------------------


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Write outside a transaction, because other processes must see it; the rows are removed afterwards."""
    with django_db_blocker.unblock():
        Message.objects.filter(queue="transport-test").delete()
        yield
        Message.objects.filter(queue="transport-test").delete()
        connection.close()


@pytest.fixture(params=["embedded", pytest.param("redis", marks=pytest.mark.services)])
def broker(request, committed) -> str:
    """The address of each broker that an installation may use, empty."""
    if request.param == "embedded":
        return "djangodb://database"
    return request.getfixturevalue("redis")


def _worker(broker: str) -> subprocess.Popen:
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "BROKER_URL": broker,  # Celery's command line prefers it to what the application says
        "TRACE_BROKER_URL": broker,
        "BROKER_LEASE": "2",
        "PYTHONWARNINGS": "ignore",
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "tests.marketplace.worker_app",
        "-q",
        "worker",
        "-c",
        "2",
    ]
    options = ["--without-gossip", "--without-mingle", "--loglevel", "ERROR"]
    return subprocess.Popen(
        [*command, *options], cwd=settings.BASE_DIR, env=environment, start_new_session=True
    )


def _wait_for(trace: Path, wanted: int, word: str, seconds: float = 150) -> list[str]:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        lines = trace.read_text().splitlines() if trace.exists() else []
        if len({line for line in lines if line.startswith(word)}) >= wanted:
            return lines
        time.sleep(0.1)
    raise AssertionError(f"only {lines}")


def _empties(there: Connection, seconds: float = 60) -> bool:
    """Say whether the queue becomes empty: a worker acknowledges a little after a job has left its trace."""
    until = time.monotonic() + seconds
    with there, there.channel() as channel:
        while (is_full := channel._size("transport-test") > 0) and time.monotonic() < until:
            time.sleep(0.1)
    return not is_full


def _kill(worker: subprocess.Popen) -> None:
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def test_a_killed_worker_loses_nothing_and_two_workers_do_nothing_twice(broker, tmp_path):
    trace = tmp_path / "trace"
    there = Connection(broker)

    def send(name, seconds):
        app.send_task("leave_trace", (str(trace), name, seconds), connection=there)

    for number in range(4):
        send(f"slow {number}", 0.5)
    workers = [_worker(broker)]
    try:
        _wait_for(trace, 1, "start")
        _kill(workers[0])
        workers += [_worker(broker), _worker(broker)]
        for number in range(60):
            send(f"quick {number}", 0)
        lines = _wait_for(trace, 64, "done")
        assert _empties(there), "jobs that were done are still in the queue"
    finally:
        for worker in workers:
            _kill(worker)
    counts = Counter(line for line in lines if line.startswith("done"))
    assert set(counts.values()) == {1}
    assert not Message.objects.filter(queue="transport-test", deliveries=0).exists()
