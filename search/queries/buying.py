"""Tenders and contracts as sources; a bid is never part of what can be found."""

from bidding.models import Tender
from bidding.queries.tenders import public_tenders
from bidding.states import TenderState
from contracts.models import Contract
from contracts.queries.contracts import public_contracts
from contracts.states import ContractState
from search.models import Kind

from .sources import Face, source, text_of


@source(
    Kind.TENDER,
    lambda: public_tenders().prefetch_related("project__communities"),
    changed="changed_at",
    states=TenderState,
)
def tender_face(tender: Tender) -> Face:
    """Return what the published notice says."""
    communities = list(tender.project.communities.all())
    return Face(
        path=tender.path,
        title=tender.title,
        title_en=tender.project.title_en,
        reference=tender.reference,
        body=text_of(
            tender.need,
            tender.place,
            tender.qualification,
            tender.buyer.name,
            tender.project.category.name,
            tender.project.category.name_en,
            *(row.name for row in communities),
        ),
        category=tender.project.category_id,
        communities=[row.code for row in communities],
        state=f"{Kind.TENDER}.{tender.state}",
        amount=tender.limit,
        day=tender.published_at.date() if tender.published_at else None,
        is_demo=tender.is_demo,
    )


@source(
    Kind.CONTRACT,
    lambda: public_contracts().prefetch_related("project__communities"),
    changed="changed_at",
    states=ContractState,
)
def contract_face(contract: Contract) -> Face:
    """Return the public facts of a signed contract."""
    return Face(
        path=contract.path,
        title=contract.title,
        title_en=contract.title_en,
        reference=contract.reference,
        body=text_of(
            contract.organization.name,
            contract.organization.name_en,
            contract.buyer.name,
            contract.category.name,
            contract.category.name_en,
            contract.recipients,
        ),
        category=contract.category_id,
        communities=[row.code for row in contract.project.communities.all()],
        state=f"{Kind.CONTRACT}.{contract.state}",
        amount=contract.amount,
        day=contract.signed_at.date() if contract.signed_at else None,
        is_demo=contract.is_demo,
    )
