"""Who may challenge, complain, answer and decide."""

from bidding.models import Challenge, Complaint, Tender
from bidding.permissions import eligibility, is_approver, is_officer
from bidding.queries.bids import BIDDING_ROLES, bidding_organizations
from bidding.queries.challenges import challenges_visible_to, complaints_visible_to, is_finance, took_part
from bidding.rules.findings import blocks
from bidding.states import DRAFTS, ChallengeKind, ChallengeState, ComplaintState, TenderState
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from marketplace.workdays.queries import now as present
from organizations.models import Organization, User
from organizations.queries.people import is_member


@permission("file_challenge", model="bidding.Tender")
def may_file_challenge(
    user: User, tender: Tender, organization: Organization | None = None, kind: str = ""
) -> Verdict:
    """Participants challenge; the document also who could bid for it (CHA-02). The day is judged by the act."""
    organization = organization or bidding_organizations(user).first()
    if organization is None or not is_member(user, organization, *BIDDING_ROLES):
        return denied("bidding.not_member")
    if tender.state in {*DRAFTS, TenderState.CANCELLED}:
        return denied("bidding.wrong_state")
    if tender.phase(present()) != TenderState.PUBLISHED and took_part(organization, tender):
        return ALLOWED
    if kind in {"", ChallengeKind.DOCUMENTS} and _could_bid(organization, tender):
        return ALLOWED
    return denied("bidding.not_a_participant")


def _could_bid(organization: Organization, tender: Tender) -> bool:
    invited = list(tender.invited.values_list("pk", flat=True))
    fits = not blocks(eligibility(organization, tender, present()))
    return fits and (not invited or organization.pk in invited)


@permission("read_challenge", model="bidding.Challenge")
def may_read_challenge(user: User, challenge: Challenge) -> Verdict:
    """The challenger, the buyer's officials, auditors, and the finance department once there is a complaint."""
    seen = challenges_visible_to(user).filter(pk=challenge.pk).exists()
    return ALLOWED if seen else denied("bidding.not_concerned")


@permission("read_complaint", model="bidding.Complaint")
def may_read_complaint(user: User, complaint: Complaint) -> Verdict:
    """Who reads the challenge, and the finance department."""
    seen = complaints_visible_to(user).filter(pk=complaint.pk).exists()
    return ALLOWED if seen else denied("bidding.not_concerned")


def _own(user: User, challenge: Challenge) -> Verdict:
    own = is_member(user, challenge.organization, *BIDDING_ROLES)
    return ALLOWED if own else denied("bidding.not_member")


def _open(verdict: Verdict, challenge: Challenge) -> Verdict:
    if verdict and challenge.state != ChallengeState.FILED:
        return denied("bidding.wrong_state")
    return verdict


@permission("withdraw_challenge", model="bidding.Challenge")
def may_withdraw_challenge(user: User, challenge: Challenge) -> Verdict:
    """The challenging organization takes it back until it is answered."""
    return _open(_own(user, challenge), challenge)


@permission("draft_answer", model="bidding.Challenge")
def may_draft_answer(user: User, challenge: Challenge) -> Verdict:
    """A project officer of the buyer drafts the answer."""
    return _open(is_officer(user, challenge.tender), challenge)


@permission("answer_challenge", model="bidding.Challenge")
def may_answer_challenge(user: User, challenge: Challenge) -> Verdict:
    """An approver of the buyer answers with what somebody else drafted."""
    verdict = _open(is_approver(user, challenge.tender), challenge)
    if verdict and challenge.drafted_by_id is None:
        return denied("bidding.no_draft_yet")
    if verdict and challenge.drafted_by_id == user.pk:
        return denied("bidding.own_work")
    return verdict


@permission("release_challenge", model="bidding.Challenge")
def may_release_challenge(user: User, challenge: Challenge) -> Verdict:
    """An approver of the buyer states that a challenge cannot affect the result."""
    verdict = _open(is_approver(user, challenge.tender), challenge)
    return verdict if challenge.affects_result or not verdict else denied("bidding.wrong_state")


@permission("file_complaint", model="bidding.Challenge")
def may_file_complaint(user: User, challenge: Challenge) -> Verdict:
    """Only who challenged complains; the day is judged by the act."""
    if challenge.state == ChallengeState.WITHDRAWN:
        return denied("bidding.wrong_state")
    return _own(user, challenge)


def _in(verdict: Verdict, complaint: Complaint, *states: str) -> Verdict:
    return verdict if not verdict or complaint.state in states else denied("bidding.wrong_state")


def _finance(user: User) -> Verdict:
    return ALLOWED if is_finance(user) else denied("bidding.not_the_finance_department")


@permission("correct_complaint", model="bidding.Complaint")
def may_correct_complaint(user: User, complaint: Complaint) -> Verdict:
    """Who complained corrects a returned complaint once."""
    return _in(_own(user, complaint.challenge), complaint, ComplaintState.RETURNED)


@permission("withdraw_complaint", model="bidding.Complaint")
def may_withdraw_complaint(user: User, complaint: Complaint) -> Verdict:
    """Who complained takes the complaint back until it is decided."""
    states = (ComplaintState.FILED, ComplaintState.RETURNED, ComplaintState.ACCEPTED)
    return _in(_own(user, complaint.challenge), complaint, *states)


@permission("return_complaint", model="bidding.Complaint")
def may_return_complaint(user: User, complaint: Complaint) -> Verdict:
    """The finance department asks once for a correction."""
    verdict = _in(_finance(user), complaint, ComplaintState.FILED)
    return denied("bidding.corrected_once") if verdict and complaint.correct_by else verdict


@permission("accept_complaint", model="bidding.Complaint")
def may_accept_complaint(user: User, complaint: Complaint) -> Verdict:
    """The finance department accepts a complaint."""
    return _in(_finance(user), complaint, ComplaintState.FILED)


@permission("refuse_complaint", model="bidding.Complaint")
def may_refuse_complaint(user: User, complaint: Complaint) -> Verdict:
    """The finance department does not accept a complaint, with the reason."""
    return _in(_finance(user), complaint, ComplaintState.FILED, ComplaintState.RETURNED)


@permission("handle_complaint", model="bidding.Complaint")
def may_handle_complaint(user: User, complaint: Complaint) -> Verdict:
    """The finance department stops and starts the clock, lifts a suspension and decides."""
    return _in(_finance(user), complaint, ComplaintState.ACCEPTED)


@permission("state_position", model="bidding.Complaint")
def may_state_position(user: User, complaint: Complaint) -> Verdict:
    """A project officer of the buyer states the buyer's position to an accepted complaint."""
    return _in(is_officer(user, complaint.challenge.tender), complaint, ComplaintState.ACCEPTED)
