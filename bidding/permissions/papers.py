"""Who takes a tender document for an organization."""

from bidding.models import Tender
from bidding.queries.bids import BIDDING_ROLES, bidding_organizations
from bidding.states import TenderState
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import Organization, User
from organizations.queries.people import is_member


@permission("take_document", model="bidding.Tender")
def may_take_document(user: User, tender: Tender, organization: Organization | None = None) -> Verdict:
    """Who may bid for an organization takes the document for it while bids are taken."""
    organization = organization or bidding_organizations(user).first()
    if organization is None or not is_member(user, organization, *BIDDING_ROLES):
        return denied("bidding.not_member")
    return ALLOWED if tender.state == TenderState.PUBLISHED else denied("bidding.wrong_state")
