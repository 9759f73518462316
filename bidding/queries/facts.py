"""The papers of a bid as the rules read them."""

from dataclasses import replace

from bidding.models import Bid, BidFacts, Terms
from bidding.rules.consortia import bound_twice
from bidding.rules.eligibility import check_bidder
from bidding.rules.facts import Allowed, Papers, share_of
from bidding.rules.findings import blocks

from .bids import passport_of, profile_of
from .consortia import codes_beside, registered
from .terms import terms_of


def allowed_by(terms: Terms) -> Allowed:
    """Return what the document allows."""
    return Allowed(
        consortium=terms.allows_consortium,
        subcontract=bool(terms.subcontract_parts.strip()),
        small=terms.small_deduction,
        consortium_deduction=terms.consortium_deduction,
    )


def with_partners(bid: Bid, papers: Papers) -> Papers:
    """Return the papers with what is known of the partners: unknown or unfit ones, and those behind two bids (BID-06)."""
    # BID-06
    tender = bid.lot.tender
    found = registered(list(papers.partners))
    day = tender.notice_date
    unfit = [
        code
        for code in papers.partners
        if code not in found or blocks(check_bidder(passport_of(found[code]), profile_of(tender), day))
    ]
    own = [str(bid.organization.uscc), *papers.partners]
    twice = bound_twice(own, codes_beside(bid))
    names = registered(twice)
    return replace(
        papers, unfit=unfit, bid_alone=[names[code].name if code in names else code for code in twice]
    )


def deduction_of(bid: Bid) -> str:
    """Return the deduction of a bid as a share in text, 0 without a ground."""
    facts = BidFacts.objects.filter(bid=bid).first()
    share = share_of(facts.deduction if facts else "", allowed_by(terms_of(bid.lot.tender)))
    return format(share.normalize(), "f")
