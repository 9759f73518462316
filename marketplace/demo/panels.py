"""A third-party panel on its way, and the year's draw of contracts for spot checks."""

from datetime import timedelta

from ranking import actions
from ranking.models import Review
from ranking.states import PanelSeatState, ReviewState

from .clockwork import START
from .script import Cast


def run_panels(cast: Cast) -> None:
    """Draw the third party of the newest review that still collects ratings."""
    review = Review.objects.filter(state=ReviewState.OPEN).latest("opened_at")
    drawn = START - timedelta(days=3)
    panel = actions.draw_panel(actor=cast.people["officer"], review=review, now=drawn)
    first = panel.seats.get(state=PanelSeatState.INVITED)
    actions.decline_seat(
        actor=first.expert, review=review, ground="no_time", statement="本月在外地培训。", now=drawn + timedelta(hours=3)
    )  # fmt: skip


def run_yearly_draw(cast: Cast) -> None:
    """Draw from the running contracts of a year and longer; the spot check waits for the officer."""
    officer = cast.people["officer"]
    bureau = officer.posts.filter(until__isnull=True).earliest("pk").department
    actions.draw_projects(actor=officer, department=bureau, now=START - timedelta(days=5))
