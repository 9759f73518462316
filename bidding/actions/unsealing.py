"""Open one sealed bid with what officers and bidder have handed in: join the key, check every hash, write the content."""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import combinations

from django.db import transaction

from bidding.models import Bid, BidDocument, Envelope, KeyLoss, OpenedBid, OpeningShare, Tender
from bidding.queries.amendments import binding_digests
from bidding.queries.bids import header_of
from bidding.queries.officers import roster_of
from bidding.sealing import keys
from bidding.sealing.container import check_header, join_key, unseal, unseal_piece
from bidding.sealing.inner import Broken, Inner, Piece
from bidding.sealing.parts import room_on_disk
from bidding.sealing.shamir import THRESHOLD
from bidding.states import BID, BidState, EnvelopeKind
from marketplace.audit.actions import record
from marketplace.core.canonical import digest
from marketplace.core.clock import is_late
from marketplace.core.money import CEILING
from marketplace.core.states import require_transition
from marketplace.web.files import Checked, private_storage
from marketplace.workdays.queries import database_now
from organizations.queries.organizations import standing_of

_PRICE = re.compile(r"[0-9]{1,15}(\.[0-9]{1,2})?")
UNJOINED = {"commitment", "shares_wrong"}


@transaction.atomic
def open_one(*, bid: Bid, tender: Tender) -> None:
    """Open a bid, or write down why it cannot be opened; a bid that may still get a share or a key waits."""
    bid = (
        Bid.objects.select_for_update(of=("self",))
        .select_related("lot__tender", "organization")
        .get(pk=bid.pk)
    )
    if bid.state != BidState.SEALED:
        return
    moment = database_now()
    written: list[str] = []
    try:
        with transaction.atomic():
            _write_content(bid, moment, written)
        state, reason = BidState.OPENED, ""
    except BaseException as error:
        for name in written:
            private_storage().delete(name)
        if not isinstance(error, Broken):
            raise  # a full disk answers 507: nothing has changed, the opening is taken up later
        state, reason = BidState.UNREADABLE, error.reason
        if reason in UNJOINED:
            if _waits(bid, tender, moment):
                return
            reason = "keys_lost" if is_key_lost(tender) else reason
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


def _waits(bid: Bid, tender: Tender, moment: datetime) -> bool:
    if is_officer_awaited(bid, tender):
        return True
    ends_at = tender.opening.recovery_ends_at
    return is_key_lost(tender) and (ends_at is None or not is_late(moment, ends_at))


def is_key_lost(tender: Tender) -> bool:
    """Say whether an officer of the tender has reported a lost key."""
    return KeyLoss.objects.filter(member__in=roster_of(tender)).exists()


def is_officer_awaited(bid: Bid, tender: Tender) -> bool:
    """Say whether an officer of the roster has neither handed in for the whole bid nor reported a lost key."""
    envelopes = bid.envelopes.count()
    for member in roster_of(tender):
        given = OpeningShare.objects.filter(envelope__bid=bid, member=member).count()
        if given < envelopes and not KeyLoss.objects.filter(member=member).exists():
            return True
    return False


def _write_content(bid: Bid, moment: datetime, written: list[str]) -> None:
    known = binding_digests(bid.lot.tender)
    if known and bid.document_digest not in known:
        raise Broken("document_outdated")
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
            with room_on_disk():
                written.append(BidDocument.keep(checked, opened=opened, envelope=kind).file.name)


def _unsealed(envelope: Envelope, header: dict[str, object]) -> tuple[Inner, bytes]:
    check_header(envelope.manifest, header)
    if digest(envelope.manifest) != envelope.manifest_digest:
        raise Broken("payload_changed")
    key = _joined(envelope)
    inner = unseal(envelope.manifest, content_of(envelope, 0), key)
    envelope.kept_key = keys.wrap(key, f"envelope:{envelope.pk}")
    envelope.save(update_fields=["kept_key"])
    return inner, key


def content_of(envelope: Envelope, place: int) -> bytes:
    """Return the ciphertext at a place of the manifest; raises Broken when the file is gone."""
    try:
        with envelope.files.all()[place].part.file.open("rb") as stored:
            return stored.read()
    except FileNotFoundError as error:
        raise Broken("payload_missing") from error


def _pieces(envelope: Envelope, inner: Inner, key: bytes) -> Iterator[Piece]:
    """Yield the documents one at a time: only one file of a bid is in memory."""
    yield from inner.pieces
    for place in range(1, len(envelope.manifest["files"])):
        yield unseal_piece(envelope.manifest, place, content_of(envelope, place), key, inner)


def _joined(envelope: Envelope) -> bytes:
    """Return the key that any two of the handed-in shares lead to, or the one that the bidder has handed in."""
    if envelope.kept_key is not None:
        return keys.unwrap(envelope.kept_key, f"envelope:{envelope.pk}")
    shares = [
        keys.unwrap(row.blob, f"share:{envelope.pk}") for row in envelope.opening_shares.order_by("member")
    ]
    reason = Broken("shares_wrong")
    for pair in combinations([share for share in shares if share], THRESHOLD):
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
