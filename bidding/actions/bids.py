"""Seal and withdraw bids. The instant is the database's, inside the lock; equality with the deadline is late."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import Max

from bidding.models import Bid, Envelope, EnvelopeFile, Lot, Part, RosterMember, SealedShare
from bidding.permissions import may_read_bid, may_submit_bid
from bidding.queries.bids import current_bid, header_of
from bidding.queries.officers import roster_of
from bidding.queries.parts import parts_of
from bidding.sealing import keys
from bidding.sealing import parts as disk
from bidding.sealing.agekeys import identity_text
from bidding.sealing.container import Holder, Piece, SealedEnvelope, manifest_hash, seal
from bidding.sealing.outer import OuterEnvelope
from bidding.states import BID, BidState, EnvelopeKind, TenderState
from marketplace.audit.actions import record
from marketplace.core.clock import is_late, local, utc_text
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.web.access import demand
from marketplace.web.files import private_storage
from marketplace.workdays.queries import database_now
from organizations.models import Organization, User
from organizations.queries.people import members_of
from payments.actions import start_returns
from payments.states import ReturnGround

from .consortia import demand_partners
from .parts import serialize

LATE = Citation("O87", "art. 33")
RECEIPT_DIGITS = 10**8
READ = "SELECT state, bid_deadline, document_digest, roster_digest FROM bidding_tender WHERE id = %s"
READ_SHARED = READ + " FOR SHARE"
Outer = SealedEnvelope | OuterEnvelope
Inspection = Callable[[Mapping[str, Outer], Mapping[str, str]], None]


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


def no_inspection(envelopes: Mapping[str, Outer], files: Mapping[str, str]) -> None:
    """Trust files that the server encrypted itself or looked at before."""


def seal_bid(*, actor: User, lot: Lot, organization: Organization, content: BidContent, token: str) -> Sealed:
    """Seal a bid on the server (a newer one replaces an older one); the same token answers the same receipt again.

    Raises Refused 409 when late by the database clock, when the document changed meanwhile, or not open;
    422 for a price above the limit; Denied when the person may not bid. Nothing is kept of a refused bid.
    """
    if (known := by_token(organization, token, actor)) is not None:
        return Sealed(known, {})
    refuse_late(_read(lot))
    if content.price > lot.limit:
        raise Refused(
            "bidding.price_above_ceiling", field="price", limit=lot.limit, citation=Citation("O87", "art. 63")
        )
    demand_partners(lot, organization, content.proposal, now=database_now())
    envelopes = _envelopes(content, current_header(lot, organization), roster_of(lot.tender))
    stored: dict[str, str] = {}
    try:
        for one in envelopes.values():
            _store(one, stored)
        bid, is_new = keep(
            actor=actor, lot=lot, organization=organization, token=token, envelopes=envelopes, stored=stored
        )
    except BaseException:
        _discard(stored)
        raise
    if not is_new:
        _discard(stored)
        return Sealed(bid, {})
    return Sealed(bid, {kind: identity_text(one.key) for kind, one in envelopes.items()})


def by_token(organization: Organization, token: str, actor: User) -> Bid | None:
    """Return the bid that was sealed with the token, to members only."""
    bid = Bid.objects.filter(organization=organization, idempotency_key=token).first()
    if bid is not None:
        demand(may_read_bid(actor, bid))
    return bid


def current_header(lot: Lot, organization: Organization) -> dict[str, object]:
    """Return the header for the document and the roster as the caller read them."""
    return header_of(lot, organization, lot.tender.document_digest, lot.tender.roster_digest)


def holders_of(members: Iterable[RosterMember]) -> list[Holder]:
    """Return the officers as sealing knows them: place, id of the key, recipient."""
    return [Holder(one.position, one.key.fingerprint, one.key.recipient) for one in members]


def _envelopes(
    content: BidContent, header: dict[str, object], members: Iterable[RosterMember]
) -> dict[str, SealedEnvelope]:
    holders = holders_of(members)
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


def _store(envelope: SealedEnvelope, stored: dict[str, str]) -> None:
    """Write the ciphertext to its files, fsynced, before anything counts."""
    for entry, content in zip(envelope.manifest["files"], envelope.files, strict=True):
        with disk.room_on_disk():
            stored[entry["name"]] = private_storage().save("sealed/bid", ContentFile(content))


def _discard(stored: dict[str, str]) -> None:
    for name in stored.values():
        private_storage().delete(name)


def _read(lot: Lot, *, share: bool = False) -> _Standing:
    with connection.cursor() as cursor:
        cursor.execute(READ_SHARED if share else READ, [lot.tender_id])
        return _Standing(*cursor.fetchone())


def refuse_if_late(lot: Lot) -> None:
    """Refuse what comes too late before it queues for any lock; decided again under the lock."""
    refuse_late(_read(lot))


def refuse_late(tender: _Standing) -> datetime:
    """Return the moment by the clock of the database; raises Refused 409 unless the tender takes bids at it."""
    # BID-01
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


@transaction.atomic
def keep(
    *,
    actor: User,
    lot: Lot,
    organization: Organization,
    token: str,
    envelopes: Mapping[str, Outer],
    stored: dict[str, str] | None = None,
    replaces: Bid | None = None,
    inspect: Inspection = no_inspection,
) -> tuple[Bid, bool]:
    """Seal in one transaction; False when the token was known.

    `stored` names the files that the server has written itself, `replaces` the version that must still be current;
    `inspect` looks at files that were made elsewhere.
    """
    serialize(lot, organization)
    if (earlier := by_token(organization, token, actor)) is not None:
        return earlier, False
    tender = _read(lot, share=True)
    moment = refuse_late(tender)
    known = (lot.tender.document_digest, lot.tender.roster_digest)
    if (tender.document_digest, tender.roster_digest) != known:
        raise Refused("bidding.document_changed", status=409)
    demand(may_submit_bid(actor, lot, organization, moment))
    _take_in(envelopes, stored or {}, lot=lot, organization=organization, uploaded_by=actor, begun_at=moment)
    parts = _parts(lot, organization, envelopes)
    inspect(envelopes, {name: part.file.name for name, part in parts.items()})
    replaced = _supersede(lot, organization, moment, replaces)
    bid = _write(
        actor=actor, lot=lot, organization=organization, token=token, envelopes=envelopes, moment=moment
    )
    _write_envelopes(bid, envelopes, parts)
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


def _entries(envelopes: Mapping[str, Outer]) -> dict[str, dict[str, object]]:
    return {entry["name"]: entry for one in envelopes.values() for entry in one.manifest["files"]}


def _take_in(envelopes: Mapping[str, Outer], stored: dict[str, str], **fields: object) -> None:
    """Write down the files that the server has made and fsynced itself."""
    Part.objects.bulk_create(
        Part(
            name=name, size=entry["size"], received=entry["size"], sha256=entry["sha256"], file=stored[name],
            **fields,
        )
        for name, entry in _entries(envelopes).items() if name in stored
    )  # fmt: skip


def _parts(lot: Lot, organization: Organization, envelopes: Mapping[str, Outer]) -> dict[str, Part]:
    """Return the parts that the manifests name, locked: every one whole, on the disk and with the hash given."""
    named = _entries(envelopes)
    rows = parts_of(organization, lot).filter(name__in=named).select_for_update(of=("self",))
    found = {part.name: part for part in rows}
    for name, entry in named.items():
        part = found.get(name)
        if part is None or not part.is_complete or disk.length(part.file.name) != part.size:
            raise Refused("bidding.part_missing", field="files", name=name)
        if (part.sha256, part.size) != (entry["sha256"], entry["size"]):
            raise Refused("bidding.part_differs", field="files", name=name)
    return found


def _supersede(lot: Lot, organization: Organization, moment: datetime, replaces: Bid | None) -> str:
    # BID-02
    older = current_bid(lot, organization)
    if replaces is not None and older != replaces:
        raise Refused("bidding.bid_changed", status=409)
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
    envelopes: Mapping[str, Outer],
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
        manifest_digest=manifest_hash({kind: one.digest for kind, one in envelopes.items()}),
    )
    bid.receipt = receipt_of(bid, envelopes)
    bid.signature = keys.sign(bid.receipt)
    bid.save(force_insert=True)
    return bid


def receipt_of(bid: Bid, envelopes: Mapping[str, Outer]) -> dict[str, object]:
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
        "sealed_by": next(iter(envelopes.values())).manifest["sealed_by"],
        "key": keys.key_id(),
    }


def _write_envelopes(bid: Bid, envelopes: Mapping[str, Outer], parts: dict[str, Part]) -> None:
    members = list(roster_of(bid.lot.tender))
    for kind, one in envelopes.items():
        row = Envelope.objects.create(
            bid=bid,
            kind=kind,
            manifest=one.manifest,
            manifest_digest=one.digest,
            commitment=one.manifest["commitment"],
        )
        EnvelopeFile.objects.bulk_create(
            EnvelopeFile(envelope=row, part=parts[entry["name"]], position=position)
            for position, entry in enumerate(one.manifest["files"])
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
    """Withdraw the current bid before the deadline; its shares are destroyed (BID-02)."""
    serialize(lot, organization)
    moment = refuse_late(_read(lot, share=True))
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
    start_returns(
        actor=actor,
        subject_reference=lot.tender.reference,
        ground=ReturnGround.WITHDRAWN,
        now=moment,
        only=organization,
    )
    _tell(bid, lot, "bidding.bid_withdrawn", moment)
    return bid
