"""Bids: an organization reads its own; everybody else reads nothing before the opening."""

from django.db.models import Q, QuerySet
from django.urls import reverse

from bidding.models import Bid, Lot, Tender
from bidding.rules.causes import least_suppliers
from bidding.rules.eligibility import Passport
from bidding.rules.profiles import Profile
from bidding.states import CURRENT_BIDS, BidState, NegotiationState
from organizations.models import Organization, User
from organizations.queries.exclusions import excluded_until
from organizations.queries.organizations import open_overdue_marks
from organizations.queries.people import organizations_of
from organizations.queries.sanctions import banned_until
from organizations.states import MemberRole, OrganizationKind, OrganizationState

from .local_values import local_profile

BIDDING_ROLES = (MemberRole.LEGAL_REPRESENTATIVE, MemberRole.BID_WRITER)


def bids_of(organization: Organization) -> QuerySet[Bid]:
    """Return every version of an organization's bids, newest first."""
    rows = Bid.objects.filter(organization=organization)
    return rows.select_related("lot__tender__buyer").order_by("-sealed_at", "-pk")


def bids_visible_to(user: User) -> QuerySet[Bid]:
    """Return the bids of the person's own organizations."""
    rows = Bid.objects.filter(organization__in=organizations_of(user))
    return rows.select_related("lot__tender__buyer", "organization").order_by("-sealed_at", "-pk")


def current_bid(lot: Lot, organization: Organization) -> Bid | None:
    """Return the sealed version that counts, or None."""
    return Bid.objects.filter(lot=lot, organization=organization, state__in=CURRENT_BIDS).first()


def counted_bids(lot: Lot) -> QuerySet[Bid]:
    """Return the bids that take part in the opening. Never show it to anybody before the deadline (NOT-05)."""
    return Bid.objects.filter(lot=lot, state__in=CURRENT_BIDS).order_by("sealed_at", "pk")


def opened_bids(lot: Lot) -> QuerySet[Bid]:
    """Return the opened bids with content, organization and qualification."""
    rows = Bid.objects.filter(lot=lot, state=BidState.OPENED)
    related = (
        "opened", "organization", "qualification", "low_price_review", "invalidity", "departure", "final_quote"
    )  # fmt: skip
    return rows.select_related(*related).order_by("sealed_at", "pk")


def qualified_bids(lot: Lot) -> QuerySet[Bid]:
    """Return the opened bids that passed the buyer's check, are not invalid, and stayed up to an opened final quote."""
    rows = opened_bids(lot).filter(qualification__is_qualified=True, invalidity=None, departure=None)
    is_quoted = Q(lot__negotiation__state=NegotiationState.QUOTED)
    return rows.filter(~is_quoted | Q(final_quote__price__isnull=False))


def profile_of(tender: Tender, day: object = None) -> Profile:
    """Return the procedure profile of the tender by the day of its notice, with the district's own numbers."""
    return local_profile(tender.track, tender.procedure, tender.notice_date or day)  # type: ignore[arg-type]


def needed_suppliers(tender: Tender, day: object = None) -> int:
    """Return how many suppliers the procedure needs at its start, by profile and legal cause."""
    profile = profile_of(tender, day)
    return least_suppliers(profile, tender.cause, profile.suppliers(tender.notice_date or day))  # type: ignore[arg-type]


def passport_of(organization: Organization, track: str = "") -> Passport:
    """Return what is known of an organization that wants to bid on a track."""
    return Passport(
        is_verified=organization.state in {OrganizationState.VERIFIED, OrganizationState.SUSPENDED},
        is_suspended=organization.state == OrganizationState.SUSPENDED,
        has_legal_personality=organization.kind != OrganizationKind.COMMUNITY_FILED,
        open_reports=open_overdue_marks(organization).count(),
        banned_until=banned_until(organization),
        excluded_until=excluded_until(organization, track),
    )


def bidding_organizations(user: User) -> QuerySet[Organization]:
    """Return the organizations for which the person may bid."""
    return organizations_of(user, *BIDDING_ROLES)


def header_of(lot: Lot, organization: Organization, document: str, roster: str) -> dict[str, object]:
    """Return what every outer manifest of the bid must say; compared again at the opening."""
    return {
        "tender": lot.tender.public_id,
        "lot": lot.number,
        "document": document,
        "organization": organization.public_id,
        "roster": roster,
    }


def documents_of(bid: Bid) -> list[dict[str, object]]:
    """Return the documents of an opened bid as the file list shows them."""
    return [
        {"name": row.name, "size": row.size, "url": reverse("bidding:bid_document", args=[row.pk])}
        for row in bid.opened.documents.all()
    ]
