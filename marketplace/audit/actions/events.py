"""Write one audit row per act; number references without gaps."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from marketplace.audit.models import AuditEvent, AuditHead, ReferenceCounter
from marketplace.audit.registry import chain_of, kind_of, request_id
from marketplace.core.canonical import canonical, digest
from marketplace.core.references import reference

HASHED = (
    "chain",
    "sequence",
    "at",
    "act",
    "subject_kind",
    "subject_id",
    "subject_label",
    "actor_id",
    "actor_name",
    "actor_role",
    "before",
    "after",
    "reason",
    "request_id",
    "previous",
)


def record(
    *,
    actor: object | None,
    action: str,
    subject: object,
    at: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Append one event to the subject's chain, inside the caller's transaction.

    `actor` is a user or None (the clock). Values must be JSON-ready, or date, datetime, Decimal.
    Never pass sealed content. Raises RuntimeError outside a transaction: no event, no change.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record must run inside the transaction of the act")
    chain = chain_of(subject)
    head = _head(chain)
    event = AuditEvent(
        chain=chain,
        sequence=head.sequence + 1,
        at=at,
        act=action,
        subject_kind=kind_of(subject),
        subject_id=str(subject.pk),  # type: ignore[attr-defined]
        subject_label=str(subject)[:200],
        actor_id=getattr(actor, "pk", None),
        actor_name=str(getattr(actor, "name", "") or "clock")[:120],
        actor_role=str(getattr(actor, "role_label", ""))[:120],
        before=plain(before),
        after=plain(after),
        reason=reason,
        request_id=request_id.get(),
        previous=head.digest,
    )
    event.digest = event_digest(event)
    event.save(force_insert=True)
    AuditHead.objects.filter(chain=chain).update(sequence=event.sequence, digest=event.digest)
    return event


def _head(chain: str) -> AuditHead:
    """Return the chain's head locked; it is made with the first event (one query for every later one)."""
    locked = AuditHead.objects.select_for_update()
    try:
        return locked.get(chain=chain)
    except AuditHead.DoesNotExist:
        AuditHead.objects.bulk_create([AuditHead(chain=chain)], ignore_conflicts=True)
        return locked.get(chain=chain)


def plain(values: Mapping[str, object] | None) -> dict[str, object]:
    """Return the values as JSON stores them, so that the digest survives a round trip."""
    import json

    return json.loads(canonical(values or {}))


def event_digest(event: AuditEvent) -> str:
    """Return the SHA-256 over the event's fields and the digest before it."""
    return digest({name: getattr(event, name) for name in HASHED})


@transaction.atomic
def next_reference(prefix: str, year: int) -> str:
    """Return the next reference of the prefix in the year; numbers have no gap because the row is locked."""
    ReferenceCounter.objects.bulk_create([ReferenceCounter(prefix=prefix, year=year)], ignore_conflicts=True)
    counter = ReferenceCounter.objects.select_for_update().get(prefix=prefix, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return reference(prefix, year, counter.last)
