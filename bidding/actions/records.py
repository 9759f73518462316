"""The opening record: what was found, by whom, with every hash; canonical, signed, public."""

import json

from django.db import transaction

from bidding.models import Bid, KeyLoss, Opening, OpeningShare, RosterMember, Tender
from bidding.queries.bids import counted_bids
from bidding.queries.officers import roster_of
from bidding.sealing import keys
from bidding.sealing.agekeys import identity_text
from bidding.states import TENDER, BidState, EnvelopeKind, TenderState
from marketplace.audit.actions import record
from marketplace.audit.queries import history_of
from marketplace.core.canonical import canonical, digest
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.workdays.queries import database_now
from organizations.queries.people import members_of
from payments.actions import disclose_deposits

from .tenders import locked


@transaction.atomic
def complete(*, tender: Tender) -> None:
    """Write and sign the record when no bid waits any more; destroy the handed-in shares; tell the bidders."""
    tender = locked(tender)
    lot = tender.lots.get()
    opening = Opening.objects.select_for_update(of=("self",)).get(tender=tender)
    if opening.completed_at or counted_bids(lot).filter(state=BidState.SEALED).exists():
        return
    moment = database_now()
    require_transition(TENDER, tender.state, TenderState.OPENED)
    opening.completed_at = moment
    opening.record = json.loads(canonical(opening_record(tender, opening)))
    opening.digest = digest(opening.record)
    opening.signature = keys.sign(opening.record)
    opening.save(update_fields=["completed_at", "record", "digest", "signature"])
    OpeningShare.objects.filter(envelope__bid__lot=lot).delete()
    tender.state = TenderState.OPENED
    tender.save(update_fields=["state", "changed_at"])
    record(
        actor=opening.second_officer,
        action="tender.opened",
        subject=tender,
        at=moment,
        before={"state": TenderState.CLOSED},
        after={"state": tender.state, "record": opening.digest},
    )
    disclose_deposits(subject_reference=tender.reference, now=moment)
    for bid in counted_bids(lot).select_related("organization"):
        notify(
            recipients=members_of(bid.organization),
            kind="bidding.bids_opened",
            key=f"{tender.pk}",
            at=moment,
            path=tender.path if tender.has_final_quotes else f"{tender.path}opening/",
            title=tender.title,
            reference=tender.reference,
        )


def opening_record(tender: Tender, opening: Opening) -> dict[str, object]:
    """Return the public opening record: who opened, what was found, with every hash (O87 art. 41, 42) (OPEN-04)."""
    bids = list(
        counted_bids(tender.lots.get()).select_related("organization", "opened").prefetch_related("envelopes")
    )
    return {
        "schema": "opening-record/2",
        "tender": tender.reference,
        "tender_id": tender.public_id,
        "title": tender.title,
        "document": tender.document_digest,
        "roster": tender.roster_digest,
        "deadline": tender.bid_deadline,
        "started_at": opening.started_at,
        "completed_at": opening.completed_at,
        "officers": [_officer(member) for member in _took_part(tender)],
        "count": len(bids),
        "bids": [_recorded(bid) for bid in bids],
        "key": keys.key_id(),
    }


def _took_part(tender: Tender) -> list[RosterMember]:
    """Return the officers who handed in shares or reported a lost key, by place."""
    rows = OpeningShare.objects.filter(envelope__bid__lot__tender=tender)
    handed_in = set(rows.values_list("member_id", flat=True))
    lost = set(KeyLoss.objects.filter(member__tender=tender).values_list("member_id", flat=True))
    found = [member for member in roster_of(tender) if member.pk in handed_in | lost]
    for member in found:
        member.part = "shares" if member.pk in handed_in else "key_lost"
    return found


def _officer(member: RosterMember) -> dict[str, object]:
    return {
        "name": member.officer.name,
        "department": member.key.department.name,
        "key": member.key.fingerprint,
        "part": member.part,
    }


def _recorded(bid: Bid) -> dict[str, object]:
    is_open = bid.state == BidState.OPENED
    envelopes = {row.kind: row for row in bid.envelopes.all()}
    price_form = envelopes[EnvelopeKind.PRICE_FORM]
    return {
        "organization": bid.organization.name,
        "organization_id": bid.organization.public_id,
        "uscc": bid.organization.uscc,
        "receipt": bid.receipt_number,
        "received_at": bid.sealed_at,
        "manifest": bid.manifest_digest,
        "envelopes": {kind: row.manifest_digest for kind, row in envelopes.items()},
        "sealed_by": bid.receipt.get("sealed_by", "server"),
        "result": "opened" if is_open else _why(bid),
        "price": format(bid.opened.price, "f") if is_open else None,
        "standing": format(bid.opened.standing, "f") if is_open and bid.opened.standing is not None else None,
        "price_form": {
            "manifest": price_form.manifest,
            "sha256": price_form.manifest["files"][0]["sha256"],
            "key": identity_text(keys.unwrap(price_form.kept_key, f"envelope:{price_form.pk}"))
            if is_open
            else None,
        },
    }


def _why(bid: Bid) -> str:
    last = history_of(bid).filter(act="bid.not_opened").last()
    return last.reason if last else "payload_unreadable"
