"""Talks and final quotes as those concerned may read them; nobody reads who has quoted before the common time is over."""

from datetime import datetime

from django.db.models import QuerySet

from bidding.models import Bid, FinalQuote, Lot, NeedChange, Negotiation, RosterMember, Tender
from bidding.rules.negotiations import least_quotes
from bidding.states import ENDED, NeedChangeState, NegotiationState, TenderState
from marketplace.core.clock import is_late
from organizations.models import User
from organizations.queries.people import organizations_of

from .bids import needed_suppliers, opened_bids, qualified_bids


def negotiation_of(lot: Lot) -> Negotiation | None:
    """Return the talks of a lot, the lot at hand, or None."""
    row = Negotiation.objects.filter(lot=lot).select_related("asked_by").first()
    if row is not None:
        row.lot = lot
    return row


def started_of(lot: Lot) -> int:
    """Return with how many qualified suppliers the talks began."""
    return opened_bids(lot).filter(qualification__is_qualified=True).count()


def least_of(lot: Lot) -> int:
    """Return how many final quotes are needed."""
    return least_quotes(lot.tender.procedure, needed_suppliers(lot.tender), started_of(lot))


def is_confidential(tender: Tender) -> bool:
    """Say whether names and prices of the opening stay closed: until the end, where suppliers still negotiate (GPL 38)."""
    return tender.has_final_quotes and tender.state not in ENDED


def sent_changes(negotiation: Negotiation) -> QuerySet[NeedChange]:
    """Return the changes that every supplier got."""
    return negotiation.changes.filter(state=NeedChangeState.SENT)


def own_negotiation_bids(user: User, tender: Tender) -> QuerySet[Bid]:
    """Return the qualified bids of the reader's organizations on a tender with talks."""
    rows = Bid.objects.filter(
        lot__tender=tender, organization__in=organizations_of(user), qualification__is_qualified=True
    )
    related = (
        "organization",
        "lot__tender__buyer",
        "lot__negotiation",
        "departure",
        "final_quote",
        "invalidity",
    )
    return rows.select_related(*related).filter(lot__negotiation__isnull=False).order_by("pk")


def quotes_of(lot: Lot) -> QuerySet[FinalQuote]:
    """Return the final quotes in the order of the bids; never show them before the time for quotes is over."""
    rows = FinalQuote.objects.filter(bid__lot=lot, bid__departure=None, bid__invalidity=None)
    return rows.select_related("bid__organization").order_by("bid__sealed_at", "bid_id")


def quote_openings_of(user: User, now: datetime) -> list[Negotiation]:
    """Return the negotiations whose final quotes wait for the officer's key."""
    places = RosterMember.objects.filter(officer=user).values("tender_id")
    rows = Negotiation.objects.filter(
        state=NegotiationState.QUOTING, lot__tender__in=places, lot__tender__state=TenderState.EVALUATING
    )
    found = rows.select_related("lot__tender__buyer").order_by("quote_by", "pk")
    return [row for row in found if row.quote_by is not None and is_late(now, row.quote_by)]


def heard_bids(lot: Lot) -> list[Bid]:
    """Return the remaining bids with their talks, for the committee."""
    return list(qualified_bids(lot).prefetch_related("talks"))
