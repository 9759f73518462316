"""Who rates, who answers, who publishes."""

from contracts.models import Contract
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import User
from organizations.queries.people import has_post, is_member, residency_of
from organizations.states import MemberRole, PostRole, ResidentLevel
from ranking.models import Appeal, Review
from ranking.queries.appeals import had_a_part
from ranking.queries.relations import relation_of
from ranking.queries.reviews import reviews_visible_to, served_communities
from ranking.states import AppealState, ReviewState

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
    """Allow the invited expert, unrelated to the organization and its competitors, while the review is open."""
    if not user.has_perm(THIRD_PARTY, review):
        return denied("ranking.not_invited")
    if review.state != ReviewState.OPEN:
        return denied("ranking.not_open")
    return _unrelated(user, review)


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


@permission("prepare_review", model="ranking.Review")
def may_prepare_review(user: User, review: Review) -> Verdict:
    """Allow officers of the buying department invite the third party and ask for the reply."""
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
