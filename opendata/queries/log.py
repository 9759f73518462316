"""The published part of the log: the newest checkpoint, tiles and proofs up to it, nothing that waits."""

import base64
import json
from dataclasses import dataclass

from marketplace.audit.log import (
    TILE,
    TILE_HEIGHT,
    entry_of,
    last_checkpoint,
    leaf_of,
    stored_nodes,
    tile_hashes,
)
from marketplace.audit.models import AuditEvent, Checkpoint, LogLeaf
from marketplace.core import merkle
from marketplace.core.canonical import canonical
from marketplace.core.refusals import Refused

HEX = 64
HIGHEST = 6


@dataclass(frozen=True)
class Inclusion:
    """Where a leaf stands in the tree of the newest checkpoint, and what leads from it to the root."""

    index: int
    path: list[bytes]
    checkpoint: Checkpoint

    def as_record(self) -> dict[str, object]:
        """Return the proof as JSON."""
        return {
            "index": self.index,
            "size": self.checkpoint.size,
            "root": self.checkpoint.root,
            "path": [step.hex() for step in self.path],
            "checkpoint": self.checkpoint.note,
        }


def published() -> Checkpoint:
    """Return the newest checkpoint. Refused (404) before the first one."""
    found = last_checkpoint()
    if found is None:
        raise Refused("opendata.log_empty", status=404)
    return found


def proof_of(leaf: str) -> Inclusion:
    """Return the proof of a leaf hash (hex or base64). Refused: 422 unreadable, 404 not in the published log."""
    head = published()
    row = LogLeaf.objects.filter(digest=_digest(leaf), place__lt=head.size).first()
    if row is None:
        raise Refused("opendata.leaf_unknown", status=404)
    return Inclusion(row.place, merkle.inclusion(stored_nodes(), row.place, head.size), head)


def _digest(text: str) -> bytes:
    try:
        found = bytes.fromhex(text) if len(text) == HEX else base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Refused("opendata.leaf_unreadable", field="leaf") from error
    if len(found) != HEX // 2:
        raise Refused("opendata.leaf_unreadable", field="leaf")
    return found


def disclosed(event: AuditEvent) -> dict[str, object]:
    """Return what opens the leaf of an event to somebody who may read the event: entry, salt, what happened."""
    return {
        "leaf": leaf_of(event).hex(),
        "entry": json.loads(canonical(entry_of(event))),
        "salt": event.salt.hex,
        "after": event.after,
    }


def consistency_of(old: int, new: int) -> dict[str, object]:
    """Return the proof that the tree of one checkpoint begins the tree of another. Refused 404 for other sizes."""
    heads = {row.size: row for row in Checkpoint.objects.filter(size__in=[old, new])}
    if old not in heads or new not in heads:
        raise Refused("opendata.checkpoint_unknown", status=404)
    if old > new:
        raise Refused("opendata.checkpoints_swapped", field="old")
    path = merkle.consistency(stored_nodes(), old, new)
    return {
        "old": {"size": old, "root": heads[old].root, "checkpoint": heads[old].note},
        "new": {"size": new, "root": heads[new].root, "checkpoint": heads[new].note},
        "path": [step.hex() for step in path],
    }


def tile_of(level: int, number: str) -> bytes:
    """Return a tile of hashes as C2SP names it (`x001/067`, `067.p/64`); refused (404) beyond the checkpoint."""
    text, _, width_text = number.partition(".p/")
    place, width = _number(text), _width(width_text)
    if level > HIGHEST or place is None or width is None:
        raise Refused("opendata.tile_unknown", status=404)
    there = (published().size >> (level * TILE_HEIGHT)) - place * TILE
    if there < width:
        raise Refused("opendata.tile_unknown", status=404)
    return b"".join(tile_hashes(level, place)[:width])


def _number(text: str) -> int | None:
    *high, low = text.split("/")
    if any(not part.startswith("x") for part in high):
        return None
    parts = [part[1:] for part in high] + [low]
    if len(parts) > HIGHEST or any(len(p) != 3 or not (p.isascii() and p.isdigit()) for p in parts):  # noqa: PLR2004 - three digits
        return None
    return int("".join(parts))


def _width(text: str) -> int | None:
    if not text:
        return TILE
    fits = text.isascii() and text.isdigit() and len(text) <= 3 and 0 < int(text) < TILE  # noqa: PLR2004 - three digits
    return int(text) if fits else None
