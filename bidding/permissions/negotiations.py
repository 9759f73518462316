"""Who leads the talks, who confirms a change of the need, who quotes and who leaves."""

from bidding.models import Bid, NeedChange, Seat, Tender
from bidding.queries.bids import BIDDING_ROLES
from bidding.queries.officers import membership_in_roster
from bidding.states import ACTIVE_SEATS, NeedChangeState, NegotiationState, SeatRole, TenderState
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import User
from organizations.queries.people import has_post, is_member
from organizations.states import PostRole

from . import is_approver, is_officer
from .hearings import may_ask_bidder


@permission("lead_talks", model="bidding.Seat")
def may_lead_talks(user: User, seat: Seat) -> Verdict:
    """The chair writes down the talks, proposes changes and asks for final quotes, for the whole committee."""
    return may_ask_bidder(user, seat)


@permission("confirm_need_change", model="bidding.NeedChange")
def may_confirm_need_change(user: User, change: NeedChange) -> Verdict:
    """The buyer's representative of the committee, or an official of the buyer, confirms what the chair proposed."""
    tender = change.negotiation.lot.tender
    if change.state != NeedChangeState.PROPOSED or tender.state != TenderState.EVALUATING:
        return denied("bidding.wrong_state")
    if change.proposed_by_id == user.pk:
        return denied("bidding.own_work")
    sits = Seat.objects.filter(
        lot=change.negotiation.lot, member=user, role=SeatRole.BUYER, state__in=ACTIVE_SEATS
    )
    if sits.exists() or is_officer(user, tender):
        return ALLOWED
    return is_approver(user, tender)


@permission("go_on_with_two", model="bidding.Tender")
def may_go_on_with_two(user: User, tender: Tender) -> Verdict:
    """A project officer of the buyer chooses whether the talks go on with two suppliers."""
    verdict = is_officer(user, tender)
    if verdict and tender.state != TenderState.EVALUATING:
        return denied("bidding.wrong_state")
    return verdict


@permission("hand_in_quote", model="bidding.Bid")
def may_hand_in_quote(user: User, bid: Bid) -> Verdict:
    """Who may bid for a remaining organization hands in its final quote, once; the time is judged by the act."""
    if not is_member(user, bid.organization, *BIDDING_ROLES):
        return denied("bidding.not_member")
    gone = hasattr(bid, "departure") or hasattr(bid, "invalidity")
    if gone or not getattr(getattr(bid, "qualification", None), "is_qualified", False):
        return denied("bidding.has_left")
    return ALLOWED


@permission("leave_negotiation", model="bidding.Bid")
def may_leave_negotiation(user: User, bid: Bid) -> Verdict:
    """Who may bid for the organization takes it out of the talks, as long as no final quote binds it."""
    verdict = may_hand_in_quote(user, bid)
    if verdict and (hasattr(bid, "final_quote") or bid.lot.negotiation.state == NegotiationState.QUOTED):
        return denied("bidding.wrong_state")
    return verdict


@permission("open_final_quotes", model="bidding.Tender")
def may_open_final_quotes(user: User, tender: Tender) -> Verdict:
    """Officers of the tender's roster open the final quotes; the time is judged by the act."""
    if not has_post(user, PostRole.OPENING_OFFICER) or membership_in_roster(user, tender) is None:
        return denied("bidding.not_an_opening_officer")
    return ALLOWED
