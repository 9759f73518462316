"""Who keeps approval chains, and who decides a step."""

from bidding.models import Tender
from bidding.queries.approvals import asked_for, current_approval
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import User
from organizations.queries.people import has_post
from organizations.states import PostRole


@permission("keep_approval_chains")
def may_keep_approval_chains(user: User) -> Verdict:
    """Administrators of the district say who must agree to which tenders."""
    return ALLOWED if has_post(user, PostRole.ADMINISTRATOR) else denied("bidding.not_an_administrator")


@permission("approve_tender", model="bidding.Tender")
def may_approve_tender(user: User, tender: Tender) -> Verdict:
    """Who holds the post of the current step, or is its deputy, decides it; never who prepared the tender."""
    row = current_approval(tender)
    if row is None:
        return denied("bidding.wrong_state")
    if user.pk in {tender.created_by_id, tender.submitted_by_id}:
        return denied("bidding.own_work")
    return ALLOWED if user in asked_for(row) else denied("bidding.not_this_step", step=row.name)
