from .amendments import Amendment
from .approvals import Approval, ApprovalChain, ApprovalStep
from .awards import Award
from .bids import Bid, Envelope, EnvelopeFile, Part, SealedShare
from .challenges import Challenge, Complaint, ComplaintPause, ObjectionFile, Suspension
from .consensus import EvaluationReport, Opinion, ScoreCorrection, SpreadNote
from .evaluation import (
    BidEvaluation,
    Declaration,
    EarlierEvaluation,
    LowPriceReview,
    Qualification,
    Score,
    ScoreSheet,
    Seat,
)
from .facts import BidFacts
from .hearings import Hearing, Invalidity
from .local_values import LocalValue
from .officers import OfficerKey, RosterMember
from .opening import BidDocument, KeyLoss, OpenedBid, Opening, OpeningShare
from .questions import Question
from .remarks import OpeningRemark, Recording
from .signals import Signal
from .tenders import Criterion, Lot, Tender, TenderDocument
from .terms import DocumentTaker, Terms

__all__ = [
    "Amendment",
    "Approval",
    "ApprovalChain",
    "ApprovalStep",
    "Award",
    "Bid",
    "BidDocument",
    "BidEvaluation",
    "BidFacts",
    "Challenge",
    "Complaint",
    "ComplaintPause",
    "Criterion",
    "Declaration",
    "DocumentTaker",
    "EarlierEvaluation",
    "Envelope",
    "EnvelopeFile",
    "EvaluationReport",
    "Hearing",
    "Invalidity",
    "KeyLoss",
    "LocalValue",
    "Lot",
    "LowPriceReview",
    "ObjectionFile",
    "OfficerKey",
    "OpenedBid",
    "Opening",
    "OpeningRemark",
    "OpeningShare",
    "Opinion",
    "Part",
    "Qualification",
    "Question",
    "Recording",
    "RosterMember",
    "Score",
    "ScoreCorrection",
    "ScoreSheet",
    "SealedShare",
    "Seat",
    "Signal",
    "SpreadNote",
    "Suspension",
    "Tender",
    "TenderDocument",
    "Terms",
]
