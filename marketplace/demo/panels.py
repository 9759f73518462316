"""A third-party panel on its way: one expert declines, one does not answer, the next of the draw is asked."""

from datetime import timedelta

from ranking import actions
from ranking.models import Review
from ranking.states import PanelSeatState, ReviewState

from .clockwork import START
from .script import Cast


def run_panels(cast: Cast) -> None:
    """Draw the third party of the newest review that still collects ratings."""
    review = Review.objects.filter(state=ReviewState.OPEN).latest("opened_at")
    drawn = review.opened_at + timedelta(hours=2)
    panel = actions.draw_panel(actor=cast.people["officer"], review=review, now=drawn)
    first = panel.seats.get(state=PanelSeatState.INVITED)
    actions.decline_seat(
        actor=first.expert, review=review, ground="no_time", statement="本月在外地培训。", now=drawn + timedelta(hours=3)
    )  # fmt: skip
    second = panel.seats.get(state=PanelSeatState.INVITED)
    if second.answer_by < START:
        actions.fill_panel(review=review, now=second.answer_by)
