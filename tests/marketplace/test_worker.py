"""The product's own worker on the broker of a real deployment."""

import os
import subprocess
import sys
import time
from email import message_from_bytes, policy

import pytest
from celery import current_app
from django.conf import settings
from kombu import Connection

from marketplace.notifications import actions
from marketplace.notifications.models import Notification
from tests.database import database_url
from tests.factories.organizations import UserFactory

PATIENCE = 90


@pytest.fixture
def worker(redis, transactional_db, tmp_path):
    """A worker as compose.yaml starts it; it writes mails to files."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "marketplace.settings", "DATABASE_URL": database_url(), "BROKER_URL": redis,
        "DATA_DIR": str(tmp_path), "PYTHONWARNINGS": "ignore",
    }  # fmt: skip
    command = [sys.executable, "-m", "celery", "-A", "marketplace", "-q", "worker", "--concurrency", "1"]
    process = subprocess.Popen([*command, "--loglevel", "ERROR"], cwd=settings.BASE_DIR, env=environment)
    yield tmp_path / "mail"
    process.terminate()
    process.wait(30)


@pytest.fixture
def queued():
    """The job that sends mail; it is queued here, where other tests run jobs at once."""
    current_app.conf.task_always_eager = False
    yield current_app.tasks["marketplace.notifications.tasks.send_mail_due"]
    current_app.conf.task_always_eager = True


@pytest.mark.services
def test_a_worker_on_redis_sends_the_mail_that_waits(worker, redis, queued, now, monkeypatch):
    monkeypatch.setattr(actions, "_enqueue_mail", lambda: None)
    user = UserFactory()
    actions.notify(
        recipients=[user], kind="organizations.verified", key="1", at=now, path="/desk/", name="暖阳中心"
    )
    with Connection(redis) as there:
        queued.apply_async(connection=there)
    until = time.monotonic() + PATIENCE
    while Notification.objects.filter(mailed_at__isnull=True).exists():
        assert time.monotonic() < until, "no worker took the job"
        time.sleep(0.2)
    [path] = worker.iterdir()
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert mail["To"] == user.email
    assert "暖阳中心" in mail["Subject"]
