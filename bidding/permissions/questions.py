"""Who may ask, take back and answer questions on a tender."""

from bidding.models import Question, Tender
from bidding.permissions import is_approver, is_officer
from bidding.queries.bids import BIDDING_ROLES, bidding_organizations
from bidding.states import DRAFTS, QuestionState, TenderState
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import Organization, User
from organizations.queries.people import is_member
from organizations.states import OrganizationState


@permission("ask_question", model="bidding.Tender")
def may_ask_question(user: User, tender: Tender, organization: Organization | None = None) -> Verdict:
    """Who may bid for a verified organization asks while bids are taken; the day is judged by the act."""
    organization = organization or bidding_organizations(user).first()
    if organization is None or not is_member(user, organization, *BIDDING_ROLES):
        return denied("bidding.not_member")
    if organization.state != OrganizationState.VERIFIED:
        return denied("bidding.asker_not_verified")
    if tender.state != TenderState.PUBLISHED:
        return denied("bidding.wrong_state")
    invited = list(tender.invited.values_list("pk", flat=True))
    return denied("bidding.not_invited") if invited and organization.pk not in invited else ALLOWED


@permission("withdraw_question", model="bidding.Question")
def may_withdraw_question(user: User, question: Question) -> Verdict:
    """The asking organization takes a question back until it is answered."""
    if not is_member(user, question.organization, *BIDDING_ROLES):
        return denied("bidding.not_member")
    return ALLOWED if question.state == QuestionState.ASKED else denied("bidding.wrong_state")


@permission("answer_question", model="bidding.Question")
def may_answer_question(user: User, question: Question) -> Verdict:
    """A project officer or approver of the buyer answers."""
    if not is_officer(user, question.tender) and not is_approver(user, question.tender):
        return denied("bidding.not_the_officer")
    closed = question.tender.state in {*DRAFTS, TenderState.CANCELLED}
    if closed or question.state != QuestionState.ASKED:
        return denied("bidding.wrong_state")
    return ALLOWED if question.amendment_id is None else denied("bidding.answer_waits")
