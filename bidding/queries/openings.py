"""Openings as officers and duties see them."""

from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from bidding.models import Bid, Envelope, Part, RosterMember, SealedShare, Tender
from bidding.states import BidState, EnvelopeKind, TenderState
from marketplace.core.clock import local
from marketplace.core.refusals import Citation, Refused
from marketplace.workdays.queries import database_now
from organizations.models import User

from .bids import counted_bids
from .officers import membership_in_roster

EARLY = Citation("O87", "art. 39")


def openings_of(user: User) -> QuerySet[Tender]:
    """Return the published and closed tenders whose roster the person is on, nearest deadline first."""
    places = RosterMember.objects.filter(officer=user).values("tender_id")
    rows = Tender.objects.filter(pk__in=places, state__in=[TenderState.PUBLISHED, TenderState.CLOSED])
    return rows.select_related("buyer", "project", "opening").order_by("bid_deadline", "pk")


def officer_of(actor: User, tender: Tender) -> RosterMember:
    """Return the actor's place in the roster once the deadline has passed; raises Refused 409 or 403."""
    phase = tender.phase(database_now())
    if phase == TenderState.PUBLISHED:
        deadline = f"{local(tender.bid_deadline):%Y-%m-%d %H:%M}"
        raise Refused("bidding.opening_early", status=409, citation=EARLY, deadline=deadline)
    if phase != TenderState.CLOSED:
        raise Refused("bidding.already_opened", status=409)
    member = membership_in_roster(actor, tender)
    if member is None:
        raise Refused("bidding.not_in_roster", status=403)
    return member


def shares_for(bids: Iterable[Bid], member: RosterMember) -> QuerySet[SealedShare]:
    """Return the encrypted shares of one officer for the bids."""
    rows = SealedShare.objects.filter(envelope__bid__in=bids, member=member)
    return rows.select_related("envelope__bid", "member").order_by("envelope")


def share_list(user: User, tender: Tender, now: datetime) -> dict[str, object]:
    """Return the officer's own encrypted shares as JSON, after the deadline only; raises Refused 409 or 403."""
    member = officer_of(user, tender)
    bids = counted_bids(tender.lots.get())
    return {
        "schema": "share-list/1",
        "tender": tender.public_id,
        "x": member.position,
        "key": member.key.fingerprint,
        "shares": [
            {
                "bid": row.envelope.bid.public_id,
                "envelope": row.envelope.kind,
                "commitment": _dealt(row),
                "blob": b64encode(bytes(row.blob)).decode(),
            }
            for row in shares_for(bids, member)
        ],
    }


def _dealt(row: SealedShare) -> str:
    entries = [one for one in row.envelope.manifest["shares"] if one["x"] == row.member.position]
    return entries[0].get("commitment", "") if entries else ""


def opened_price_form(tender: Tender, number: str) -> Part | None:
    """Return the ciphertext of the price form of an opened bid, by its receipt; None for any other bid."""
    rows = Envelope.objects.filter(
        bid__lot__tender=tender, bid__receipt_number=number, bid__state=BidState.OPENED,
        kind=EnvelopeKind.PRICE_FORM,
    )  # fmt: skip
    envelope = rows.first()
    return envelope.files.select_related("part").first().part if envelope else None
