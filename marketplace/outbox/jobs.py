"""Ask for background work by name, so that actions need not import the tasks that call them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from celery import current_app

_is_left = ContextVar("is_left", default=False)


def enqueue(task: str, *arguments: object) -> None:
    """Queue a task by its dotted name with JSON-ready arguments. Call it after commit (`transaction.on_commit`)."""
    if not _is_left.get():
        current_app.tasks[task].apply_async(arguments)


@contextmanager
def left_to_the_sweep() -> Iterator[None]:
    """Queue nothing inside: whoever loads many rows delivers them, and the sweep finds what is left."""
    token = _is_left.set(True)
    try:
        yield
    finally:
        _is_left.reset(token)
