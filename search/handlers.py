"""Index an object in the moment its event is delivered; the sweep finds whatever no event tells."""

from bidding.events import AwardConfirmed, TenderClosed, TenderPublished
from bidding.models import Award, Tender
from contracts.events import ContractClosed, ContractSigned
from contracts.models import Contract
from marketplace.outbox.registry import handles
from organizations.events import OrganizationSuspended, OrganizationVerified
from projects.events import ProjectListed
from search.actions import index_objects
from search.models import Kind


@handles(ProjectListed)
def index_project(event: ProjectListed) -> None:
    """Index a project."""
    index_objects(Kind.PROJECT, [event.project_id])


def _index_tender(key: int) -> None:
    index_objects(Kind.TENDER, [key])
    index_objects(Kind.PROJECT, Tender.objects.filter(pk=key).values_list("project", flat=True))


@handles(TenderPublished)
def index_published_tender(event: TenderPublished) -> None:
    """Index a tender and its project."""
    _index_tender(event.tender_id)


@handles(TenderClosed)
def index_closed_tender(event: TenderClosed) -> None:
    """Index a tender and its project."""
    _index_tender(event.tender_id)


@handles(AwardConfirmed)
def index_awarded_tender(event: AwardConfirmed) -> None:
    """Index a tender and its project."""
    for key in Award.objects.filter(pk=event.award_id).values_list("lot__tender", flat=True):
        _index_tender(key)


def _index_contract(key: int) -> None:
    index_objects(Kind.CONTRACT, [key])
    index_objects(Kind.PROJECT, Contract.objects.filter(pk=key).values_list("project", flat=True))


@handles(ContractSigned)
def index_signed_contract(event: ContractSigned) -> None:
    """Index a contract and its project."""
    _index_contract(event.contract_id)


@handles(ContractClosed)
def index_closed_contract(event: ContractClosed) -> None:
    """Index a contract and its project."""
    _index_contract(event.contract_id)


@handles(OrganizationVerified)
def index_verified_organization(event: OrganizationVerified) -> None:
    """Index an organization."""
    index_objects(Kind.ORGANIZATION, [event.organization_id])


@handles(OrganizationSuspended)
def index_suspended_organization(event: OrganizationSuspended) -> None:
    """Take a suspended organization out, or put it back."""
    index_objects(Kind.ORGANIZATION, [event.organization_id])
