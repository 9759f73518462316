"""Appeals against evidence: what can be appealed, who may decide, what is disputed."""

from django.db.models import Q, QuerySet

from contracts.models import Acceptance, Contract, Deduction, Milestone, PartAcceptance
from contracts.states import DONE_STATES, TerminationGround
from marketplace.audit.queries import history_of
from organizations.models import Organization, User
from organizations.queries.people import departments_of, organizations_of
from ranking.models import Appeal, Review
from ranking.queries.reviews import resident_voice
from ranking.states import AppealState, EvidenceKind, ReviewState

NAMED = (EvidenceKind.OFFICIAL, EvidenceKind.EXPERT)


def is_evidence(contract: Contract, item: str, milestone: Milestone | None) -> bool:
    """Say whether the contract has this piece of public evidence."""
    if item == EvidenceKind.MILESTONE:
        return milestone is not None and speaking_milestones(contract).filter(pk=milestone.pk).exists()
    review = Review.objects.filter(contract=contract, state=ReviewState.PUBLISHED).first()
    if review is None or milestone is not None:
        return False
    if item in NAMED:
        return review.ratings.filter(kind=item).exists()
    return item == EvidenceKind.RESIDENT and bool(resident_voice(review)["is_shown"])


def speaking_milestones(contract: Contract) -> QuerySet[Milestone]:
    """Return the milestones that count: the accepted ones, and all when the supplier's failure ended the contract."""
    if contract.termination_ground == TerminationGround.BREACH:
        return contract.milestones.order_by("number")
    return contract.milestones.filter(state__in=DONE_STATES).order_by("number")


def appealable_milestones(contract: Contract) -> QuerySet[Milestone]:
    """Return the milestones that count and against which no appeal has been filed."""
    return speaking_milestones(contract).filter(standing_appeals__isnull=True)


def had_a_part(user: User, appeal: Appeal) -> bool:
    """Say whether the person rated, published, accepted or ended what is appealed, or filed the appeal."""
    review = Review.objects.filter(contract=appeal.contract_id)
    if appeal.filed_by_id == user.pk or review.filter(Q(published_by=user) | Q(ratings__rater=user)).exists():
        return True
    if appeal.milestone_id is None:
        return False
    if history_of(appeal.contract).filter(act="contract.terminated", actor_id=user.pk).exists():
        return True
    judged = {Acceptance: "accepted_by", PartAcceptance: "accepted_by", Deduction: "decided_by"}
    return any(
        model.objects.filter(milestone=appeal.milestone_id, **{who: user}).exists()
        for model, who in judged.items()
    )


def all_appeals() -> QuerySet[Appeal]:
    """Return every appeal with what its pages show, newest first."""
    return Appeal.objects.select_related("contract__organization", "contract__buyer", "milestone")


def appeals_visible_to(user: User) -> QuerySet[Appeal]:
    """Return the appeals of the person's organizations and against the contracts of the person's departments."""
    return all_appeals().filter(
        Q(contract__organization__in=organizations_of(user)) | Q(contract__buyer__in=departments_of(user))
    )


def appeals_by_piece(contracts: list[int]) -> dict[tuple[int, str], Appeal]:
    """Return the newest appeal by (contract, item) for the lines of a standing."""
    rows = Appeal.objects.filter(contract__in=contracts).order_by("filed_at", "pk")
    return {(row.contract_id, row.item): row for row in rows}


def upheld_appeals(organization: Organization) -> list[Appeal]:
    """Return the appeals of an organization that took evidence away, newest first."""
    return list(all_appeals().filter(contract__organization=organization, state=AppealState.UPHELD))
