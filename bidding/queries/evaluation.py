"""The committee and what it may see; nobody reads another member's scores before all are final."""

from decimal import Decimal

from django.db.models import QuerySet

from bidding.models import Lot, Score, Seat
from bidding.rules.low_price import rates_on, triggers
from bidding.states import ACTIVE_SEATS, SeatState, TenderState
from organizations.models import User

from .bids import profile_of, qualified_bids


def active_seats(lot: Lot) -> QuerySet[Seat]:
    """Return the seats that count."""
    return Seat.objects.filter(lot=lot, state__in=ACTIVE_SEATS).select_related("member").order_by("pk")


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
    bids = [bid for bid in qualified_bids(lot) if bid.opened.price <= lot.limit]
    if not profile_of(tender).reviews_low_price:
        return {}
    rates = rates_on(tender.notice_date, decimal_rates(tender.low_price_rates))
    prices = [bid.opened.price for bid in bids]
    found = {bid.pk: triggers(bid.opened.price, prices, lot.limit, rates) for bid in bids}
    return {key: hits for key, hits in found.items() if hits}


def decimal_rates(rates: dict[str, str]) -> dict[str, Decimal]:
    """Return the raised shares of the document as decimals."""
    return {name: Decimal(value) for name, value in rates.items()}


def is_under_evaluation(lot: Lot) -> bool:
    """Say whether the committee is at work."""
    return lot.tender.state == TenderState.EVALUATING
