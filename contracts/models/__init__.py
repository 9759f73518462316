from .checks import CheckPhoto, ResidentCheck
from .contracts import Contract
from .failures import SigningFailure
from .milestones import Acceptance, Deduction, Milestone, MilestoneIndicator, PartAcceptance
from .penalties import Penalty, PenaltyFile, PenaltyObjection
from .reports import Report, ReportFile, ReportValue
from .stages import (
    Rectification,
    RectificationFile,
    RectificationItem,
    SampleItem,
    SamplePhoto,
    StageEvaluation,
)
from .suspension import Subcontract, Suspension
from .tickets import AnswerPhoto, Ticket, TicketAnswer, TicketPhoto, TicketReporter, TicketStep
from .uploads import PhotoUpload
from .versions import ContractChange, ContractVersion

__all__ = [
    "Acceptance",
    "AnswerPhoto",
    "CheckPhoto",
    "Contract",
    "ContractChange",
    "ContractVersion",
    "Deduction",
    "Milestone",
    "MilestoneIndicator",
    "PartAcceptance",
    "Penalty",
    "PenaltyFile",
    "PenaltyObjection",
    "PhotoUpload",
    "Rectification",
    "RectificationFile",
    "RectificationItem",
    "Report",
    "ReportFile",
    "ReportValue",
    "ResidentCheck",
    "SampleItem",
    "SamplePhoto",
    "SigningFailure",
    "StageEvaluation",
    "Subcontract",
    "Suspension",
    "Ticket",
    "TicketAnswer",
    "TicketPhoto",
    "TicketReporter",
    "TicketStep",
]
