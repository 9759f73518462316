"""Who rates, who answers, who publishes."""

from contracts.models import Contract
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import Community, Department, User
from organizations.queries.people import directs, has_post, is_member, residency_of, works_in
from organizations.states import MemberRole, PostRole, ResidentLevel
from ranking.models import Appeal, Review, Round
from ranking.queries.appeals import had_a_part
from ranking.queries.panels import seat_of
from ranking.queries.relations import relation_of
from ranking.queries.reviews import reviews_visible_to, served_communities
from ranking.states import AppealState, PanelSeatState, ReviewState

THIRD_PARTY = "ranking.rate_as_third_party"


def _unrelated(user: User, review: Review) -> Verdict:
    relation = relation_of(user, review.contract)
    return denied(f"ranking.{relation}") if relation else ALLOWED


def _officer(user: User, review: Review) -> bool:
    return has_post(user, PostRole.PROJECT_OFFICER, department=review.contract.buyer)


@permission("rate_contract_for_buyer", model="ranking.Review")
def may_rate_for_buyer(user: User, review: Review) -> Verdict:
    """Allow officers of the buying department, unrelated to the organization, while the review is open."""
    if not _officer(user, review):
        return denied("ranking.not_officer")
    if review.state != ReviewState.OPEN:
        return denied("ranking.not_open")
    return _unrelated(user, review)


@permission("rate_contract_as_third_party", model="ranking.Review")
def may_rate_as_third_party(user: User, review: Review) -> Verdict:
    """Allow an expert who accepted the seat, unrelated to the organization and its competitors, while it is open."""
    if not user.has_perm(THIRD_PARTY, review):
        return denied("ranking.not_invited")
    if review.state != ReviewState.OPEN:
        return denied("ranking.not_open")
    seat = seat_of(user, review)
    if seat is None or seat.state != PanelSeatState.ACCEPTED:
        return denied("ranking.not_accepted")
    return _unrelated(user, review)


@permission("answer_panel_invitation", model="ranking.Review")
def may_answer_invitation(user: User, review: Review) -> Verdict:
    """Allow whoever was drawn, or chosen by hand, for the third-party panel, while the review is open."""
    if not user.has_perm(THIRD_PARTY, review):
        return denied("ranking.not_invited")
    return ALLOWED if review.state == ReviewState.OPEN else denied("ranking.not_open")


@permission("rate_contract_as_resident", model="ranking.Review")
def may_rate_as_resident(user: User, review: Review) -> Verdict:
    """Allow verified residents of the communities served; never members of the organization or a competitor."""
    home = residency_of(user)
    if home is None or home.level == ResidentLevel.REGISTERED:
        return denied("ranking.not_verified_resident")
    if not served_communities(review.contract).filter(pk=home.community_id).exists():
        return denied("ranking.another_community")
    if review.state != ReviewState.OPEN:
        return denied("ranking.not_open")
    return _unrelated(user, review)


@permission("rate_own_work", model="ranking.Review")
def may_rate_own_work(user: User, review: Review) -> Verdict:
    """Allow the legal representative of the organization, while the review is open and before it reads the others."""
    if not is_member(user, review.contract.organization, MemberRole.LEGAL_REPRESENTATIVE):
        return denied("ranking.not_representative")
    return ALLOWED if review.state == ReviewState.OPEN else denied("ranking.not_open")


@permission("prepare_review", model="ranking.Review")
def may_prepare_review(user: User, review: Review) -> Verdict:
    """Allow officers of the buying department draw the third party and ask for the reply."""
    return ALLOWED if _officer(user, review) else denied("ranking.not_officer")


@permission("reply_to_review", model="ranking.Review")
def may_reply_to_review(user: User, review: Review) -> Verdict:
    """Allow the legal representative of the organization, once asked."""
    if not is_member(user, review.contract.organization, MemberRole.LEGAL_REPRESENTATIVE):
        return denied("ranking.not_representative")
    return ALLOWED if review.state == ReviewState.REPLYING else denied("ranking.not_replying")


@permission("publish_review", model="ranking.Review")
def may_publish_review(user: User, review: Review) -> Verdict:
    """Allow an approver of the buying department who did not rate."""
    if not has_post(user, PostRole.APPROVER, department=review.contract.buyer):
        return denied("ranking.not_approver")
    if review.ratings.filter(rater=user).exists():
        return denied("ranking.rater_publishes")
    return ALLOWED


@permission("read_review", model="ranking.Review")
def may_read_review(user: User, review: Review) -> Verdict:
    """Allow everybody once it is published; before, those who work with it."""
    if review.state == ReviewState.PUBLISHED:
        return ALLOWED
    if user.is_authenticated and reviews_visible_to(user).filter(pk=review.pk).exists():
        return ALLOWED
    return denied("ranking.not_visible")


@permission("decide_consequence", model="ranking.Review")
def may_decide_consequence(user: User, review: Review) -> Verdict:
    """Allow an approver of the buying department who did not rate, once the result is published."""
    verdict = may_publish_review(user, review)
    if verdict and review.state != ReviewState.PUBLISHED:
        return denied("ranking.not_visible")
    return verdict


@permission("appeal_evidence", model="contracts.Contract")
def may_appeal_evidence(user: User, contract: Contract) -> Verdict:
    """Allow the legal representative of the organization under contract."""
    if not is_member(user, contract.organization, MemberRole.LEGAL_REPRESENTATIVE):
        return denied("ranking.not_representative")
    return ALLOWED


@permission("decide_appeal", model="ranking.Appeal")
def may_decide_appeal(user: User, appeal: Appeal) -> Verdict:
    """Allow an approver of the buying department who had no part in the evidence, until it is decided."""
    if not has_post(user, PostRole.APPROVER, department=appeal.contract.buyer):
        return denied("ranking.not_deciding")
    if appeal.state != AppealState.FILED:
        return denied("ranking.not_open")
    return denied("ranking.part_taken") if had_a_part(user, appeal) else ALLOWED


@permission("link_organizations")
def may_link_organizations(user: User) -> Verdict:
    """Allow registrars decide that one organization continues another."""
    return ALLOWED if has_post(user, PostRole.REGISTRAR) else denied("ranking.not_registrar")


@permission("draw_projects", model="organizations.Department")
def may_draw_projects(user: User, department: Department) -> Verdict:
    """Draw running contracts for spot checks: project officers of the department."""
    allowed = has_post(user, PostRole.PROJECT_OFFICER, department=department)
    return ALLOWED if allowed else denied("ranking.not_organizer")


# --- evaluation rounds --------------------------------------------------------
@permission("plan_round", model="organizations.Department")
def may_plan_round(user: User, organizer: Department) -> Verdict:
    """Plan a round: project officers of the department that organizes it."""
    allowed = has_post(user, PostRole.PROJECT_OFFICER, department=organizer)
    return ALLOWED if allowed else denied("ranking.not_organizer")


@permission("run_round", model="ranking.Round")
def may_run_round(user: User, row: Round) -> Verdict:
    """Publish the notice, propose to annul: project officers of the organizer."""
    return may_plan_round(user, row.organizer)


@permission("check_round", model="ranking.Round")
def may_check_round(user: User, row: Round) -> Verdict:
    """Sit at the fraud desk and publish: approvers of the organizer who did not plan the round."""
    if not has_post(user, PostRole.APPROVER, department=row.organizer):
        return denied("ranking.not_fraud_desk")
    return denied("ranking.planner_checks") if row.planned_by_id == user.pk else ALLOWED


@permission("confirm_annulment", model="ranking.Round")
def may_confirm_annulment(user: User, row: Round) -> Verdict:
    """Annul as the second of two: approvers of the organizer who did not propose it."""
    if not has_post(user, PostRole.APPROVER, department=row.organizer):
        return denied("ranking.not_fraud_desk")
    return denied("ranking.planner_checks") if row.annul_proposed_by_id == user.pk else ALLOWED


@permission("hand_out_codes", model="ranking.Round")
def may_hand_out_codes(user: User, row: Round, community: Community | None = None) -> Verdict:
    """Print and hand out codes: the organizer's officers, workers of the community; none rates the own committee."""
    if may_run_round(user, row):
        return ALLOWED
    places = [community] if community is not None else list(row.communities.all())
    here = [place for place in places if works_in(user, place) or directs(user, place)]
    if not here:
        return denied("ranking.not_worker")
    own = row.committee_id is not None and any(place.pk == row.committee_id for place in here)
    return denied("ranking.own_committee") if own else ALLOWED


@permission("enter_answers", model="ranking.Round")
def may_enter_answers(user: User, row: Round, community: Community | None = None) -> Verdict:
    """Type in papers: those who hand out codes, and approvers of the organizer."""
    if has_post(user, PostRole.APPROVER, department=row.organizer):
        return ALLOWED
    return may_hand_out_codes(user, row, community)


@permission("reply_to_round", model="ranking.Round")
def may_reply_to_round(user: User, row: Round) -> Verdict:
    """Reply: whoever answers for the subject."""
    if row.contract is not None:
        allowed = is_member(user, row.contract.organization, MemberRole.LEGAL_REPRESENTATIVE)
    elif row.department is not None:
        allowed = has_post(user, PostRole.APPROVER, department=row.department)
    else:
        allowed = directs(user, row.committee)
    return ALLOWED if allowed else denied("ranking.not_subject")
