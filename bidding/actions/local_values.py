"""A district sets its own number: one official proposes it with its source, another confirms it."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from bidding.models import LocalValue
from bidding.rules.local_values import check_local_value
from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from organizations.models import User


@transaction.atomic
def propose_local_value(
    *,
    actor: User,
    key: str,
    value: Decimal,
    since: date,
    source: str,
    now: datetime,
    source_address: str = "",
) -> LocalValue:
    """Propose a number with its source; refused outside the national bound or while another proposal waits."""
    list(LocalValue.objects.select_for_update().filter(key=key).order_by("pk"))
    check_local_value(key, value, since, day_of(now))
    if LocalValue.objects.filter(key=key, confirmed_at__isnull=True, dropped_at__isnull=True).exists():
        raise Refused("bidding.local_waits", status=409, field="key")
    current = LocalValue.objects.filter(key=key, confirmed_at__isnull=False, until__isnull=True).first()
    if current is not None and since <= current.since:
        raise Refused("bidding.local_order", field="since", day=current.since)
    row = LocalValue.objects.create(
        key=key, value=value, since=since, source=source, source_address=source_address,
        proposed_by=actor, proposed_at=now,
    )  # fmt: skip
    after = {"key": key, "value": value, "since": since, "source": source}
    record(actor=actor, action="local_value.proposed", subject=row, at=now, after=after)
    return row


@transaction.atomic
def confirm_local_value(*, actor: User, row: LocalValue, now: datetime) -> LocalValue:
    """Put what another official proposed in force; the number before it ends on the same day and stays on record."""
    row = LocalValue.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.confirmed_at is not None or row.dropped_at is not None:
        raise Refused("bidding.local_decided", status=409)
    if actor.pk == row.proposed_by_id:
        raise Refused("bidding.four_eyes", status=403)
    check_local_value(row.key, row.value, row.since, row.since)
    earlier = LocalValue.objects.select_for_update().filter(
        key=row.key, confirmed_at__isnull=False, until__isnull=True
    ).first()  # fmt: skip
    if earlier is not None:
        earlier.until = row.since
        earlier.save(update_fields=["until"])
    row.confirmed_by, row.confirmed_at = actor, now
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    record(
        actor=actor,
        action="local_value.confirmed",
        subject=row,
        at=now,
        before={"value": earlier.value if earlier else None},
        after={"key": row.key, "value": row.value, "since": row.since},
    )
    return row


@transaction.atomic
def drop_local_value(*, actor: User, row: LocalValue, reason: str, now: datetime) -> LocalValue:
    """Put a proposal away, with a reason; it stays on record."""
    row = LocalValue.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.confirmed_at is not None or row.dropped_at is not None:
        raise Refused("bidding.local_decided", status=409)
    if not reason.strip():
        raise Refused("bidding.reason_missing", field="reason")
    row.dropped_at = now
    row.save(update_fields=["dropped_at"])
    record(
        actor=actor, action="local_value.dropped", subject=row, at=now, after={"key": row.key}, reason=reason
    )
    return row
