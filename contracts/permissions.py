"""Who may draw up, sign, report, accept, check and close."""

from contracts.models import (
    Contract,
    ContractChange,
    Milestone,
    Penalty,
    Rectification,
    SigningFailure,
    Ticket,
)
from contracts.states import PUBLIC_STATES, ChangeState, ContractState, Side
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import User
from organizations.queries.people import directs, has_post, is_member, residency_of, works_in
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


@permission("report_signing_failure", model="contracts.Contract")
def may_report_signing_failure(user: User, contract: Contract) -> Verdict:
    """Propose what follows when the winner does not sign: project officers of the buyer."""
    return _officer(user, contract)


@permission("decide_signing_failure", model="contracts.SigningFailure")
def may_decide_signing_failure(user: User, failure: SigningFailure) -> Verdict:
    """Consent to the next candidate or a new procedure: an approver of the buyer who did not propose it."""
    verdict = _approver(user, failure.contract)
    if verdict and failure.proposed_by_id == user.pk:
        return denied("contracts.same_person_failure")
    return verdict


@permission("ask_for_deposit", model="contracts.Contract")
def may_ask_for_deposit(user: User, contract: Contract) -> Verdict:
    """Ask for a performance deposit: project officers of the buyer."""
    return _officer(user, contract)


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


@permission("deduct_remainder", model="contracts.Milestone")
def may_deduct_remainder(user: User, milestone: Milestone) -> Verdict:
    """Deduct for good what was not cured: an approver of the buyer who accepted no part of it."""
    verdict = _approver(user, milestone.contract)
    if verdict and milestone.parts.filter(accepted_by=user).exists():
        return denied("contracts.same_person_part")
    return verdict


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


@permission("evaluate_stage", model="contracts.Contract")
def may_evaluate_stage(user: User, contract: Contract) -> Verdict:
    """Draw a sample, inspect it and publish a finding: project officers of the buyer."""
    return _officer(user, contract)


@permission("order_rectification", model="contracts.Contract")
def may_order_rectification(user: User, contract: Contract) -> Verdict:
    """Order things to be put right and check the answer: project officers of the buyer."""
    return _officer(user, contract)


@permission("answer_rectification", model="contracts.Rectification")
def may_answer_rectification(user: User, rectification: Rectification) -> Verdict:
    """Answer an order: members of the supplier."""
    allowed = is_member(user, rectification.contract.organization)
    return ALLOWED if allowed else denied("contracts.not_supplier")


@permission("decide_rectification", model="contracts.Rectification")
def may_decide_rectification(user: User, rectification: Rectification) -> Verdict:
    """Decide what was not put right: an approver of the buyer who did not order it."""
    verdict = _approver(user, rectification.contract)
    if verdict and rectification.ordered_by_id == user.pk:
        return denied("contracts.orderer_decides")
    return verdict


@permission("propose_penalty", model="contracts.Contract")
def may_propose_penalty(user: User, contract: Contract) -> Verdict:
    """Propose a penalty under the clause: project officers of the buyer."""
    return _officer(user, contract)


@permission("answer_penalty", model="contracts.Penalty")
def may_answer_penalty(user: User, penalty: Penalty) -> Verdict:
    """Be heard on a penalty: members of the supplier."""
    allowed = is_member(user, penalty.contract.organization)
    return ALLOWED if allowed else denied("contracts.not_supplier")


@permission("decide_penalty", model="contracts.Penalty")
def may_decide_penalty(user: User, penalty: Penalty) -> Verdict:
    """Decide on a penalty: an approver of the buyer who did not propose it."""
    verdict = _approver(user, penalty.contract)
    if verdict and penalty.proposed_by_id == user.pk:
        return denied("contracts.same_person_penalty")
    return verdict


@permission("object_to_penalty", model="contracts.Penalty")
def may_object_to_penalty(user: User, penalty: Penalty) -> Verdict:
    """Object to a penalty: the supplier's legal representative."""
    return may_sign_for_supplier(user, penalty.contract)


@permission("decide_penalty_objection", model="contracts.Penalty")
def may_decide_penalty_objection(user: User, penalty: Penalty) -> Verdict:
    """Decide on an objection: an approver of the buyer who neither proposed the penalty nor decided on it."""
    verdict = _approver(user, penalty.contract)
    if verdict and user.pk in {penalty.proposed_by_id, penalty.decided_by_id}:
        return denied("contracts.same_person_objection")
    return verdict


ENDED = (ContractState.CLOSED, ContractState.TERMINATED)


@permission("file_ticket", model="contracts.Contract")
def may_file_ticket(user: User, contract: Contract) -> Verdict:
    """Report that something is wrong: residents of the project's communities, a real person behind each report."""
    if not user.is_authenticated:
        return denied("web.sign_in")
    residency = residency_of(user)
    if residency is None:
        return denied("contracts.no_residency")
    if residency.level == ResidentLevel.REGISTERED and not user.phone_verified_at:
        return denied("contracts.phone_unverified")
    if contract.state not in PUBLIC_STATES or contract.state in ENDED:
        return denied("contracts.not_running")
    return _not_involved(user, contract, residency.community_id)


def _not_involved(user: User, contract: Contract, community: int) -> Verdict:
    if is_member(user, contract.organization):
        return denied("contracts.own_work")
    if has_post(user, department=contract.buyer):
        return denied("contracts.own_purchase")
    nearby = contract.project.communities.filter(pk=community).exists()
    return ALLOWED if nearby else denied("contracts.other_community")


@permission("read_ticket", model="contracts.Ticket")
def may_read_ticket(user: User, ticket: Ticket) -> Verdict:
    """Take up or send elsewhere: workers and directors of the community, not those who reported it."""
    if not (works_in(user, ticket.community) or directs(user, ticket.community)):
        return denied("contracts.not_worker")
    mine = ticket.reporters.filter(resident=user).exists()
    return denied("contracts.own_ticket") if mine else ALLOWED


@permission("decide_ticket_appeal", model="contracts.Ticket")
def may_decide_ticket_appeal(user: User, ticket: Ticket) -> Verdict:
    """Decide the appeal: officials of the sub-district office above."""
    above = has_post(user, department=ticket.community.subdistrict)
    return ALLOWED if above else denied("contracts.not_level_above")


@permission("answer_ticket", model="contracts.Ticket")
def may_answer_ticket(user: User, ticket: Ticket) -> Verdict:
    """Answer: members of the organization that delivers."""
    return ALLOWED if is_member(user, ticket.contract.organization) else denied("contracts.not_supplier")


@permission("inspect_ticket", model="contracts.Ticket")
def may_inspect_ticket(user: User, ticket: Ticket) -> Verdict:
    """Name the inspector: project officers of the buyer."""
    return _officer(user, ticket.contract)


@permission("find_inspection", model="contracts.Ticket")
def may_find_inspection(user: User, ticket: Ticket) -> Verdict:
    """Write the finding: the inspector who was named."""
    return ALLOWED if ticket.inspector_id == user.pk else denied("contracts.not_inspector")


@permission("decide_inspection", model="contracts.Ticket")
def may_decide_inspection(user: User, ticket: Ticket) -> Verdict:
    """Close by the finding: an approver of the buyer who is not the inspector."""
    verdict = _approver(user, ticket.contract)
    if verdict and ticket.inspector_id == user.pk:
        return denied("contracts.inspector_decides")
    return verdict


@permission("see_reporter", model="contracts.Ticket")
def may_see_reporter(user: User, ticket: Ticket) -> Verdict:
    """See who reported, with a reason that is written down: approvers of the buyer."""
    return _approver(user, ticket.contract)


def side_of(user: User, contract: Contract) -> Side:
    """Return for which side the person speaks; an official for the buyer."""
    return Side.BUYER if has_post(user, department=contract.buyer) else Side.SUPPLIER


def _speaks_for(user: User, contract: Contract, side: str) -> Verdict:
    return _officer(user, contract) if side == Side.BUYER else may_sign_for_supplier(user, contract)


@permission("propose_change", model="contracts.Contract")
def may_propose_change(user: User, contract: Contract) -> Verdict:
    """Propose a change: a project officer of the buyer, or the supplier's legal representative."""
    return _speaks_for(user, contract, side_of(user, contract))


@permission("agree_change", model="contracts.ContractChange")
def may_agree_change(user: User, change: ContractChange) -> Verdict:
    """Agree to a change: the side that did not propose it."""
    other = Side.SUPPLIER if change.proposed_for == Side.BUYER else Side.BUYER
    return _speaks_for(user, change.contract, other)


@permission("approve_change", model="contracts.ContractChange")
def may_approve_change(user: User, change: ContractChange) -> Verdict:
    """Put a change in force: an approver of the buyer who neither proposed it nor agreed to it."""
    verdict = _approver(user, change.contract)
    if verdict and user.pk in {change.proposed_by_id, change.agreed_by_id}:
        return denied("contracts.same_person_change")
    return verdict


@permission("refuse_change", model="contracts.ContractChange")
def may_refuse_change(user: User, change: ContractChange) -> Verdict:
    """Refuse a change: the other side while it is proposed, the approver once it is agreed."""
    if change.state == ChangeState.AGREED:
        return may_approve_change(user, change)
    return may_agree_change(user, change)


@permission("withdraw_change", model="contracts.ContractChange")
def may_withdraw_change(user: User, change: ContractChange) -> Verdict:
    """Take a proposal back: the side that made it."""
    return _speaks_for(user, change.contract, change.proposed_for)


@permission("file_contract", model="contracts.Contract")
def may_file_contract(user: User, contract: Contract) -> Verdict:
    """Note that a copy went to finance: project officers of the buyer."""
    return _officer(user, contract)


@permission("suspend_contract", model="contracts.Contract")
def may_suspend_contract(user: User, contract: Contract) -> Verdict:
    """Suspend a contract and let it go on: approvers of the buyer."""
    return _approver(user, contract)


@permission("propose_subcontract", model="contracts.Contract")
def may_propose_subcontract(user: User, contract: Contract) -> Verdict:
    """Ask for consent to a subcontract: the supplier's legal representative."""
    return may_sign_for_supplier(user, contract)


@permission("decide_subcontract", model="contracts.Contract")
def may_decide_subcontract(user: User, contract: Contract) -> Verdict:
    """Consent to a subcontract or refuse it: project officers of the buyer."""
    return _officer(user, contract)
