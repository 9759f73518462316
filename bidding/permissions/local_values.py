"""Who sets the numbers of the district."""

from bidding.models import LocalValue
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import User
from organizations.queries.people import has_post
from organizations.states import PostRole


@permission("keep_local_values")
def may_keep_local_values(user: User) -> Verdict:
    """Administrators and auditors of the district read and propose its own numbers."""
    held = has_post(user, PostRole.ADMINISTRATOR) or has_post(user, PostRole.AUDITOR)
    return ALLOWED if held else denied("bidding.not_an_administrator")


@permission("confirm_local_value", model="bidding.LocalValue")
def may_confirm_local_value(user: User, row: LocalValue) -> Verdict:
    """An administrator or auditor confirms what somebody else proposed."""
    verdict = may_keep_local_values(user)
    if verdict and user.pk == row.proposed_by_id:
        return denied("bidding.own_work")
    if verdict and (row.confirmed_at is not None or row.dropped_at is not None):
        return denied("bidding.wrong_state")
    return verdict
