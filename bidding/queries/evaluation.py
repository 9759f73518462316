"""The committee and what it may see; nobody reads another member's scores before all are final."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from bidding.models import Bid, FinalQuote, Hearing, Lot, Negotiation, Score, Seat
from bidding.rules.low_price import rates_on, triggers
from bidding.states import (
    ACTIVE_SEATS,
    HearingKind,
    NegotiationState,
    SeatRole,
    SeatState,
    TenderState,
)
from organizations.models import User
from organizations.queries.people import organizations_of

from .bids import profile_of, qualified_bids


def active_seats(lot: Lot) -> QuerySet[Seat]:
    """Return the seats that count."""
    return Seat.objects.filter(lot=lot, state__in=ACTIVE_SEATS).select_related("member").order_by("pk")


def may_lead(lot: Lot) -> QuerySet[Seat]:
    """Return the seats that may be voted for: experts; the buyer's representative may not lead (COM-06)."""
    return active_seats(lot).filter(role=SeatRole.EXPERT)


def seats_of(user: User) -> QuerySet[Seat]:
    """Return the person's own seats, newest first."""
    rows = Seat.objects.filter(member=user).exclude(state=SeatState.REPLACED)
    return rows.select_related("lot__tender__buyer", "lot__tender__project").order_by("-appointed_at", "-pk")


def own_scores(seat: Seat) -> dict[tuple[int, int], Score]:
    """Return the seat's own scores by (bid, criterion)."""
    rows = Score.objects.filter(sheet__seat=seat).select_related("sheet")
    return {(row.sheet.bid_id, row.criterion_id): row for row in rows}


def are_scores_final(lot: Lot) -> bool:
    """Say whether every active seat is locked."""
    states = list(active_seats(lot).values_list("state", flat=True))
    return bool(states) and all(state == SeatState.LOCKED for state in states)


def low_price_triggers(lot: Lot) -> dict[int, list[str]]:
    """Return which conforming bids lie below a line of the low-price rule, by bid (LOW-01..03)."""
    tender = lot.tender
    corrected = standing_prices(lot)
    known = {bid: corrected.get(bid.pk, bid.opened.price) for bid in qualified_bids(lot)}
    standing = {bid.pk: price for bid, price in known.items() if price <= lot.limit}
    if not profile_of(tender).reviews_low_price or _waits_for_quotes(lot):
        return {}
    rates = rates_on(tender.notice_date, decimal_rates(tender.low_price_rates))
    prices = list(standing.values())
    found = {key: triggers(price, prices, lot.limit, rates) for key, price in standing.items()}
    return {key: hits for key, hits in found.items() if hits}


def _waits_for_quotes(lot: Lot) -> bool:
    """Say whether final quotes will take the place of the prices: only those are looked at."""
    if not lot.tender.has_final_quotes:
        return False
    return not Negotiation.objects.filter(lot=lot, state=NegotiationState.QUOTED).exists()


def decimal_rates(rates: dict[str, str]) -> dict[str, Decimal]:
    """Return the raised shares of the document as decimals."""
    return {name: Decimal(value) for name, value in rates.items()}


def is_under_evaluation(lot: Lot) -> bool:
    """Say whether the committee is at work."""
    return lot.tender.state == TenderState.EVALUATING


def corrected_prices(lot: Lot) -> dict[int, Decimal]:
    """Return the prices that bidders confirmed after a correction, by bid (EVA-10)."""
    rows = Hearing.objects.filter(bid__lot=lot, kind=HearingKind.CORRECTION, is_confirmed=True)
    return {key: price for key, price in rows.values_list("bid_id", "price") if price is not None}


def standing_prices(lot: Lot) -> dict[int, Decimal]:
    """Return the prices that stand in place of those of the bids: corrected ones, and final quotes before them."""
    rows = FinalQuote.objects.filter(bid__lot=lot, price__isnull=False)
    quoted = {key: price for key, price in rows.values_list("bid_id", "price") if price is not None}
    return {**corrected_prices(lot), **quoted}


def hearings_of(bid: Bid) -> QuerySet[Hearing]:
    """Return what the committee asked a bidder, in order."""
    return Hearing.objects.filter(bid=bid).order_by("asked_at", "pk")


def hearings_visible_to(user: User) -> QuerySet[Hearing]:
    """Return what the reader's own organizations were asked, newest first."""
    rows = Hearing.objects.filter(bid__organization__in=organizations_of(user))
    return rows.select_related("bid__lot__tender__buyer", "bid__organization").order_by("-asked_at", "-pk")


def unsettled_hearings(lot: Lot, now: datetime) -> QuerySet[Hearing]:
    """Return what still keeps the result open: running questions, and corrections that were not confirmed."""
    rows = Hearing.objects.filter(bid__in=qualified_bids(lot))
    running = Q(answered_at=None, answer_by__gt=now)
    unconfirmed = Q(kind=HearingKind.CORRECTION) & ~Q(is_confirmed=True)
    return rows.filter(running | unconfirmed)
