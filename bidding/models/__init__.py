from .amendments import Amendment
from .approvals import Approval, ApprovalChain, ApprovalStep
from .awards import Award
from .bids import Bid, Envelope, EnvelopeFile, Part, SealedShare
from .challenges import Challenge, Complaint, ComplaintPause, ObjectionFile, Suspension
from .consensus import EvaluationReport, Opinion, ScoreCorrection, SpreadNote
from .divisions import Division
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
from .invitations import Candidate, Prequalification
from .local_values import LocalValue
from .negotiations import Departure, FinalQuote, NeedChange, Negotiation, QuoteShare, Talk
from .officers import OfficerKey, RosterMember
from .opening import BidDocument, KeyLoss, OpenedBid, Opening, OpeningShare
from .questions import Question
from .remarks import OpeningRemark, Recording
from .signals import Signal
from .single_source import Argument, SingleSource, SourceObjection
from .tenders import Criterion, Lot, Tender, TenderDocument
from .terms import DocumentTaker, Terms

__all__ = [
    "Amendment",
    "Approval",
    "ApprovalChain",
    "ApprovalStep",
    "Argument",
    "Award",
    "Bid",
    "BidDocument",
    "BidEvaluation",
    "BidFacts",
    "Candidate",
    "Challenge",
    "Complaint",
    "ComplaintPause",
    "Criterion",
    "Declaration",
    "Departure",
    "Division",
    "DocumentTaker",
    "EarlierEvaluation",
    "Envelope",
    "EnvelopeFile",
    "EvaluationReport",
    "FinalQuote",
    "Hearing",
    "Invalidity",
    "KeyLoss",
    "LocalValue",
    "Lot",
    "LowPriceReview",
    "NeedChange",
    "Negotiation",
    "ObjectionFile",
    "OfficerKey",
    "OpenedBid",
    "Opening",
    "OpeningRemark",
    "OpeningShare",
    "Opinion",
    "Part",
    "Prequalification",
    "Qualification",
    "Question",
    "QuoteShare",
    "Recording",
    "RosterMember",
    "Score",
    "ScoreCorrection",
    "ScoreSheet",
    "SealedShare",
    "Seat",
    "Signal",
    "SingleSource",
    "SourceObjection",
    "SpreadNote",
    "Suspension",
    "Talk",
    "Tender",
    "TenderDocument",
    "Terms",
]
