"""A repeated request gives the same answer and has one effect."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from marketplace.core.canonical import digest
from marketplace.core.refusals import Refused
from opendata.models import KeptAnswer
from organizations.models import User

Answer = tuple[int, object]


@transaction.atomic
def answer_once(
    *, actor: User, key: str, asked: object, now: datetime, act: Callable[[], Answer]
) -> tuple[Answer, bool]:
    """Run the act and keep its answer under the person's key; a repeat gets the kept answer (and True).

    Another request under the same key is refused (422). A refused act keeps nothing, so it can be repeated.
    A simultaneous repeat waits until the first is through: the row is inserted before the act begins.
    """
    row = KeptAnswer(user=actor, key=digest(key.encode()), request=digest(asked), kept_at=now)
    KeptAnswer.objects.bulk_create([row], ignore_conflicts=True)
    kept = KeptAnswer.objects.select_for_update().get(user=actor, key=row.key)
    if kept.request != row.request:
        raise Refused("opendata.key_reused")
    if kept.status:
        return (kept.status, kept.body), True
    status, body = act()
    KeptAnswer.objects.filter(pk=kept.pk).update(status=status, body=body)
    return (status, body), False
