"""Events are stored with the change that causes them and delivered once to each handler."""

from dataclasses import dataclass
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.db import transaction
from django.utils import timezone

from marketplace.core.events import Event
from marketplace.outbox import actions, jobs
from marketplace.outbox.models import Delivery, Message, OutboxEvent
from marketplace.outbox.registry import HANDLERS, handles, unheard
from marketplace.outbox.tasks import prune, sweep_outbox


@dataclass(frozen=True)
class LampLit(Event):
    lamp: int


@pytest.fixture
def heard(db):
    """Two handlers of LampLit: one notes what it hears, one fails as long as `broken` is true."""
    notes = {"good": [], "bad": [], "broken": True}

    @handles(LampLit)
    def hear(event):
        notes["good"].append(event.lamp)

    @handles(LampLit)
    def stumble(event):
        Message.objects.create(queue="half-done", payload="", visible_at=timezone.now())
        if notes["broken"]:
            raise ValueError("the lamp is out")
        notes["bad"].append(event.lamp)

    yield notes
    HANDLERS.pop(LampLit.name())


def _publish(lamp=7):
    with transaction.atomic():
        return actions.publish(LampLit(lamp=lamp))


def test_publishing_outside_a_transaction_is_refused(monkeypatch):
    class NoTransaction:
        in_atomic_block = False

    monkeypatch.setattr(actions, "connection", NoTransaction())
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.publish(LampLit(lamp=1))


def test_an_event_rolled_back_was_never_published(heard):
    @transaction.atomic
    def act():
        actions.publish(LampLit(lamp=1))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert not OutboxEvent.objects.exists()
    assert not Delivery.objects.exists()


def test_publishing_asks_for_delivery_after_commit(heard, django_capture_on_commit_callbacks, monkeypatch):
    asked = []
    monkeypatch.setattr(actions, "enqueue", lambda *arguments: asked.append(arguments))
    with django_capture_on_commit_callbacks(execute=True):
        event = _publish()
        assert asked == []
    assert asked == [("marketplace.outbox.tasks.deliver_event", event.pk)]


def test_a_failing_handler_leaves_nothing_half_done_and_does_not_stop_the_other(heard):
    _publish()
    assert sweep_outbox() == 1
    assert heard["good"] == [7]
    assert not Message.objects.filter(queue="half-done").exists()
    failed = Delivery.objects.get(done_at__isnull=True)
    assert failed.attempts == 1
    assert failed.error == "ValueError: the lamp is out"


def test_a_delivery_is_made_exactly_once(heard):
    heard["broken"] = False
    event = _publish()
    assert actions.deliver_due(event_id=event.pk) == 2
    assert actions.deliver_due(event_id=event.pk) == 0
    assert (heard["good"], heard["bad"]) == ([7], [7])


def test_retries_wait_longer_each_time_and_never_more_than_an_hour(heard):
    _publish()
    pauses = []
    for _ in range(9):
        Delivery.objects.filter(done_at__isnull=True).update(not_before=timezone.now() - timedelta(seconds=1))
        before = timezone.now()
        sweep_outbox()
        pauses.append((Delivery.objects.get(done_at__isnull=True).not_before - before).total_seconds())
    assert pauses == pytest.approx([60, 120, 240, 480, 960, 1920, 3600, 3600, 3600], abs=5)
    assert sweep_outbox() == 0


def test_the_sweeper_delivers_what_was_lost_once_the_handler_works(heard):
    _publish()
    sweep_outbox()
    heard["broken"] = False
    Delivery.objects.filter(done_at__isnull=True).update(not_before=timezone.now())
    assert sweep_outbox() == 1
    assert heard["bad"] == [7]


def test_a_queued_job_runs_by_its_name(heard):
    heard["broken"] = False
    event = _publish()
    jobs.enqueue("marketplace.outbox.tasks.deliver_event", event.pk)
    assert heard["good"] == [7]


def test_pruning_removes_old_delivered_events_and_dead_messages_only(heard):
    heard["broken"] = False
    done, waiting, recent = _publish(1), _publish(2), _publish(3)
    actions.deliver_due(event_id=done.pk)
    actions.deliver_due(event_id=recent.pk)
    long_ago = timezone.now() - timedelta(days=91)
    OutboxEvent.objects.filter(pk__in=[done.pk, waiting.pk]).update(created_at=long_ago)
    for is_dead in (True, False):
        Message.objects.create(queue="q", payload="", visible_at=timezone.now(), is_dead=is_dead)
    Message.objects.update(created_at=long_ago)
    kept = Message.objects.filter(is_dead=False).count()
    assert prune() == 2
    assert set(OutboxEvent.objects.values_list("pk", flat=True)) == {waiting.pk, recent.pk}
    assert Message.objects.count() == kept


@pytest.mark.django_db
def test_a_room_can_be_left_out_while_many_rows_are_loaded(heard):
    with unheard("tests"), transaction.atomic():
        assert not actions.publish(LampLit(lamp=5)).deliveries.exists()
    with transaction.atomic():
        assert actions.publish(LampLit(lamp=6)).deliveries.count() == 2


def test_nothing_is_queued_inside_a_bulk_load(monkeypatch):
    task = Mock()
    monkeypatch.setattr(jobs, "current_app", Mock(tasks={"rooms.act": task}))
    with jobs.left_to_the_sweep():
        jobs.enqueue("rooms.act", 1)
    jobs.enqueue("rooms.act", 2)
    assert [call.args for call in task.apply_async.call_args_list] == [((2,),)]
