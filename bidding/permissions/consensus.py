"""Who leads the committee, and who signs its report."""

from bidding.models import Seat
from bidding.permissions import may_score_tender
from bidding.permissions.hearings import may_ask_bidder
from bidding.states import SeatState, TenderState
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import User


@permission("lead_committee", model="bidding.Seat")
def may_lead_committee(user: User, seat: Seat) -> Verdict:
    """The elected leader writes down reasons for wide spreads and asks for corrections, while the evaluation runs."""
    return may_ask_bidder(user, seat)


@permission("sign_report", model="bidding.Seat")
def may_sign_report(user: User, seat: Seat) -> Verdict:
    """A member whose scores count signs the report or dissents, until the award is proposed."""
    verdict = may_score_tender(user, seat)
    if not verdict:
        return verdict
    lot = seat.lot
    is_open = lot.tender.state == TenderState.EVALUATED and not lot.awards.exists()
    return ALLOWED if is_open and seat.state == SeatState.LOCKED else denied("bidding.wrong_state")
