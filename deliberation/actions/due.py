"""Write down what the clock has already done; nothing that a person sees waits for it."""

from datetime import datetime

from django.db import transaction

from deliberation.models import Deliberation, Need
from deliberation.queries.due import due_deliberations, due_needs, uncounted_needs

from . import needs as need_acts
from . import stepping
from .supports import count_again


def move_due_needs(*, now: datetime, limit: int = 500) -> int:
    """Move needs that are due, one transaction each; return how many moved. Safe to run in parallel."""
    return sum(_move_need(key, now) for key in list(due_needs(now).values_list("pk", flat=True)[:limit]))


@transaction.atomic
def _move_need(key: int, now: datetime) -> bool:
    row = Need.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=key).first()
    return row is not None and need_acts.write_due(row, now)


def count_due_needs(*, now: datetime, limit: int = 500) -> int:
    """Count again needs whose supports of new accounts begin to count; return how many were looked at."""
    keys = list(uncounted_needs(now).values_list("pk", flat=True)[:limit])
    for key in keys:
        _count_need(key, now)
    return len(keys)


@transaction.atomic
def _count_need(key: int, now: datetime) -> None:
    row = Need.objects.select_for_update(of=("self",)).get(pk=key)
    need_acts.write_due(row, now)
    if row.state in ("supporting", "dormant"):
        count_again(row, now)


def move_due_deliberations(*, now: datetime, limit: int = 500) -> int:
    """Resume pauses that ended and close results that were posted long enough; return how many moved."""
    keys = list(due_deliberations(now).values_list("pk", flat=True)[:limit])
    return sum(_move_deliberation(key, now) for key in keys)


@transaction.atomic
def _move_deliberation(key: int, now: datetime) -> bool:
    row = Deliberation.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=key).first()
    return row is not None and stepping.write_due(row, now)
