from .reviews import Ballot, HouseholdAnswer, Rating, Review
from .standings import Contribution, Place, Pseudonym, Snapshot, StatusChange

__all__ = [
    "Ballot",
    "Contribution",
    "HouseholdAnswer",
    "Place",
    "Pseudonym",
    "Rating",
    "Review",
    "Snapshot",
    "StatusChange",
]
