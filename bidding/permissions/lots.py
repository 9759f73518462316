"""Who divides a purchase into lots, and who looks for a supplier for one lot again."""

from bidding.models import Tender
from bidding.queries.divisions import lots_of
from bidding.states import TenderState
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import User

from . import is_officer, may_edit_tender


@permission("divide_tender", model="bidding.Tender")
def may_divide_tender(user: User, tender: Tender) -> Verdict:
    """A project officer of the buyer divides a draft."""
    return may_edit_tender(user, tender)


@permission("tender_lot_again", model="bidding.Tender")
def may_tender_lot_again(user: User, tender: Tender) -> Verdict:
    """A project officer of the buyer begins anew for a lot that ended without award."""
    verdict = is_officer(user, tender)
    if not verdict:
        return verdict
    ended = tender.state in {TenderState.FAILED, TenderState.CANCELLED} and tender.published_at is not None
    is_newest = ended and any(row.pk == tender.pk for row in lots_of(tender))
    return ALLOWED if is_newest else denied("bidding.wrong_state")
