"""The papers of a bid as the rules read them."""

from dataclasses import replace

from bidding.models import Bid, BidFacts, Terms
from bidding.rules.eligibility import check_bidder
from bidding.rules.facts import Allowed, Papers, share_of
from bidding.rules.findings import blocks
from organizations.models import Organization

from .bids import opened_bids, passport_of, profile_of
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
    """Return the papers with what is known of the partners: unknown or unfit ones, and those that bid alone (BID-06)."""
    # BID-06
    tender = bid.lot.tender
    found = {row.uscc: row for row in Organization.objects.filter(uscc__in=papers.partners)}
    day = tender.notice_date
    unfit = [
        code
        for code in papers.partners
        if code not in found or blocks(check_bidder(passport_of(found[code]), profile_of(tender), day))
    ]
    others = opened_bids(bid.lot).exclude(pk=bid.pk).filter(organization__uscc__in=papers.partners)
    twice = [row.organization.name for row in others.select_related("organization")]
    return replace(papers, unfit=unfit, bid_alone=twice)


def deduction_of(bid: Bid) -> str:
    """Return the deduction of a bid as a share in text, 0 without a ground."""
    facts = BidFacts.objects.filter(bid=bid).first()
    share = share_of(facts.deduction if facts else "", allowed_by(terms_of(bid.lot.tender)))
    return format(share.normalize(), "f")
