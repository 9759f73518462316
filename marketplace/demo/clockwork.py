"""The clock while the demo is loaded: set anywhere, so that seals of the past are judged by the past's deadline."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from functools import cache

from django.db import connection
from django.utils import timezone

from marketplace.core.clock import SHANGHAI
from marketplace.outbox.actions import deliver_due
from marketplace.workdays.models import ClockOffset
from marketplace.workdays.queries import load_calendar

START = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
"""Where a new demo district stands: a Monday morning whose year, and the two before it, have a holiday plan."""


calendar = cache(load_calendar)
"""The holiday plans, read once: they do not change while the demo is loaded."""


@contextmanager
def without_savepoints() -> Iterator[None]:
    """Set no savepoints inside: the demo is loaded wholly or not at all, so there is nothing to go back to."""
    features = connection.features
    had, features.uses_savepoints = features.uses_savepoints, False
    try:
        yield
    finally:
        features.uses_savepoints = had


@contextmanager
def with_savepoints() -> Iterator[None]:
    """Set savepoints for a while: an act that tries something out has to come back from it."""
    features = connection.features
    had, features.uses_savepoints = features.uses_savepoints, True
    try:
        yield
    finally:
        features.uses_savepoints = had


def set_clock(to: datetime) -> datetime:
    """Set the demo clock to a moment; return it.

    Raises ValueError for a moment after the start: the story must not run past the present.
    """
    if to > START:
        raise ValueError(f"{to:%Y-%m-%d} lies after the start of the demo district")
    offset = to - timezone.now()
    if not ClockOffset.objects.filter(only=True).update(offset=offset):
        ClockOffset.objects.create(offset=offset)
    return to


def deliver() -> None:
    """Deliver every waiting event now, until none is left."""
    while deliver_due():
        pass


def on(text: str, hour: int = 9, minute: int = 0) -> datetime:
    """Return an ISO day at an hour on the district's clock."""
    return datetime.combine(datetime.fromisoformat(text).date(), time(hour, minute), SHANGHAI)
