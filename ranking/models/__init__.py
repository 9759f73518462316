from .calibrations import FrozenCalibration
from .decisions import Appeal, Succession
from .reviews import Ballot, HouseholdAnswer, Rating, Review
from .standings import Contribution, Place, Pseudonym, Snapshot, StatusChange

__all__ = [
    "Appeal",
    "Ballot",
    "Contribution",
    "FrozenCalibration",
    "HouseholdAnswer",
    "Place",
    "Pseudonym",
    "Rating",
    "Review",
    "Snapshot",
    "StatusChange",
    "Succession",
]
