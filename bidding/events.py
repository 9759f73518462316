"""What bidding tells the rooms above."""

from dataclasses import dataclass

from marketplace.core.events import Event


@dataclass(frozen=True)
class TenderPublished(Event):
    """A tender is public and open for bids."""

    tender_id: int


@dataclass(frozen=True)
class TenderClosed(Event):
    """The deadline of a tender has passed, or it ended without an award."""

    tender_id: int


@dataclass(frozen=True)
class AwardConfirmed(Event):
    """An award was confirmed by a second official and is public."""

    award_id: int
