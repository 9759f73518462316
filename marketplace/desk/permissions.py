"""Who reads the board of the district."""

from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import User
from organizations.queries.people import has_post, is_official
from organizations.states import PostRole


@permission("see_board")
def may_see_board(user: User) -> Verdict:
    """Officials see where every matter stands."""
    return ALLOWED if is_official(user) else denied("desk.not_official")


@permission("see_jobs")
def may_see_jobs(user: User) -> Verdict:
    """Administrators and auditors see the background work."""
    if has_post(user, PostRole.ADMINISTRATOR, PostRole.AUDITOR):
        return ALLOWED
    return denied("desk.not_administrator")
