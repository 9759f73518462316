"""A panel as pages show it."""

from datetime import datetime

from marketplace.core.clock import day_of
from organizations.models import User
from ranking.forms import InviteForm
from ranking.models import Panel, Review
from ranking.permissions import may_answer_invitation, may_prepare_review
from ranking.queries.panels import choosable, panel_of, seat_of, state_now, supply_of
from ranking.queries.reviews import is_collecting
from ranking.states import PanelSeatState

TONES = {
    PanelSeatState.ACCEPTED: "good", PanelSeatState.INVITED: "info", PanelSeatState.WAITING: "neutral",
    PanelSeatState.DECLINED: "warn", PanelSeatState.LAPSED: "late", PanelSeatState.PASSED: "warn",
}  # fmt: skip


def panel_facts(user: User, review: Review, now: datetime) -> dict[str, object]:
    """Return what the desk page shows of the panel; names only to officers of the buyer."""
    seat = seat_of(user, review)
    may_prepare = bool(may_prepare_review(user, review))
    panel = panel_of(review)
    facts: dict[str, object] = {
        "panel": panel,
        "own_seat": seat,
        "may_answer": seat is not None and bool(may_answer_invitation(user, review)),
        "may_panel": may_prepare,
    }
    if may_prepare and is_collecting(review, now):
        supply = supply_of(review, now)
        facts["supply"] = supply
        if supply.missing and supply.is_short:
            facts["invite_form"] = InviteForm(experts=choosable(review, day_of(now)))
    if panel is not None and may_prepare:
        facts["seats"] = seat_rows(panel, now)
    return facts


def seat_rows(panel: Panel, now: datetime) -> list[dict[str, object]]:
    """Return the seats in the order of the draw with the state that the clock gives them."""
    rows = []
    for seat in panel.seats.all():
        state = state_now(seat, now)
        rows.append({"seat": seat, "label": PanelSeatState(state).label, "tone": TONES[state]})
    return rows
