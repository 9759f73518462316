"""What this room tells the rooms above."""

from dataclasses import dataclass

from marketplace.core.events import Event


@dataclass(frozen=True)
class EvaluationPublished(Event):
    """A performance review was published with the organization's reply; its evidence counts from now on."""

    review_id: int


@dataclass(frozen=True)
class RoundFinished(Event):
    """An evaluation round is final, with the subject's reply or without: what it says of a contract counts from now on."""

    round_id: int
