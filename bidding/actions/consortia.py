"""A consortium is looked at before the server seals its bid: only what the bidder itself hands in is judged here."""

from datetime import datetime

from bidding.models import Lot
from bidding.permissions import eligibility
from bidding.queries.consortia import registered
from bidding.queries.facts import allowed_by
from bidding.queries.terms import terms_of
from bidding.rules.consortia import ARTICLE_24, Unreadable, check_partners, read_partners
from bidding.rules.findings import blocks, require
from marketplace.core.refusals import Citation, Refused
from organizations.models import Organization


def demand_partners(
    lot: Lot, organization: Organization, proposal: dict[str, object], *, now: datetime
) -> None:
    """Refuse (422) a consortium that the document, its agreement or a partner forbids, naming what cures it.

    A bid that the bidder's own program sealed cannot be read here: the same is judged after the opening (BID-06).
    """
    # BID-06
    allowed, text = allowed_by(terms_of(lot.tender)), str(proposal.get("partners") or "")
    if str(proposal.get("subcontracted") or "").strip() and not allowed.subcontract:
        raise Refused("bidding.no_subcontract", citation=Citation("O87", "art. 35"), field="subcontracted")
    if not text.strip():
        return
    if not allowed.consortium:
        raise Refused("bidding.no_consortium", citation=Citation("O87", "art. 19"), field="partners")
    try:
        partners = read_partners(text)
    except Unreadable as wrong:
        raise Refused("bidding.partner_line", field="partners", number=wrong.number) from wrong
    require(check_partners(partners, organization.uscc or ""))
    if not str(proposal.get("agreement") or "").strip():
        raise Refused("bidding.no_agreement", citation=ARTICLE_24, field="agreement")
    known = registered([one.code for one in partners])
    for one in partners:
        demand_partner(lot, known.get(one.code), one.code, now=now)


def demand_partner(lot: Lot, partner: Organization | None, code: str, *, now: datetime) -> None:
    """Refuse a partner that is not registered here or may not bid, with the reason and what cures it."""
    if partner is None:
        raise Refused("bidding.partner_unknown", field="partners", uscc=code)
    for finding in blocks(eligibility(partner, lot.tender, now)):
        raise Refused(
            "bidding.partner_may_not_bid", citation=finding.citation, field="partners", name=partner.name,
            why=finding.code, **finding.facts,
        )  # type: ignore[arg-type]  # fmt: skip
