from .calibrations import FrozenCalibration
from .consequences import GradeDecision
from .decisions import Appeal, Succession
from .draws import DrawnContract, YearlyDraw
from .panels import Panel, PanelSeat
from .reviews import Ballot, HouseholdAnswer, Rating, Review, SelfRating
from .rounds import (
    BallotTrace,
    FraudDecision,
    PaperEntry,
    Round,
    RoundBallot,
    RoundCode,
    WrongCode,
)
from .standings import Contribution, Place, Pseudonym, Snapshot, StatusChange

__all__ = [
    "Appeal",
    "Ballot",
    "BallotTrace",
    "Contribution",
    "DrawnContract",
    "FraudDecision",
    "FrozenCalibration",
    "GradeDecision",
    "HouseholdAnswer",
    "Panel",
    "PanelSeat",
    "PaperEntry",
    "Place",
    "Pseudonym",
    "Rating",
    "Review",
    "Round",
    "RoundBallot",
    "RoundCode",
    "SelfRating",
    "Snapshot",
    "StatusChange",
    "Succession",
    "WrongCode",
    "YearlyDraw",
]
