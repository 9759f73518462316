"""Who may draw up, sign, report, accept, check and close."""

from contracts.models import Contract, Milestone
from contracts.states import ContractState
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import User
from organizations.queries.people import has_post, is_member, residency_of
from organizations.states import MemberRole, PostRole, ResidentLevel


def _officer(user: User, contract: Contract) -> Verdict:
    allowed = has_post(user, PostRole.PROJECT_OFFICER, department=contract.buyer)
    return ALLOWED if allowed else denied("contracts.not_officer")


def _approver(user: User, contract: Contract) -> Verdict:
    allowed = has_post(user, PostRole.APPROVER, department=contract.buyer)
    return ALLOWED if allowed else denied("contracts.not_approver")


@permission("edit_contract", model="contracts.Contract")
def may_edit_contract(user: User, contract: Contract) -> Verdict:
    """Edit milestones and offer for signature: project officers of the buyer, while it is drawn up."""
    verdict = _officer(user, contract)
    if verdict and contract.state != ContractState.DRAWN_UP:
        return denied("contracts.frozen")
    return verdict


@permission("recall_contract", model="contracts.Contract")
def may_recall_contract(user: User, contract: Contract) -> Verdict:
    """Take an offered contract back: project officers and approvers of the buyer."""
    return (
        ALLOWED if _officer(user, contract) or _approver(user, contract) else denied("contracts.not_officer")
    )


@permission("sign_for_supplier", model="contracts.Contract")
def may_sign_for_supplier(user: User, contract: Contract) -> Verdict:
    """Sign first: the supplier's legal representative."""
    allowed = is_member(user, contract.organization, MemberRole.LEGAL_REPRESENTATIVE)
    return ALLOWED if allowed else denied("contracts.not_legal_representative")


@permission("sign_for_buyer", model="contracts.Contract")
def may_sign_for_buyer(user: User, contract: Contract) -> Verdict:
    """Sign second: an approver of the buyer who did not offer the document."""
    verdict = _approver(user, contract)
    if verdict and contract.offered_by_id == user.pk:
        return denied("contracts.same_person")
    return verdict


@permission("terminate_contract", model="contracts.Contract")
def may_terminate_contract(user: User, contract: Contract) -> Verdict:
    """Terminate: approvers of the buyer."""
    return _approver(user, contract)


@permission("close_contract", model="contracts.Contract")
def may_close_contract(user: User, contract: Contract) -> Verdict:
    """Close: project officers of the buyer."""
    return _officer(user, contract)


@permission("report_milestone", model="contracts.Milestone")
def may_report_milestone(user: User, milestone: Milestone) -> Verdict:
    """Write and submit reports: members of the supplier."""
    allowed = is_member(user, milestone.contract.organization)
    return ALLOWED if allowed else denied("contracts.not_supplier")


@permission("accept_milestone", model="contracts.Milestone")
def may_accept_milestone(user: User, milestone: Milestone) -> Verdict:
    """Accept or return: project officers of the buying department, and of no other."""
    return _officer(user, milestone.contract)


@permission("check_milestone", model="contracts.Milestone")
def may_check_milestone(user: User, milestone: Milestone) -> Verdict:
    """Check for the residents: verified residents and representatives of the project's communities."""
    if not user.is_authenticated:
        return denied("web.sign_in")
    residency = residency_of(user)
    if residency is None or residency.level == ResidentLevel.REGISTERED:
        return denied("contracts.not_verified_resident")
    if is_member(user, milestone.contract.organization):
        return denied("contracts.own_work")
    if has_post(user, department=milestone.contract.buyer):
        return denied("contracts.own_purchase")
    communities = milestone.contract.project.communities
    nearby = communities.filter(pk=residency.community_id).exists()
    return ALLOWED if nearby else denied("contracts.other_community")
