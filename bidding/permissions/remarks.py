"""Who speaks at an opening, who answers, who keeps and reads recordings."""

from bidding.models import OpeningRemark, Recording, Tender
from bidding.queries.officers import membership_in_roster
from bidding.queries.remarks import bidders_of
from bidding.states import TenderState
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from marketplace.workdays.queries import now as present
from organizations.models import User

from . import is_officer, may_read_tender_file


@permission("raise_remark", model="bidding.Tender")
def may_raise_remark(user: User, tender: Tender) -> Verdict:
    """Who may bid for an organization that has bid speaks at the opening; its clock is judged by the act."""
    if tender.phase(present()) not in {TenderState.CLOSED, TenderState.OPENED}:
        return denied("bidding.wrong_state")
    return ALLOWED if bidders_of(user, tender).exists() else denied("bidding.not_own_bid")


@permission("attend_opening", model="bidding.Tender")
def may_attend_opening(user: User, tender: Tender) -> Verdict:
    """Officials of the buyer, opening officers of the tender and auditors see what bidders said."""
    if may_read_tender_file(user, tender) or membership_in_roster(user, tender):
        return ALLOWED
    return denied("bidding.not_an_auditor")


@permission("answer_remark", model="bidding.OpeningRemark")
def may_answer_remark(user: User, remark: OpeningRemark) -> Verdict:
    """A project officer of the buyer or an opening officer of the tender answers on the spot."""
    if is_officer(user, remark.tender) or membership_in_roster(user, remark.tender):
        return ALLOWED
    return denied("bidding.not_the_officer")


@permission("keep_recording", model="bidding.Tender")
def may_keep_recording(user: User, tender: Tender) -> Verdict:
    """A project officer of the buyer or an opening officer of the tender attaches recordings."""
    if is_officer(user, tender) or membership_in_roster(user, tender):
        return ALLOWED
    return denied("bidding.not_the_officer")


@permission("read_recording", model="bidding.Recording")
def may_read_recording(user: User, recording: Recording) -> Verdict:
    """Officials of the buyer and auditors read recordings; bidders and the public do not."""
    return may_read_tender_file(user, recording.tender)
