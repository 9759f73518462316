"""The Merkle tree over the audit events: what stands in a leaf, and how the stored tree is read."""

import hashlib
from collections.abc import Callable

from django.db.models import Exists, OuterRef, QuerySet

from marketplace.core import merkle
from marketplace.core.canonical import canonical

from .models import AuditEvent, Checkpoint, LogLeaf, LogNode

TILE = 256
TILE_HEIGHT = 8
STEP = 64
"""The log grows by multiples of this; the rest is random, so that no size tells how much happened."""


def entry_of(event: AuditEvent) -> dict[str, object]:
    """Return what a leaf says of an event: places and hashes. Persons and content only as salted hashes."""
    salt = event.salt.bytes

    def hidden(value: object) -> str:
        return hashlib.sha256(salt + canonical(value)).hexdigest()

    return {
        "schema": "log-event/1",
        "act": event.act,
        "at": event.at,
        "chain": event.chain,
        "sequence": event.sequence,
        "subject": [event.subject_kind, event.subject_id],
        "label": hidden(event.subject_label),
        "actor": hidden([event.actor_id, event.actor_name]),
        "role": hidden(event.actor_role),
        "before": hidden(event.before),
        "after": hidden(event.after),
        "reason": hidden(event.reason),
        "request": hidden(event.request_id),
        "event": hidden(event.digest),
    }


def leaf_of(event: AuditEvent) -> bytes:
    """Return the leaf hash of an event; it is known as soon as the event is recorded, before it has a place."""
    return merkle.leaf_hash(canonical(entry_of(event)))


def stored_nodes() -> merkle.Node:
    """Return a reader of the stored tree; each tile is read once."""
    known: dict[tuple[int, int], list[bytes]] = {}

    def tile(level: int, number: int) -> list[bytes]:
        if (level, number) not in known:
            known[level, number] = tile_hashes(level, number)
        return known[level, number]

    return _reader(tile)


def _reader(tile: Callable[[int, int], list[bytes]]) -> merkle.Node:
    def node(height: int, index: int) -> bytes:
        level, rest = divmod(height, TILE_HEIGHT)
        first = index << rest
        inside = tile(level, first // TILE)[first % TILE : first % TILE + (1 << rest)]
        return fold(inside)

    return node


def fold(hashes: list[bytes]) -> bytes:
    """Return the hash over a power of two of hashes."""
    while len(hashes) > 1:
        hashes = [merkle.pair_hash(*hashes[place : place + 2]) for place in range(0, len(hashes), 2)]
    return hashes[0]


def tile_hashes(level: int, number: int) -> list[bytes]:
    """Return the stored hashes of a tile, 256 or fewer at the end of the log."""
    first = number * TILE
    rows = LogNode.objects.filter(level=level) if level else LogLeaf.objects.all()
    rows = rows.filter(place__gte=first, place__lt=first + TILE).order_by("place")
    return [bytes(value) for value in rows.values_list("digest", flat=True)]


def last_checkpoint() -> Checkpoint | None:
    """Return the newest checkpoint, or None."""
    return Checkpoint.objects.order_by("-size").first()


def waiting_events() -> QuerySet[AuditEvent]:
    """Return the events that have no leaf yet, oldest first."""
    return AuditEvent.objects.filter(~Exists(LogLeaf.objects.filter(event_id=OuterRef("pk")))).order_by("pk")
