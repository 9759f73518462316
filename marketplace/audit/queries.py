"""Read the audit log; prove that it is whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import QuerySet

from marketplace.core import merkle
from marketplace.core.notes import NoteError, read_note

from .actions.events import event_digest
from .keys import public_bytes
from .log import leaf_of
from .models import AuditEvent, AuditHead, Checkpoint, LogLeaf
from .registry import kind_of

LOG, BATCH = "log", 2000


@dataclass(frozen=True)
class Fault:
    """One place where a chain does not hold: chain, sequence, and what is wrong."""

    chain: str
    sequence: int
    problem: str


def history_of(subject: object) -> QuerySet[AuditEvent]:
    """Return the events of one object, oldest first."""
    return AuditEvent.objects.filter(subject_kind=kind_of(subject), subject_id=str(subject.pk))  # type: ignore[attr-defined]


def faults() -> Iterator[Fault]:
    """Recompute every chain and yield each place where a row was changed, removed, inserted or cut off."""
    heads = {head.chain: head for head in AuditHead.objects.iterator(chunk_size=2000)}
    chain, sequence, previous = None, 0, ""
    for event in AuditEvent.objects.order_by("chain", "sequence").iterator(chunk_size=2000):
        if event.chain != chain:
            if chain is not None:
                yield from _end(heads.pop(chain, None), chain, sequence, previous)
            chain, sequence, previous = event.chain, 0, ""
        if event.sequence != sequence + 1:
            yield Fault(
                event.chain, event.sequence, f"{event.sequence - sequence - 1} event(s) missing before it"
            )
        if event.previous != previous:
            yield Fault(event.chain, event.sequence, "is not linked to the event before it")
        if event.digest != event_digest(event):
            yield Fault(event.chain, event.sequence, "was changed after it was written")
        sequence, previous = event.sequence, event.digest
    if chain is not None:
        yield from _end(heads.pop(chain, None), chain, sequence, previous)
    for head in heads.values():
        if head.sequence:
            yield Fault(head.chain, head.sequence, "all events are missing")


def _end(head: AuditHead | None, chain: str, sequence: int, previous: str) -> Iterator[Fault]:
    if head is None:
        yield Fault(chain, sequence, "has no head")
    elif (head.sequence, head.digest) != (sequence, previous):
        yield Fault(chain, sequence, f"ends here, its head says {head.sequence}")


def log_faults() -> Iterator[Fault]:
    """Recompute the Merkle log from the events; yield each place where leaf, event or checkpoint do not fit."""
    heads = {row.size: row for row in Checkpoint.objects.all()}
    peaks = merkle.Peaks()
    for leaves in _batches(LogLeaf.objects.order_by("place")):
        events = AuditEvent.objects.in_bulk([row.event_id for row in leaves if row.event_id])
        for row in leaves:
            if row.place != peaks.size:
                yield Fault(LOG, row.place, f"{row.place - peaks.size} leaf or leaves missing before it")
                return
            if problem := _leaf_problem(row, events):
                yield Fault(LOG, row.place, problem)
            peaks.append(bytes(row.digest))
            if peaks.size in heads:
                yield from _head_faults(heads.pop(peaks.size), peaks.root())
    for size in heads:
        yield Fault(LOG, size, f"the log ends at {peaks.size}, a checkpoint says {size}")


def _batches(rows: QuerySet[LogLeaf]) -> Iterator[list[LogLeaf]]:
    leaves = rows.iterator(chunk_size=BATCH)
    while some := list(islice(leaves, BATCH)):
        yield some


def _leaf_problem(leaf: LogLeaf, events: dict[int, AuditEvent]) -> str:
    if leaf.event_id is None:
        return ""
    event = events.get(leaf.event_id)
    if event is None:
        return "its event was removed"
    return "" if leaf_of(event) == bytes(leaf.digest) else "its event was changed"


def _head_faults(head: Checkpoint, top: bytes) -> Iterator[Fault]:
    if head.root != top.hex():
        yield Fault(LOG, head.size, "the root differs from the checkpoint")
    try:
        said = read_note(head.note, public_bytes())
    except NoteError as broken:
        yield Fault(LOG, head.size, f"the checkpoint does not hold: {broken}")
        return
    if (said.size, said.root) != (head.size, top):
        yield Fault(LOG, head.size, "the signed checkpoint says something else")


def head_problem(note: str) -> str:
    """Return why a checkpoint kept elsewhere does not fit this log, or an empty text."""
    try:
        said = read_note(note, public_bytes())
    except NoteError as broken:
        return str(broken)
    size = LogLeaf.objects.count()
    if said.size > size:
        return f"the log was cut: it has {size} leaves, the checkpoint {said.size}"
    peaks = merkle.Peaks()
    for value in LogLeaf.objects.order_by("place")[: said.size].values_list("digest", flat=True).iterator():
        peaks.append(bytes(value))
    return "" if peaks.root() == said.root else "the log was rewritten since the checkpoint"
