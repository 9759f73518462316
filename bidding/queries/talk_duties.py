"""What the talks with suppliers and the final quotes ask of a person."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from bidding.models import Bid, NeedChange, Negotiation, Seat
from bidding.states import (
    ACTIVE_SEATS,
    BidState,
    NeedChangeState,
    NegotiationState,
    SeatRole,
    SeatState,
    TenderState,
)
from marketplace.core.clock import is_late
from marketplace.web.duties import Duty
from organizations.models import User
from organizations.states import PostRole

from .bids import bidding_organizations
from .negotiations import quote_openings_of


def duties_of_talks(user: User, posts: list, now: datetime) -> Iterator[Duty]:
    """Return talks to lead, changes to confirm, final quotes to hand in and to open."""
    yield from _chair(user)
    yield from _representative(user)
    if any(post.role == PostRole.OPENING_OFFICER for post in posts):
        for row in quote_openings_of(user, now):
            url = reverse("bidding:quotes_open", args=[row.lot.tender.public_id])
            yield _duty(row, "bidding.open_quotes", _("Open the final quotes"), url)
    yield from _suppliers(user, now)


def _duty(row: Negotiation, code: str, label: str, url: str, due_at: datetime | None = None) -> Duty:
    tender = row.lot.tender
    return Duty(
        code=code, reference=tender.reference, title=tender.title, url=url, label=label,
        due_at=due_at or row.quote_by, place=tender.buyer.name, step=row.get_state_display(),
    )  # fmt: skip


def _chair(user: User) -> Iterator[Duty]:
    rows = Seat.objects.filter(
        member=user, is_chair=True, state=SeatState.CLEARED, lot__tender__state=TenderState.EVALUATING,
        lot__negotiation__state=NegotiationState.RUNNING,
    )  # fmt: skip
    for seat in rows.select_related("lot__tender__buyer", "lot__negotiation").order_by("pk"):
        seat.lot.negotiation.lot = seat.lot
        url = reverse("bidding:negotiation", args=[seat.pk])
        yield _duty(seat.lot.negotiation, "bidding.talks", _("Lead the talks"), url)


def _representative(user: User) -> Iterator[Duty]:
    seats = Seat.objects.filter(member=user, role=SeatRole.BUYER, state__in=ACTIVE_SEATS)
    rows = NeedChange.objects.filter(
        state=NeedChangeState.PROPOSED, negotiation__lot__in=seats.values("lot"),
        negotiation__lot__tender__state=TenderState.EVALUATING,
    ).exclude(proposed_by=user)  # fmt: skip
    for change in rows.select_related("negotiation__lot__tender__buyer").order_by("pk"):
        tender = change.negotiation.lot.tender
        url = reverse("bidding:need_change", args=[tender.public_id, change.number, "confirm"])
        yield _duty(change.negotiation, "bidding.need_change", _("Confirm a change of the need"), url)


def _suppliers(user: User, now: datetime) -> Iterator[Duty]:
    rows = Bid.objects.filter(
        organization__in=bidding_organizations(user), state=BidState.OPENED, departure=None, final_quote=None,
        invalidity=None, qualification__is_qualified=True, lot__tender__state=TenderState.EVALUATING,
        lot__negotiation__state=NegotiationState.QUOTING,
    )  # fmt: skip
    for bid in rows.select_related("lot__tender__buyer", "lot__negotiation").order_by("pk"):
        row = bid.lot.negotiation
        row.lot = bid.lot
        if row.quote_by is not None and not is_late(now, row.quote_by):
            url = reverse("bidding:own_negotiation", args=[bid.lot.tender.public_id])
            yield _duty(row, "bidding.final_quote", _("Hand in the final quote"), url)
