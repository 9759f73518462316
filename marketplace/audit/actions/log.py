"""Give waiting events their places in the log, and publish a signed checkpoint: one transaction, one writer."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction

from marketplace.audit import keys
from marketplace.audit.log import (
    STEP,
    TILE,
    fold,
    last_checkpoint,
    leaf_of,
    stored_nodes,
    tile_hashes,
    waiting_events,
)
from marketplace.audit.models import Checkpoint, LogHead, LogLeaf, LogNode
from marketplace.audit.registry import prompt_acts
from marketplace.core import merkle
from marketplace.core.notes import TreeHead, signed

MANY = 5000


@transaction.atomic
def write_checkpoint(*, now: datetime, at_once: bool = False) -> Checkpoint:
    """Append every waiting event in random order, padded with random leaves, and sign size and root.

    Due once an hour, and when an act waits after which the log is published at once; else the last one is returned.
    Places have no gap because the head is locked; an event never gets a second place.
    """
    LogHead.objects.bulk_create([LogHead()], ignore_conflicts=True)
    head = LogHead.objects.select_for_update().get(only=True)
    last = last_checkpoint()
    if last is not None and not (at_once or _is_due(last, now)):
        return last
    size = _place(head.size)
    head.size = size
    head.save(update_fields=["size"])
    top = merkle.root(stored_nodes(), size)
    return Checkpoint.objects.create(
        size=size,
        root=top.hex(),
        note=signed(TreeHead(settings.LOG_ORIGIN, size, top), keys.signer()),
        made_at=now,
    )


def _is_due(last: Checkpoint, now: datetime) -> bool:
    if now.replace(minute=0, second=0, microsecond=0) > last.made_at:
        return True
    return waiting_events().filter(act__in=prompt_acts).exists()


def _place(size: int) -> int:
    """Write the leaves and the inner nodes that became complete; return the new size."""
    leaves: list[tuple[int | None, bytes]] = [
        (event.pk, leaf_of(event)) for event in waiting_events().iterator(chunk_size=MANY)
    ]
    missing = STEP - (size + len(leaves)) % STEP
    leaves += [(None, secrets.token_bytes(32)) for _ in range(missing)]
    secrets.SystemRandom().shuffle(leaves)
    rows = [LogLeaf(place=size + n, event_id=key, digest=value) for n, (key, value) in enumerate(leaves)]
    LogLeaf.objects.bulk_create(rows, batch_size=MANY)
    _complete_nodes(size, size + len(leaves))
    return size + len(leaves)


def _complete_nodes(old: int, new: int) -> None:
    level = 1
    while new := new // TILE:
        old //= TILE
        LogNode.objects.bulk_create(
            LogNode(level=level, place=place, digest=fold(tile_hashes(level - 1, place)))
            for place in range(old, new)
        )
        level += 1
