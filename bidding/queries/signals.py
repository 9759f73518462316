"""Signs of collusion and invalid bids of a lot, and the traits that signs are looked for in."""

from django.db.models import QuerySet

from bidding.models import Bid, Invalidity, Lot, Signal
from bidding.rules.collusion import Traits
from bidding.rules.traces import makers_of, text_of

MOST_BYTES = 4 * 1024 * 1024


def signals_of(lot: Lot) -> QuerySet[Signal]:
    """Return the signs of a lot with their bids."""
    return Signal.objects.filter(lot=lot).select_related("decided_by").prefetch_related("bids__organization")


def open_signals(lot: Lot) -> int:
    """Return how many signs wait for the committee's decision."""
    return Signal.objects.filter(lot=lot, is_confirmed__isnull=True).count()


def invalid_bids(lot: Lot) -> QuerySet[Invalidity]:
    """Return the bids that the committee found invalid."""
    rows = Invalidity.objects.filter(bid__lot=lot).select_related("bid__organization", "decided_by")
    return rows.order_by("bid_id")


def traits_of(bid: Bid) -> Traits:
    """Return what is known of an opened bid: people, contacts, accounts, makers of its files, its words."""
    organization, proposal = bid.organization, bid.opened.proposal
    makers: set[str] = set()
    texts = [str(proposal.get(name) or "") for name in ("plan", "quality", "team")]
    for document in bid.opened.documents.all():
        body = _read(document)
        makers |= makers_of(body)
        texts.append(text_of(body))
    return Traits(
        bidder=bid.receipt_number,
        price=bid.opened.price,
        makers=frozenset(makers),
        contacts=_named(organization.phone, organization.email.lower(), f"#{bid.sealed_by_id}"),
        managers=_named(proposal.get("social_worker"), proposal.get("community_contact")),
        heads=_named(organization.legal_representative),
        accounts=_named(organization.bank_account),
        text="\n".join(text for text in texts if text),
    )


def _named(*values: object) -> frozenset[str]:
    texts = {"".join(str(value or "").split()) for value in values}
    return frozenset(text for text in texts if text)


def _read(document: object) -> bytes:
    try:
        with document.file.open("rb") as stored:  # type: ignore[attr-defined]
            return stored.read(MOST_BYTES)
    except OSError:
        return b""
