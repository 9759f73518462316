"""Seal and withdraw bids. The instant is the database's, inside the lock; equality with the deadline is late."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import Max

from bidding.models import Bid, Envelope, Lot, RosterMember, SealedShare
from bidding.permissions import may_submit_bid
from bidding.queries.bids import current_bid
from bidding.queries.officers import roster_of
from bidding.sealing import keys
from bidding.sealing.agekeys import identity_text
from bidding.sealing.container import Holder, Piece, SealedEnvelope, seal
from bidding.states import BID, BidState, EnvelopeKind, TenderState
from marketplace.audit.actions import record
from marketplace.core.canonical import digest
from marketplace.core.clock import is_late, local, utc_text
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.web.access import demand
from marketplace.web.files import private_storage
from marketplace.workdays.queries import database_now
from organizations.models import Organization, User
from organizations.queries.people import members_of

LATE = Citation("O87", "art. 33")
RECEIPT_DIGITS = 10**8
READ = "SELECT state, bid_deadline, document_digest, roster_digest FROM bidding_tender WHERE id = %s"
READ_SHARED = READ + " FOR SHARE"


@dataclass(frozen=True)
class BidContent:
    """A bid in clear, in memory only: price, statements, proposal, files by envelope."""

    price: Decimal
    form: dict[str, object] = field(default_factory=dict)
    proposal: dict[str, object] = field(default_factory=dict)
    files: tuple[Piece, ...] = ()
    price_files: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Sealed:
    """The answer to a seal: the bid, and the recovery keys that exist only in this answer."""

    bid: Bid
    recovery: dict[str, str]


@dataclass(frozen=True)
class _Standing:
    """The tender's row as read under FOR SHARE."""

    state: str
    deadline: datetime
    document_digest: str
    roster_digest: str


def seal_bid(*, actor: User, lot: Lot, organization: Organization, content: BidContent, token: str) -> Sealed:
    """Seal a bid (a newer one replaces an older one); the same token answers the same receipt again.

    Raises Refused 409 when late by the database clock, when the document changed meanwhile, or not open;
    422 for a price above the limit; Denied when the person may not bid. Nothing is kept of a refused bid.
    """
    if (known := _by_token(organization, token)) is not None:
        return Sealed(known, {})
    _refuse_late(lot, _read(lot))
    if content.price > lot.limit:
        raise Refused(
            "bidding.price_above_ceiling", field="price", limit=lot.limit, citation=Citation("O87", "art. 63")
        )
    members = list(roster_of(lot.tender))
    header = header_of(lot, organization, lot.tender.document_digest, lot.tender.roster_digest)
    envelopes = _envelopes(content, header, members)
    names = {kind: _store(one) for kind, one in envelopes.items()}
    try:
        bid, is_new = _keep(
            actor=actor,
            lot=lot,
            organization=organization,
            token=token,
            envelopes=envelopes,
            names=names,
            members=members,
        )
    except BaseException:
        _discard(names)
        raise
    if not is_new:
        _discard(names)
        return Sealed(bid, {})
    return Sealed(bid, {kind: identity_text(one.key) for kind, one in envelopes.items()})


def _by_token(organization: Organization, token: str) -> Bid | None:
    return Bid.objects.filter(organization=organization, idempotency_key=token).first()


def header_of(lot: Lot, organization: Organization, document: str, roster: str) -> dict[str, object]:
    """Return what every outer manifest of the bid must say; compared again at the opening."""
    return {
        "tender": lot.tender.public_id,
        "lot": lot.number,
        "document": document,
        "organization": organization.public_id,
        "roster": roster,
    }


def _envelopes(
    content: BidContent, header: dict[str, object], members: list[RosterMember]
) -> dict[str, SealedEnvelope]:
    holders = [Holder(m.position, m.key.fingerprint, m.key.recipient) for m in members]
    price_form = {**content.form, "price": format(content.price, "f"), "currency": "CNY"}
    parts = {
        EnvelopeKind.TECHNICAL: (content.proposal, content.files),
        EnvelopeKind.PRICE_FORM: (price_form, ()),
        EnvelopeKind.PRICE_ATTACHMENTS: ({}, content.price_files),
    }
    return {
        str(kind): seal(kind=str(kind), form=form, pieces=pieces, header=header, holders=holders)
        for kind, (form, pieces) in parts.items()
    }


def _store(envelope: SealedEnvelope) -> str:
    """Write the ciphertext to its file, fsynced, before anything counts."""
    return private_storage().save("sealed/bid", ContentFile(envelope.payload))


def _discard(names: dict[str, str]) -> None:
    for name in names.values():
        private_storage().delete(name)


def _read(lot: Lot, *, share: bool = False) -> _Standing:
    with connection.cursor() as cursor:
        cursor.execute(READ_SHARED if share else READ, [lot.tender_id])
        return _Standing(*cursor.fetchone())


def _refuse_late(lot: Lot, tender: _Standing) -> datetime:
    moment = database_now()
    if tender.state not in {TenderState.PUBLISHED, TenderState.CLOSED}:
        raise Refused("bidding.not_open", status=409)
    if tender.state == TenderState.CLOSED or is_late(moment, tender.deadline):
        raise Refused(
            "bidding.late",
            status=409,
            citation=LATE,
            deadline=f"{local(tender.deadline):%Y-%m-%d %H:%M:%S}",
            received=f"{local(moment):%Y-%m-%d %H:%M:%S.%f}",
        )
    return moment


def _serialize(lot: Lot, organization: Organization) -> None:
    """Let one seal or withdrawal of an organization on a lot run at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [lot.pk % 2**31, organization.pk % 2**31])


@transaction.atomic
def _keep(
    *,
    actor: User,
    lot: Lot,
    organization: Organization,
    token: str,
    envelopes: dict[str, SealedEnvelope],
    names: dict[str, str],
    members: list[RosterMember],
) -> tuple[Bid, bool]:
    _serialize(lot, organization)
    if (earlier := _by_token(organization, token)) is not None:
        return earlier, False
    tender = _read(lot, share=True)
    moment = _refuse_late(lot, tender)
    known = (lot.tender.document_digest, lot.tender.roster_digest)
    if (tender.document_digest, tender.roster_digest) != known:
        raise Refused("bidding.document_changed", status=409)
    demand(may_submit_bid(actor, lot, organization, moment))
    replaced = _supersede(lot, organization, moment)
    bid = _write(
        actor=actor, lot=lot, organization=organization, token=token, envelopes=envelopes, moment=moment
    )
    _write_envelopes(bid, envelopes, names, members)
    record(
        actor=actor,
        action="bid.sealed",
        subject=bid,
        at=moment,
        before={"replaced": replaced},
        after={"manifest": bid.manifest_digest, "version": bid.version},
    )
    _tell(bid, lot, "bidding.bid_sealed", moment)
    return bid, True


def _supersede(lot: Lot, organization: Organization, moment: datetime) -> str:
    older = current_bid(lot, organization)
    if older is None:
        return ""
    _end(older, BidState.SUPERSEDED, moment)
    return older.receipt_number


def _end(bid: Bid, state: str, moment: datetime) -> None:
    """Take a version out: its shares are destroyed, its ciphertext and hashes stay."""
    require_transition(BID, bid.state, state)
    SealedShare.objects.filter(envelope__bid=bid).delete()
    bid.state, bid.ended_at = state, moment
    bid.save(update_fields=["state", "ended_at"])


def _write(
    *,
    actor: User,
    lot: Lot,
    organization: Organization,
    token: str,
    envelopes: dict[str, SealedEnvelope],
    moment: datetime,
) -> Bid:
    last = Bid.objects.filter(lot=lot, organization=organization).aggregate(top=Max("version"))["top"] or 0
    bid = Bid(
        lot=lot,
        organization=organization,
        version=last + 1,
        receipt_number=f"SJ-{local(moment).year}-{secrets.randbelow(9 * RECEIPT_DIGITS) + RECEIPT_DIGITS}",
        idempotency_key=token,
        sealed_by=actor,
        sealed_at=moment,
        document_digest=lot.tender.document_digest,
        roster_digest=lot.tender.roster_digest,
        manifest_digest=digest({kind: one.digest for kind, one in envelopes.items()}),
    )
    bid.receipt = receipt_of(bid, envelopes)
    bid.signature = keys.sign(bid.receipt)
    bid.save(force_insert=True)
    return bid


def receipt_of(bid: Bid, envelopes: dict[str, SealedEnvelope]) -> dict[str, object]:
    """Return the receipt: what was received, when, and under which key it is signed. Nothing of the content."""
    return {
        "schema": "receipt/1",
        "receipt": bid.receipt_number,
        "tender": bid.lot.tender.reference,
        "tender_id": bid.lot.tender.public_id,
        "lot": bid.lot.number,
        "organization": bid.organization.public_id,
        "organization_name": bid.organization.name,
        "bid_version": bid.version,
        "received_at": utc_text(bid.sealed_at),
        "received_at_local": local(bid.sealed_at).isoformat(),
        "document": bid.document_digest,
        "roster": bid.roster_digest,
        "manifest": bid.manifest_digest,
        "envelopes": {
            kind: {"manifest": one.digest, "files": one.manifest["files"]} for kind, one in envelopes.items()
        },
        "sealed_by": "server",
        "key": keys.key_id(),
    }


def _write_envelopes(
    bid: Bid, envelopes: dict[str, SealedEnvelope], names: dict[str, str], members: list[RosterMember]
) -> None:
    for kind, one in envelopes.items():
        row = Envelope.objects.create(
            bid=bid,
            kind=kind,
            manifest=one.manifest,
            manifest_digest=one.digest,
            commitment=one.manifest["commitment"],
            payload=names[kind],
        )
        SealedShare.objects.bulk_create(
            SealedShare(envelope=row, member=member, blob=one.shares[member.position]) for member in members
        )


def _tell(bid: Bid, lot: Lot, kind: str, moment: datetime) -> None:
    notify(
        recipients=members_of(bid.organization),
        kind=kind,
        key=bid.receipt_number,
        at=moment,
        path=f"/receipts/{bid.receipt_number}/",
        title=lot.tender.title,
        receipt=bid.receipt_number,
        at_local=f"{local(moment):%Y-%m-%d %H:%M:%S}",
        deadline=f"{local(lot.tender.bid_deadline):%Y-%m-%d %H:%M}",
    )


@transaction.atomic
def withdraw_bid(*, actor: User, lot: Lot, organization: Organization) -> Bid:
    """Withdraw the current bid before the deadline; its shares are destroyed."""
    _serialize(lot, organization)
    moment = _refuse_late(lot, _read(lot, share=True))
    bid = current_bid(lot, organization)
    if bid is None:
        raise Refused("bidding.no_current_bid", status=409)
    _end(bid, BidState.WITHDRAWN, moment)
    record(
        actor=actor,
        action="bid.withdrawn",
        subject=bid,
        at=moment,
        before={"state": BidState.SEALED},
        after={"state": bid.state},
    )
    _tell(bid, lot, "bidding.bid_withdrawn", moment)
    return bid
