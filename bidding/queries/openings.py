"""Openings as officers and duties see them."""

from django.db.models import QuerySet

from bidding.models import RosterMember, Tender
from bidding.states import TenderState
from organizations.models import User


def openings_of(user: User) -> QuerySet[Tender]:
    """Return the published and closed tenders whose roster the person is on, nearest deadline first."""
    places = RosterMember.objects.filter(officer=user).values("tender_id")
    rows = Tender.objects.filter(pk__in=places, state__in=[TenderState.PUBLISHED, TenderState.CLOSED])
    return rows.select_related("buyer", "project", "opening").order_by("bid_deadline", "pk")
