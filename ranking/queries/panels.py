"""The third-party panel of a review: who can be drawn, who sits, how many places are open."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from marketplace.core.clock import day_of, is_late
from organizations.models import User
from organizations.queries.people import experts_for
from ranking.models import Panel, PanelSeat, Review
from ranking.rules.panels import panel_size
from ranking.states import SEATED, PanelSeatState

from .relations import conflicts_of


@dataclass(frozen=True)
class Supply:
    """What a panel has and lacks: places, experts that the lot can still give."""

    wanted: int
    seated: int
    left: int

    @property
    def missing(self) -> int:
        """Places without an expert."""
        return max(self.wanted - self.seated, 0)

    @property
    def is_short(self) -> bool:
        """Whether the lot cannot fill the open places, so that somebody is chosen by hand."""
        return self.missing > self.left


def panel_of(review: Review) -> Panel | None:
    """Return the panel of a review with its seats and experts, or None."""
    rows = Panel.objects.filter(review=review).prefetch_related("seats__expert__expert")
    return rows.first()


def pool_of(review: Review, day: date) -> list[User]:
    """Return whom the lot may draw: available experts of the category without a tie."""
    tied = conflicts_of(review.contract, day)
    return list(experts_for(review.contract.category_id).exclude(pk__in=tied))


def choosable(review: Review, day: date) -> QuerySet[User]:
    """Return whom an official may choose by hand: experts of every category without a tie and without a seat."""
    seated = PanelSeat.objects.filter(panel__review=review).exclude(state=PanelSeatState.WAITING)
    rows = User.objects.filter(expert__is_available=True, is_active=True).order_by("pk")
    return rows.exclude(pk__in=conflicts_of(review.contract, day)).exclude(pk__in=seated.values("expert"))


def supply_of(review: Review, now: datetime) -> Supply:
    """Return how many places there are, how many are taken now, how many experts the lot can still give."""
    panel = panel_of(review)
    if panel is None:
        today = day_of(now)
        return Supply(panel_size(review.contract.amount, today), 0, len(pool_of(review, today)))
    states = [state_now(seat, now) for seat in panel.seats.all()]
    seated = sum(state in SEATED for state in states)
    return Supply(panel.wanted, seated, states.count(PanelSeatState.WAITING))


def state_now(seat: PanelSeat, now: datetime) -> str:
    """Return the state of a seat as the clock has it: an invitation without an answer lapses by itself."""
    if seat.state == PanelSeatState.INVITED and is_late(now, seat.answer_by):
        return PanelSeatState.LAPSED
    return seat.state


def seat_of(user: User, review: Review) -> PanelSeat | None:
    """Return the person's seat on the panel of a review, or None; whoever waits in reserve has none to see."""
    rows = PanelSeat.objects.filter(panel__review=review, expert=user)
    return rows.exclude(state=PanelSeatState.WAITING).first()
