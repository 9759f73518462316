"""Who asks bidders in writing during the evaluation, and who answers."""

from bidding.models import Hearing, Seat
from bidding.permissions import may_score_tender
from bidding.queries.bids import BIDDING_ROLES
from bidding.states import TenderState
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import User
from organizations.queries.people import is_member


@permission("ask_bidder", model="bidding.Seat")
def may_ask_bidder(user: User, seat: Seat) -> Verdict:
    """The chair writes down what the committee asks and decides, while the evaluation runs."""
    verdict = may_score_tender(user, seat)
    if verdict and not seat.is_chair:
        return denied("bidding.not_the_chair")
    if verdict and seat.lot.tender.state != TenderState.EVALUATING:
        return denied("bidding.wrong_state")
    return verdict


@permission("answer_hearing", model="bidding.Hearing")
def may_answer_hearing(user: User, hearing: Hearing) -> Verdict:
    """The legal representative or bid writer of the asked bidder answers once; the time is judged by the act."""
    if not is_member(user, hearing.bid.organization, *BIDDING_ROLES):
        return denied("bidding.not_member")
    return ALLOWED if hearing.answered_at is None else denied("bidding.wrong_state")
