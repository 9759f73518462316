"""The page of background work: what waits, fails and was given up, as the queues have it; for administrators only."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.desk.jobs import schedule, state_of_jobs
from marketplace.outbox.models import Delivery, Message, OutboxEvent
from organizations.states import PostRole
from tests.client import sign_in
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db


def delivery(minutes=0, **fields):
    event = OutboxEvent.objects.create(name="TenderPublished", payload={})
    return Delivery.objects.create(
        event=event, handler="search.index", not_before=timezone.now() - timedelta(minutes=minutes), **fields
    )


def test_nothing_waiting_is_well():
    delivery(done_at=timezone.now())
    assert state_of_jobs().is_well


def test_what_waits_too_long_says_that_the_worker_stopped():
    delivery(minutes=1)
    assert not state_of_jobs().is_late
    delivery(minutes=9)
    found = state_of_jobs()
    assert found.is_late
    assert found.waiting == Delivery.objects.filter(done_at__isnull=True).count() == 2


def test_failures_and_jobs_given_up_are_named(client):
    delivery(attempts=3, error="ConnectionError: no answer")
    Message.objects.create(queue="celery", payload="{}", visible_at=timezone.now(), is_dead=True)
    sign_in(client, make.administrator())
    page = client.get("/desk/jobs/")
    assert "ConnectionError: no answer" in page.content.decode()
    assert (len(page.context["jobs"].failing), page.context["jobs"].dead_count) == (1, 1)


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (make.administrator, 200),
        (lambda: make.official(PostRole.AUDITOR), 200),
        (make.official, 403),
        (make.resident, 403),
    ],
)
def test_background_work_is_for_administrators_and_auditors(client, person, status):
    sign_in(client, person())
    assert client.get("/desk/jobs/").status_code == status


def test_everything_that_repeats_is_listed():
    tasks = dict(schedule())
    assert tasks["marketplace.outbox.tasks.sweep_outbox"] == "0:01:00"
    assert tasks["ranking.tasks.recompute_nightly"] == "02:10"
