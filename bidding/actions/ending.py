"""Close tenders when their deadline has passed, and end them without award."""

from datetime import datetime

from django.db import transaction

from bidding.events import TenderClosed
from bidding.models import Tender
from bidding.queries.bids import counted_bids
from bidding.queries.officers import roster_of
from bidding.states import TENDER, TenderState
from marketplace.audit.actions import record
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.outbox.actions import publish
from marketplace.workdays.queries import database_now
from organizations.models import User
from organizations.queries.people import members_of
from payments.actions import disclose_deposits, start_returns
from payments.states import ReturnGround

from .lots import free_project
from .tenders import demand_reason, locked


@transaction.atomic
def cancel_tender(*, actor: User, tender: Tender, reason: str, now: datetime) -> Tender:
    """Drop a draft, or end a published tender before its deadline because the task fell away (NOT-06)."""
    tender = locked(tender)
    demand_reason(reason)
    if tender.phase(database_now()) == TenderState.CLOSED:
        raise Refused("bidding.too_late_to_cancel", status=409, citation=Citation("O87", "art. 29"))
    require_transition(TENDER, tender.state, TenderState.CANCELLED)
    was_public = tender.published_at is not None
    before = tender.state
    _end(tender, TenderState.CANCELLED, "cancelled", reason, now)
    record(
        actor=actor,
        action="tender.cancelled",
        subject=tender,
        at=now,
        before={"state": before},
        after={"state": tender.state},
        reason=reason,
    )
    if was_public:
        _after_end(tender, actor, now)
    return tender


def _end(tender: Tender, state: str, code: str, note: str, now: datetime) -> None:
    tender.state, tender.end_reason, tender.end_note, tender.ended_at = state, code, note, now
    tender.save(update_fields=["state", "end_reason", "end_note", "ended_at", "changed_at"])


def _after_end(tender: Tender, actor: User | None, now: datetime) -> None:
    free_project(tender, actor=actor, now=now)
    publish(TenderClosed(tender_id=tender.pk))
    disclose_deposits(subject_reference=tender.reference, now=now)
    start_returns(actor=actor, subject_reference=tender.reference, ground=ReturnGround.ENDED, now=now)
    for bid in counted_bids(tender.lots.get()).select_related("organization"):
        notify(
            recipients=members_of(bid.organization),
            kind="bidding.tender_failed",
            key=f"{tender.pk}",
            at=now,
            path=tender.path,
            title=tender.title,
            reason=tender.end_note or tender.end_reason,
        )


@transaction.atomic
def fail_locked(tender: Tender, *, actor: User | None, code: str, note: str, now: datetime) -> Tender:
    """End a locked tender without award; the caller's transaction and lock hold (INV-02)."""
    require_transition(TENDER, tender.state, TenderState.FAILED)
    before = tender.state
    _end(tender, TenderState.FAILED, code, note, now)
    record(
        actor=actor,
        action="tender.failed",
        subject=tender,
        at=now,
        before={"state": before},
        after={"state": tender.state, "ground": code},
        reason=note,
    )
    _after_end(tender, actor, now)
    return tender


@transaction.atomic
def fail_tender(*, actor: User, tender: Tender, code: str, note: str, now: datetime) -> Tender:
    """End an opened tender without award for a legal ground (GPL art. 36), with a public reason."""
    tender = locked(tender)
    demand_reason(note)
    return fail_locked(tender, actor=actor, code=code, note=note, now=now)


def close_locked(tender: Tender, now: datetime) -> Tender:
    """Write down that the deadline of a locked tender has passed."""
    require_transition(TENDER, tender.state, TenderState.CLOSED)
    tender.state = TenderState.CLOSED
    tender.save(update_fields=["state", "changed_at"])
    record(
        actor=None,
        action="tender.closed",
        subject=tender,
        at=now,
        before={"state": TenderState.PUBLISHED},
        after={"state": tender.state},
    )
    publish(TenderClosed(tender_id=tender.pk))
    notify(
        recipients=[member.officer for member in roster_of(tender)],
        kind="bidding.tender_to_open",
        key=f"{tender.pk}",
        at=now,
        path=f"/work/openings/{tender.public_id}/",
        title=tender.title,
        reference=tender.reference,
    )
    return tender


@transaction.atomic
def close_tender(*, tender: Tender) -> Tender:
    """Close a tender whose deadline has passed by the database clock; nothing happens before or again."""
    tender = locked(tender)
    moment = database_now()
    if tender.state == TenderState.PUBLISHED and tender.phase(moment) == TenderState.CLOSED:
        close_locked(tender, moment)
    return tender


def close_due_tenders() -> int:
    """Close every tender that is due, one transaction each; return how many were looked at."""
    due = Tender.objects.filter(state=TenderState.PUBLISHED, bid_deadline__lte=database_now())
    found = list(due.order_by("pk"))
    for tender in found:
        close_tender(tender=tender)
    return len(found)
