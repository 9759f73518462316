"""What deliberation tells the rooms above."""

from dataclasses import dataclass

from marketplace.core.events import Event


@dataclass(frozen=True)
class OutcomeRecorded(Event):
    """A deliberation ended its fourth step with a decision; its record is public."""

    outcome_id: int
