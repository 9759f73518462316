"""Read the audit log; prove that it is whole."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from .actions import event_digest
from .models import AuditEvent, AuditHead
from .registry import kind_of


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
