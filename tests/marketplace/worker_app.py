"""A Celery application for the transport's own tests: tasks that leave a trace in a file."""

import time
from pathlib import Path

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

TRANSPORT_ALIASES["djangodb"] = "marketplace.outbox.transport:Transport"
app = Celery("transport-test", broker="djangodb://database", set_as_current=False)
app.conf.update(
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
