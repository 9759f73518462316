"""Who reads the board of the district."""

from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import User
from organizations.queries.people import is_official


@permission("see_board")
def may_see_board(user: User) -> Verdict:
    """Officials see where every matter stands."""
    return ALLOWED if is_official(user) else denied("desk.not_official")
