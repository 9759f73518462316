"""What a milestone's record says to the method: on time, late by so many days, or accepted after rework."""

from datetime import date

from .ledger import milestone_points


def milestone_outcome(*, due: date, reported: date, is_reworked: bool) -> tuple[str, int]:
    """Return (outcome, days late) of an accepted milestone; the worse of lateness and rework speaks.

    Lateness counts the calendar days from the due day to the first report.
    """
    late = max((reported - due).days, 0)
    outcome = "late" if late else "on_time"
    if is_reworked and milestone_points("rework", 0) <= milestone_points(outcome, late):
        return "rework", 0
    return outcome, late
