"""A Celery application for the transport's own tests: tasks that leave a trace in a file."""

import os
import time
from pathlib import Path

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

TRANSPORT_ALIASES["djangodb"] = "marketplace.outbox.transport:Transport"
BROKER = os.environ.get("TRACE_BROKER_URL", "djangodb://database")
app = Celery("transport-test", broker=BROKER, set_as_current=False)
app.conf.update(
    broker_transport_options={"visibility_timeout": 10} if BROKER.startswith("redis") else {},
    task_default_queue="transport-test",
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    broker_connection_retry_on_startup=True,
)


def _note(path: str, line: str) -> None:
    with Path(path).open("a") as file:
        file.write(line + "\n")


@app.task(name="leave_trace")
def leave_trace(path: str, name: str, seconds: float) -> None:
    _note(path, f"start {name}")
    time.sleep(seconds)
    _note(path, f"done {name}")
