"""What a need's state is at a moment: stored state plus what the clock has already done to it.

One pure function; pages and actions ask it, the sweep only writes down what it says.
"""

from datetime import datetime, timedelta

NEED_INFO, NOT_SUPPLIED, SUPPORTING, DORMANT = "need_info", "not_supplied", "supporting", "dormant"
ARCHIVED = "archived"
ENDS = {
    NEED_INFO: NOT_SUPPLIED,
    DORMANT: ARCHIVED,
    "refused": ARCHIVED,
    "redirected": ARCHIVED,
    "merged": ARCHIVED,
}


def need_state_at(
    *,
    state: str,
    moves_at: datetime | None,
    now: datetime,
    is_reached: bool = False,
    has_open_appeal: bool = False,
    dormant_days: int = 90,
) -> str:
    """Return the state of a need at the moment; a moment equal to `moves_at` has already moved it."""
    if moves_at is None or now < moves_at or has_open_appeal:
        return state
    if state == SUPPORTING:
        if is_reached:
            return SUPPORTING
        return ARCHIVED if now >= moves_at + timedelta(days=dormant_days) else DORMANT
    return ENDS.get(state, state)


def deliberation_state_at(
    *,
    state: str,
    now: datetime,
    paused_from: str = "",
    pause_ends_at: datetime | None = None,
    result_until: datetime | None = None,
    open_objections: int = 0,
) -> str:
    """Return the state of a deliberation at the moment: pauses end, posted results close."""
    if state == "paused" and pause_ends_at is not None and now >= pause_ends_at:
        state = paused_from
    if state == "step6" and result_until is not None and now >= result_until and not open_objections:
        return "closed"
    return state
