"""Consortia: what an opened bid says of its partners, and what a bid that was judged promises the buyer."""

from dataclasses import dataclass

from bidding.models import Award, Bid, BidFacts, Lot
from bidding.rules.consortia import FULL, Partner, Unreadable, read_partners
from organizations.models import Organization

from .bids import opened_bids


@dataclass(frozen=True)
class Promise:
    """What the proposal of an opened bid says: partners (with what could not be read), agreement, subcontracts."""

    partners: tuple[Partner, ...] = ()
    unread: str = ""
    agreement: str = ""
    subcontracted: str = ""
    small_share: str = ""


def promise_of(bid: Bid) -> Promise:
    """Read a stranger's proposal with care: partners that cannot be read are kept as text for the buyer."""
    said = {name: str(bid.opened.proposal.get(name) or "") for name in _NAMES}
    try:
        partners, unread = tuple(read_partners(said["partners"])), ""
    except Unreadable:
        partners, unread = (), said["partners"][:1000]
    rest = {name: said[name][:1000] for name in ("agreement", "subcontracted", "small_share")}
    return Promise(partners, unread, **rest)


_NAMES = ("partners", "agreement", "subcontracted", "small_share")


def registered(codes: list[str]) -> dict[str, Organization]:
    """Return the registered organizations by credit code."""
    return {str(row.uscc): row for row in Organization.objects.filter(uscc__in=codes)}


def members_of_bid(bid: Bid) -> list[dict[str, object]]:
    """Return leader and partners with names, shares and parts of the work, as the buyer found them; none for one alone."""
    facts = BidFacts.objects.filter(bid=bid).first()
    if facts is None or not facts.partners:
        return []
    said = {one.code: one for one in promise_of(bid).partners}
    names = registered(facts.partners)
    rows: list[dict[str, object]] = [
        {
            "name": names[code].name if code in names else code,
            "uscc": code,
            "share": format(said[code].share.normalize(), "f") if code in said else "",
            "work": said[code].work if code in said else "",
        }
        for code in facts.partners
    ]
    rest = FULL - sum(said[code].share for code in facts.partners if code in said)
    leader = {
        "name": bid.organization.name,
        "uscc": bid.organization.uscc,
        "share": format(rest.normalize(), "f"),
    }
    return [{**leader, "work": "", "is_leader": True}, *rows]


def promised_by(award: Award) -> dict[str, object]:
    """Return what the winning bid promised of members and subcontracts; nothing where it names none."""
    facts = BidFacts.objects.filter(bid=award.bid).first()
    members = members_of_bid(award.bid)
    named = facts.subcontracted if facts else ""
    return {**({"members": members} if members else {}), **({"subcontracted": named} if named else {})}


def codes_beside(bid: Bid) -> dict[str, list[str]]:
    """Return who stands behind each other opened bid of the lot: its bidder, and partners with a noted agreement."""
    # BID-06
    rows = opened_bids(bid.lot).exclude(pk=bid.pk).select_related("facts")
    return {
        row.receipt_number: [str(row.organization.uscc), *_noted(getattr(row, "facts", None))] for row in rows
    }


def _noted(facts: BidFacts | None) -> list[str]:
    return list(facts.partners) if facts is not None and facts.has_agreement else []


def partner_codes(lot: Lot) -> list[str]:
    """Return the credit codes of all partners that opened bids of the lot name."""
    return [one.code for bid in opened_bids(lot) for one in promise_of(bid).partners]
