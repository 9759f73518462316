"""What happens here when lower rooms report: each handler is thin and may run twice."""

from contracts.events import ContractClosed, ContractTerminated, MilestoneAccepted
from contracts.models import Contract
from deliberation.actions import evaluate_needs
from deliberation.models import Outcome
from deliberation.states import NeedState
from marketplace.core.clock import day_of
from marketplace.outbox.registry import handles
from marketplace.workdays.queries import now
from organizations.events import OrganizationSuspended, OrganizationVerified
from organizations.models import Organization
from ranking.actions import note_status, open_review, recompute_standings, rescore_organization
from ranking.events import EvaluationPublished, RoundFinished
from ranking.queries.standings import has_snapshot


@handles(ContractClosed)
def open_review_of_closed_contract(event: ContractClosed) -> None:
    """Open the performance review."""
    open_review(contract=Contract.objects.get(pk=event.contract_id), now=now())


@handles(MilestoneAccepted)
def recompute_after_milestone(event: MilestoneAccepted) -> None:
    """Let the accepted milestone speak: only its organization is computed anew."""
    organization = Organization.objects.get(contracts__milestones=event.milestone_id)
    _compute(organization)


@handles(ContractTerminated)
def recompute_after_early_end(event: ContractTerminated) -> None:
    """Let the milestones left by a failure, or excused, speak at once: only the organization is computed anew."""
    _compute(Organization.objects.get(contracts=event.contract_id))


@handles(EvaluationPublished)
def recompute_after_review(event: EvaluationPublished) -> None:
    """Let the published review speak: only its organization is computed anew."""
    organization = Organization.objects.get(contracts__review=event.review_id)
    _compute(organization)


@handles(RoundFinished)
def recompute_after_round(event: RoundFinished) -> None:
    """Let a final round about a contract speak; rounds about departments and committees move no standing."""
    organization = Organization.objects.filter(contracts__rounds=event.round_id).first()
    if organization is not None:
        _compute(organization)


@handles(EvaluationPublished)
def evaluate_needs_behind(event: EvaluationPublished) -> None:
    """Let the residents' needs behind the project go to their last stop."""
    outcome = Outcome.objects.filter(
        projects__contracts__review=event.review_id, deliberation__needs__state=NeedState.DELIVERED
    ).first()
    if outcome is not None:
        evaluate_needs(actor=None, outcome=outcome, now=now())


@handles(OrganizationSuspended)
def note_suspension(event: OrganizationSuspended) -> None:
    """Take the rank away while the suspension lasts; the score stays."""
    _note(event.organization_id, is_active=False)


@handles(OrganizationVerified)
def note_verification(event: OrganizationVerified) -> None:
    """Give a new organization its place among those not ranked yet, and a reinstated one its rank."""
    _note(event.organization_id, is_active=True)


def _note(organization_id: int, *, is_active: bool) -> None:
    organization = Organization.objects.get(pk=organization_id)
    note_status(organization=organization, is_active=is_active, now=now())
    _compute(organization)


def _compute(organization: Organization) -> None:
    """Compute the organization anew; all of them where the day has no snapshot yet, as after a night without a worker."""
    moment = now()
    if has_snapshot(day_of(moment)):
        rescore_organization(organization=organization, now=moment)
    else:
        recompute_standings(now=moment)
