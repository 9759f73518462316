"""The Celery application; the schedule is code, the broker is an environment variable."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

TRANSPORT_ALIASES["djangodb"] = (
    "marketplace.outbox.transport:Transport"  # loaded when the broker is first used
)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
app = Celery("marketplace")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
