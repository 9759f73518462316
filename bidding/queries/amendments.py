"""Amendments of a tender, and which versions of its document a bid may answer."""

from django.db.models import QuerySet

from bidding.models import Amendment, Tender, TenderDocument
from bidding.states import AmendmentState


def amendments_of(tender: Tender) -> QuerySet[Amendment]:
    """Return the amendments in order."""
    return Amendment.objects.filter(tender=tender).select_related("document").order_by("number")


def waiting_amendment(tender: Tender) -> Amendment | None:
    """Return the proposed amendment that nobody has decided on."""
    return amendments_of(tender).filter(state=AmendmentState.PROPOSED).first()


def binding_digests(tender: Tender) -> set[str]:
    """Return the digests of the document versions since the last material change: a bid must answer one of them."""
    found: set[str] = set()
    material = dict(
        amendments_of(tender)
        .filter(state=AmendmentState.PUBLISHED)
        .values_list("document__version", "is_material")
    )
    for version, digest in tender.documents.order_by("-version").values_list("version", "digest"):
        found.add(digest)
        if material.get(version, True):
            break
    return found


def versions_of(tender: Tender) -> QuerySet[TenderDocument]:
    """Return the published versions of the document, newest first, each with the amendment that made it."""
    return tender.documents.select_related("amendment").order_by("-version")
