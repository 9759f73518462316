"""Final quotes: sealed to the opening officers like a bid, handed in once, opened together by two officers.

The committee cannot open them, and the server keeps no key: what is handed in is one envelope of `sealbid/1`.
"""

import json
from datetime import datetime
from decimal import Decimal
from itertools import combinations

from django.db import IntegrityError, transaction

from bidding.models import Bid, FinalQuote, Negotiation, QuoteShare, RosterMember, Tender
from bidding.permissions.negotiations import may_hand_in_quote
from bidding.queries.bids import header_of
from bidding.queries.negotiations import least_of, quotes_of
from bidding.queries.officers import membership_in_roster, roster_of
from bidding.rules.negotiations import check_in_time, cited
from bidding.sealing import keys
from bidding.sealing.container import check_header, join_key, seal, unseal
from bidding.sealing.inner import Broken
from bidding.sealing.officers import Unlocking, open_share, prove, unlock
from bidding.sealing.shamir import THRESHOLD
from bidding.sealing.shares import share_is_wrong
from bidding.states import NEGOTIATION, EnvelopeKind, NegotiationState
from marketplace.audit.actions import record
from marketplace.core.canonical import canonical, digest
from marketplace.core.clock import is_late, local
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.web.access import demand
from marketplace.workdays.queries import database_now
from organizations.models import User
from organizations.queries.people import members_of

from .bids import holders_of
from .ending import fail_locked
from .negotiations import locked_negotiation
from .unsealing import read_price


@transaction.atomic
def hand_in_quote(*, actor: User, bid: Bid, price: Decimal, response: str, now: datetime) -> FinalQuote:
    """Seal the final quote of a remaining supplier, once; judged by the database clock (NEG-01).

    Raises Refused 409 when none is asked for, late, handed in already, or after leaving; 422 above the limit.
    """
    negotiation = locked_negotiation(bid.lot)
    tender = negotiation.lot.tender
    demand(may_hand_in_quote(actor, bid))
    if negotiation.state != NegotiationState.QUOTING or negotiation.quote_by is None:
        raise Refused("bidding.no_quote_asked", status=409)
    moment = database_now()
    check_in_time(tender.procedure, moment, negotiation.quote_by)
    if price > tender.limit:  # type: ignore[operator]
        raise Refused(
            "bidding.price_above_ceiling",
            field="price",
            limit=tender.limit,
            citation=Citation("O87", "art. 63"),
        )
    members = list(roster_of(tender))
    form = {"price": format(price, "f"), "currency": "CNY", "response": response}
    sealed = seal(
        kind=str(EnvelopeKind.PRICE_FORM), form=form, pieces=(), header=_header(bid, negotiation),
        holders=holders_of(members),
    )  # fmt: skip
    try:
        with transaction.atomic():
            quote = FinalQuote.objects.create(
                bid=bid, manifest=sealed.manifest, digest=sealed.digest, content=sealed.files[0],
                handed_in_by=actor, handed_in_at=moment,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(
            "bidding.quoted_already", status=409, citation=cited(tender.procedure, "quotes")
        ) from error
    QuoteShare.objects.bulk_create(
        QuoteShare(quote=quote, member=member, blob=sealed.shares[member.position]) for member in members
    )
    record(
        actor=actor, action="final_quote.handed_in", subject=quote, at=moment, after={"digest": quote.digest}
    )
    return quote


def _header(bid: Bid, negotiation: Negotiation) -> dict[str, object]:
    header = header_of(bid.lot, bid.organization, bid.document_digest, negotiation.lot.tender.roster_digest)
    return {**header, "final_quote": negotiation.turn}


def open_final_quotes(
    *, actor: User, lot: object, passphrase: str, now: datetime, unlocking: Unlocking = unlock
) -> Negotiation:
    """Hand in an officer's key for the final quotes; the second officer's opens all of them at once (NEG-01).

    Raises Refused 409 before the common time is over and for the same officer twice, 403 for others, 422 for a wrong
    passphrase. Fewer quotes than the procedure needs: nothing is opened, the purchase has failed.
    """
    negotiation = Negotiation.objects.select_related("lot__tender").get(lot=lot)
    member = _officer(actor, negotiation)
    identity = unlocking(bytes(member.key.locked_identity), passphrase)
    prove(member.key.recipient, identity)
    return _take_turn(actor=actor, negotiation=negotiation, member=member, identity=identity)


def _officer(actor: User, negotiation: Negotiation) -> RosterMember:
    if negotiation.state != NegotiationState.QUOTING or negotiation.quote_by is None:
        raise Refused("bidding.no_quote_asked", status=409)
    if not is_late(database_now(), negotiation.quote_by):
        until = f"{local(negotiation.quote_by):%Y-%m-%d %H:%M}"
        raise Refused(
            "bidding.quotes_early", status=409, until=until,
            citation=cited(negotiation.lot.tender.procedure, "quotes"),
        )  # fmt: skip
    member = membership_in_roster(actor, negotiation.lot.tender)
    if member is None:
        raise Refused("bidding.not_in_roster", status=403)
    return member


@transaction.atomic
def _take_turn(
    *, actor: User, negotiation: Negotiation, member: RosterMember, identity: object
) -> Negotiation:
    negotiation = locked_negotiation(negotiation.lot)
    tender, moment = negotiation.lot.tender, database_now()
    _officer(actor, negotiation)
    quotes = list(quotes_of(negotiation.lot))
    if len(quotes) < least_of(negotiation.lot):
        few = "failed_few_quotes"
        fail_locked(tender, actor=actor, code=few, note=few, now=moment)
        return negotiation
    shares = QuoteShare.objects.select_for_update(of=("self",)).filter(quote__in=quotes)
    own = list(shares.filter(member=member).select_related("quote"))
    if any(share.opened is not None for share in own):
        raise Refused("bidding.same_officer", status=409)
    usable = 0
    for share in own:
        raw = open_share(identity, share.blob) or b""  # type: ignore[arg-type]
        if raw and not share_is_wrong(share.quote.manifest, member.position, raw):
            share.opened, share.handed_in_at = keys.wrap(raw, f"quote:{share.quote_id}"), moment
            share.save(update_fields=["opened", "handed_in_at"])
            usable += 1
    if not usable:
        raise Refused("bidding.shares_unusable")
    record(
        actor=actor,
        action="final_quotes.key_handed_in",
        subject=negotiation,
        at=moment,
        after={"place": member.position, "shares": usable, "quotes": len(quotes)},
    )
    handed_in = set(shares.filter(opened__isnull=False).values_list("member_id", flat=True))
    if len(handed_in) >= THRESHOLD:
        _open_all(actor, negotiation, quotes, moment)
    return negotiation


def _open_all(actor: User, negotiation: Negotiation, quotes: list[FinalQuote], moment: datetime) -> None:
    """Open every quote in the same transaction, write the record, destroy the shares."""
    require_transition(NEGOTIATION, negotiation.state, NegotiationState.QUOTED)
    for quote in quotes:
        quote.bid.lot = negotiation.lot
        try:
            inner = unseal(quote.manifest, bytes(quote.content), _key(quote, negotiation))
            quote.price, quote.response = read_price(inner.form), str(inner.form.get("response", ""))[:4000]
        except Broken as broken:
            quote.fault = broken.reason
        quote.opened_at = moment
        quote.save(update_fields=["price", "response", "fault", "opened_at"])
    negotiation.state, negotiation.opened_at = NegotiationState.QUOTED, moment
    negotiation.record = json.loads(canonical(_record(negotiation, quotes)))
    negotiation.digest = digest(negotiation.record)
    negotiation.save(update_fields=["state", "opened_at", "record", "digest"])
    QuoteShare.objects.filter(quote__in=quotes).update(opened=None)
    record(
        actor=actor,
        action="final_quotes.opened",
        subject=negotiation,
        at=moment,
        before={"state": NegotiationState.QUOTING},
        after={"state": negotiation.state, "record": negotiation.digest, "quotes": len(quotes)},
    )
    _tell(negotiation.lot.tender, quotes, moment)


def _key(quote: FinalQuote, negotiation: Negotiation) -> bytes:
    check_header(quote.manifest, _header(quote.bid, negotiation))
    if digest(quote.manifest) != quote.digest:
        raise Broken("payload_changed")
    rows = quote.shares.filter(opened__isnull=False).order_by("member")
    shares = [keys.unwrap(row.opened, f"quote:{quote.pk}") for row in rows]  # type: ignore[arg-type]
    reason = Broken("shares_wrong")
    for pair in combinations(shares, THRESHOLD):
        try:
            return join_key(quote.manifest, pair)
        except Broken as broken:
            reason = broken
    raise reason


def _record(negotiation: Negotiation, quotes: list[FinalQuote]) -> dict[str, object]:
    members = RosterMember.objects.filter(
        pk__in=QuoteShare.objects.filter(quote__in=quotes, opened__isnull=False).values("member")
    ).select_related("officer", "key__department")
    return {
        "schema": "final-quotes/1",
        "tender": negotiation.lot.tender.reference,
        "asked_at": negotiation.asked_at,
        "quote_by": negotiation.quote_by,
        "opened_at": negotiation.opened_at,
        "officers": [
            {"name": row.officer.name, "department": row.key.department.name, "key": row.key.fingerprint}
            for row in members.order_by("position")
        ],
        "quotes": [
            {
                "organization": quote.bid.organization.name,
                "receipt": quote.bid.receipt_number,
                "handed_in_at": quote.handed_in_at,
                "first_price": quote.bid.opened.price,
                "price": quote.price,
                "digest": quote.digest,
                "fault": quote.fault,
            }
            for quote in quotes
        ],
    }


def _tell(tender: Tender, quotes: list[FinalQuote], moment: datetime) -> None:
    for quote in quotes:
        notify(
            recipients=members_of(quote.bid.organization),
            kind="bidding.final_quotes_opened",
            key=f"{quote.pk}",
            at=moment,
            path=f"{tender.path}negotiation/",
            title=tender.title,
            reference=tender.reference,
        )
