"""The opening ceremony: two officers of the roster, after the deadline; resumable bid by bid."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import combinations

from django.db import transaction
from pyrage import x25519

from bidding.models import (
    Bid,
    BidDocument,
    Envelope,
    OpenedBid,
    Opening,
    OpeningShare,
    RosterMember,
    SealedShare,
    Tender,
)
from bidding.queries.bids import counted_bids, header_of, profile_of
from bidding.queries.officers import membership_in_roster, roster_of
from bidding.sealing import keys
from bidding.sealing.agekeys import identity_text
from bidding.sealing.container import check_header, join_key, unseal, unseal_piece
from bidding.sealing.inner import Broken, Inner, Piece
from bidding.sealing.officers import Unlocking, open_share, prove, unlock
from bidding.sealing.shamir import THRESHOLD
from bidding.states import BID, TENDER, BidState, EnvelopeKind, TenderState
from marketplace.audit.actions import record
from marketplace.core.canonical import canonical, digest
from marketplace.core.clock import local
from marketplace.core.money import CEILING
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.web.files import Checked
from marketplace.workdays.queries import database_now
from organizations.models import User
from organizations.queries.organizations import standing_of
from organizations.queries.people import members_of

from .ending import close_locked, fail_locked
from .tenders import locked

EARLY = Citation("O87", "art. 39")
_PRICE = re.compile(r"[0-9]{1,15}(\.[0-9]{1,2})?")


def open_bids(
    *,
    actor: User,
    tender: Tender,
    passphrase: str,
    now: datetime,
    unlocking: Unlocking = unlock,
) -> Tender:
    """Hand in the officer's key for this tender; the second officer's opens the bids.

    Unlocking takes about a second by design; whoever opens many tenders in a row may remember the identity.
    Raises Refused 409 before the deadline, for the same officer twice; 403 for others; 422 for a wrong passphrase.
    Too few bids: nothing is decrypted, the tender has failed. A repeated act after the opening answers the record.
    """
    tender = Tender.objects.select_related("buyer", "project__category").get(pk=tender.pk)
    if tender.state in {TenderState.OPENED, TenderState.FAILED}:
        return tender
    _refuse_early(tender)
    member = membership_in_roster(actor, tender)
    if member is None:
        raise Refused("bidding.not_in_roster", status=403)
    identity = unlocking(bytes(member.key.locked_identity), passphrase)
    prove(member.key.recipient, identity)
    tender = _hand_in(actor, tender, member, identity)
    if tender.state == TenderState.FAILED:
        return tender
    return finish_opening(tender=tender, now=now)


def _refuse_early(tender: Tender) -> None:
    phase = tender.phase(database_now())
    if phase == TenderState.PUBLISHED:
        deadline = f"{local(tender.bid_deadline):%Y-%m-%d %H:%M}"
        raise Refused("bidding.opening_early", status=409, citation=EARLY, deadline=deadline)
    if phase != TenderState.CLOSED:
        raise Refused("bidding.already_opened", status=409)


@transaction.atomic
def _hand_in(actor: User, tender: Tender, member: RosterMember, identity: x25519.Identity) -> Tender:
    tender = locked(tender)
    moment = database_now()
    if tender.state == TenderState.PUBLISHED:
        close_locked(tender, moment)
    if tender.state != TenderState.CLOSED:
        return tender
    bids = list(counted_bids(tender.lots.get()))
    if len(bids) < profile_of(tender).suppliers(tender.notice_date):
        return fail_locked(
            tender, actor=actor, code="failed_few_bidders", note="failed_few_bidders", now=moment
        )
    opening, is_first = Opening.objects.get_or_create(
        tender=tender, defaults={"started_at": moment, "first_officer": actor}
    )
    if not is_first:
        _join(opening, actor)
    taken = _keep_shares(bids, member, identity, moment)
    record(
        actor=actor,
        action="opening.key_handed_in",
        subject=opening,
        at=moment,
        after={"place": member.position, "shares": taken, "bids": len(bids)},
    )
    if bids and not taken:
        raise Refused("bidding.shares_unusable")
    return tender


def _join(opening: Opening, actor: User) -> None:
    if opening.first_officer_id == actor.pk:
        raise Refused("bidding.same_officer", status=409)
    if opening.second_officer_id is None:
        opening.second_officer = actor
        opening.save(update_fields=["second_officer"])


def _keep_shares(bids: list[Bid], member: RosterMember, identity: x25519.Identity, moment: datetime) -> int:
    """Decrypt the officer's shares and keep them under the server's key until the opening is done."""
    rows = SealedShare.objects.filter(envelope__bid__in=bids, member=member)
    opened = [(row.envelope_id, open_share(identity, row.blob)) for row in rows]
    OpeningShare.objects.bulk_create(
        (
            OpeningShare(
                envelope_id=key, member=member, blob=keys.wrap(share, f"share:{key}"), received_at=moment
            )
            for key, share in opened
            if share is not None
        ),
        ignore_conflicts=True,
    )
    return sum(share is not None for _, share in opened)


def finish_opening(*, tender: Tender, now: datetime) -> Tender:
    """Open what two officers' keys can open, bid by bid, then write the record; safe to repeat after a crash."""
    opening = Opening.objects.filter(tender=tender).select_related("tender").first()
    if opening is None or opening.second_officer_id is None:
        return tender
    if opening.completed_at is None:
        for bid in list(counted_bids(tender.lots.get()).filter(state=BidState.SEALED)):
            _open_one(bid, tender)
        _complete(tender)
    tender.refresh_from_db()
    return tender


@transaction.atomic
def _open_one(bid: Bid, tender: Tender) -> None:
    bid = (
        Bid.objects.select_for_update(of=("self",))
        .select_related("lot__tender", "organization")
        .get(pk=bid.pk)
    )
    if bid.state != BidState.SEALED:
        return
    moment = database_now()
    try:
        with transaction.atomic():
            _write_content(bid, moment)
        state, reason = BidState.OPENED, ""
    except Broken as broken:
        if broken.reason in {"commitment", "shares_wrong"} and _more_officers(bid, tender):
            return
        state, reason = BidState.UNREADABLE, broken.reason
    require_transition(BID, bid.state, state)
    bid.state = state
    bid.save(update_fields=["state"])
    record(
        actor=None,
        action="bid.opened" if state == BidState.OPENED else "bid.not_opened",
        subject=bid,
        at=moment,
        before={"state": BidState.SEALED},
        after={"state": bid.state},
        reason=reason,
    )


def _more_officers(bid: Bid, tender: Tender) -> bool:
    """Say whether an officer of the roster has not handed in a key yet."""
    used = OpeningShare.objects.filter(envelope__bid=bid).values("member").distinct().count()
    return used < roster_of(tender).count()


def _write_content(bid: Bid, moment: datetime) -> None:
    header = header_of(bid.lot, bid.organization, bid.document_digest, bid.roster_digest)
    rows = {row.kind: row for row in bid.envelopes.prefetch_related("files__part")}
    found = {kind: _unsealed(row, header) for kind, row in rows.items()}
    price_form = found[EnvelopeKind.PRICE_FORM][0].form
    standing = standing_of(bid.organization, bid.lot.tender.project.category_id) or standing_of(
        bid.organization
    )
    opened = OpenedBid.objects.create(
        bid=bid,
        price=read_price(price_form),
        form=price_form,
        proposal=found[EnvelopeKind.TECHNICAL][0].form,
        standing=standing.score if standing else None,
        opened_at=moment,
    )
    for kind, (inner, key) in found.items():
        for piece in _pieces(rows[kind], inner, key):
            checked = Checked(
                piece.name, piece.content_type, len(piece.content), digest(piece.content), piece.content
            )
            BidDocument.keep(checked, opened=opened, envelope=kind)


def _unsealed(envelope: Envelope, header: dict[str, object]) -> tuple[Inner, bytes]:
    check_header(envelope.manifest, header)
    if digest(envelope.manifest) != envelope.manifest_digest:
        raise Broken("payload_changed")
    key = _joined(envelope)
    inner = unseal(envelope.manifest, _content(envelope, 0), key)
    envelope.kept_key = keys.wrap(key, f"envelope:{envelope.pk}")
    envelope.save(update_fields=["kept_key"])
    return inner, key


def _content(envelope: Envelope, place: int) -> bytes:
    try:
        with envelope.files.all()[place].part.file.open("rb") as stored:
            return stored.read()
    except FileNotFoundError as error:
        raise Broken("payload_missing") from error


def _pieces(envelope: Envelope, inner: Inner, key: bytes) -> Iterator[Piece]:
    """Yield the documents one at a time: only one file of a bid is in memory."""
    yield from inner.pieces
    for place in range(1, len(envelope.manifest["files"])):
        yield unseal_piece(envelope.manifest, place, _content(envelope, place), key, inner)


def _joined(envelope: Envelope) -> bytes:
    """Return the key that any two of the handed-in shares lead to (one wrong share does no harm)."""
    shares = [
        keys.unwrap(row.blob, f"share:{envelope.pk}") for row in envelope.opening_shares.order_by("member")
    ]
    reason = Broken("shares_wrong")
    for pair in combinations(shares, THRESHOLD):
        try:
            return join_key(envelope.manifest, pair)
        except Broken as broken:
            reason = broken
    raise reason


def read_price(form: dict[str, object]) -> Decimal:
    """Return the price of a price form: yuan as text with at most two decimals; raises Broken when it is none."""
    text = form.get("price")
    if not isinstance(text, str) or not _PRICE.fullmatch(text) or form.get("currency", "CNY") != "CNY":
        raise Broken("price_unreadable")
    price = Decimal(text)
    if not 0 < price < CEILING:
        raise Broken("price_unreadable")
    return price


@transaction.atomic
def _complete(tender: Tender) -> None:
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
    opening.save(update_fields=["completed_at", "record", "digest"])
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
    for bid in counted_bids(lot).select_related("organization"):
        notify(
            recipients=members_of(bid.organization),
            kind="bidding.bids_opened",
            key=f"{tender.pk}",
            at=moment,
            path=f"{tender.path}opening/",
            title=tender.title,
            reference=tender.reference,
        )


def opening_record(tender: Tender, opening: Opening) -> dict[str, object]:
    """Return the public opening record: who opened, what was found, with every hash (O87 art. 41, 42)."""
    bids = list(
        counted_bids(tender.lots.get()).select_related("organization", "opened").prefetch_related("envelopes")
    )
    officers = [opening.first_officer, opening.second_officer]
    places = {member.officer_id: member for member in roster_of(tender)}
    return {
        "schema": "opening-record/1",
        "tender": tender.reference,
        "tender_id": tender.public_id,
        "title": tender.title,
        "document": tender.document_digest,
        "roster": tender.roster_digest,
        "deadline": tender.bid_deadline,
        "started_at": opening.started_at,
        "completed_at": opening.completed_at,
        "officers": [
            {
                "name": o.name,
                "department": places[o.pk].key.department.name,
                "key": places[o.pk].key.fingerprint,
            }
            for o in officers
        ],
        "count": len(bids),
        "bids": [_recorded(bid) for bid in bids],
        "key": keys.key_id(),
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
        "result": "opened" if is_open else _why(bid),
        "price": format(bid.opened.price, "f") if is_open else None,
        "standing": format(bid.opened.standing, "f") if is_open and bid.opened.standing is not None else None,
        "price_form": {
            "sha256": price_form.manifest["files"][0]["sha256"],
            "key": identity_text(keys.unwrap(price_form.kept_key, f"envelope:{price_form.pk}"))
            if is_open
            else None,
        },
    }


def _why(bid: Bid) -> str:
    from marketplace.audit.queries import history_of

    last = history_of(bid).filter(act="bid.not_opened").last()
    return last.reason if last else "payload_unreadable"
