"""Notices of the payment provider: kept once, followed by asking the provider; and what waits is taken up again."""

from datetime import datetime, timedelta

from django.db import transaction

from marketplace.audit.actions import record
from marketplace.outbox.actions import publish
from payments.events import ProviderTold
from payments.gateways.stripe import Declined, Stripe, Unreachable, is_configured
from payments.models import ProviderEvent, ProviderMovement
from payments.states import MovementKind, MovementState

from .provider import NOT_DUE, note_dispute, return_stray, settle_movement

BATCH, PATIENCE, PAUSE = 200, timedelta(days=7), timedelta(minutes=2)


@transaction.atomic
def keep_notice(*, number: str, kind: str, subject: str, body: str, now: datetime) -> ProviderEvent:
    """Keep a notice once, whatever comes how often; a job asks the provider about its subject."""
    event, is_new = ProviderEvent.objects.get_or_create(
        number=number,
        defaults={"kind": kind[:80], "subject": subject[:100], "body": body, "received_at": now},
    )
    if is_new:
        record(actor=None, action="provider.notice", subject=event, at=now, after={"kind": event.kind})
        publish(ProviderTold(notice_id=event.pk))
    return event


@transaction.atomic
def close_notice(*, event: ProviderEvent, outcome: str, now: datetime) -> ProviderEvent:
    """Note what became of a notice."""
    event = ProviderEvent.objects.select_for_update().get(pk=event.pk)
    if event.handled_at is None:
        event.handled_at, event.outcome = now, outcome
        event.save(update_fields=["handled_at", "outcome"])
        record(actor=None, action="provider.handled", subject=event, at=now, after={"outcome": outcome})
    return event


def handle_notice(*, event: ProviderEvent, now: datetime) -> str:
    """Ask the provider about the subject of a notice and settle it; a notice before its movement waits."""
    if event.handled_at or not is_configured():
        return event.outcome
    outcome = _follow(event, now)
    if outcome:
        close_notice(event=event, outcome=outcome, now=now)
    return outcome


def _follow(event: ProviderEvent, now: datetime) -> str:
    if event.kind.startswith("charge.dispute."):
        try:
            intent = Stripe().disputed_intent(event.subject)
        except (Unreachable, Declined):
            return ""
        return "disputed" if note_dispute(intent=intent, now=now) else "unknown"
    if not event.kind.startswith(("checkout.session.", "transfer.", "refund.")):
        return "ignored"
    movement = ProviderMovement.objects.filter(number=event.subject).first()
    if movement is None:
        return ""
    return str(settle_movement(movement=movement, now=now).state)


def sweep_provider(*, now: datetime) -> int:
    """Take up every notice and movement that waits; return how many. A notice without movement rests after a week."""
    if not is_configured():
        return 0
    notices = list(ProviderEvent.objects.filter(handled_at__isnull=True).order_by("pk")[:BATCH])
    for event in notices:
        if not handle_notice(event=event, now=now) and now - event.received_at > PATIENCE:
            close_notice(event=event, outcome="unknown", now=now)
    waiting = ProviderMovement.objects.filter(state=MovementState.STARTED, started_at__lt=now - PAUSE)
    movements = list(waiting.select_related("deposit", "order__payee").order_by("pk")[:BATCH])
    for movement in movements:
        settle_movement(movement=movement, now=now)
    strays = list(
        ProviderMovement.objects.filter(
            kind=MovementKind.COLLECT, state=MovementState.SUCCEEDED, reason=NOT_DUE
        ).exclude(deposit__movements__kind=MovementKind.REFUND)[:BATCH]
    )
    for movement in strays:
        return_stray(movement=movement, now=now)
    return len(notices) + len(movements) + len(strays)
