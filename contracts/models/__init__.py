from .checks import CheckPhoto, ResidentCheck
from .contracts import Contract
from .milestones import Acceptance, Milestone, MilestoneIndicator
from .reports import Report, ReportFile, ReportValue
from .tickets import AnswerPhoto, Ticket, TicketAnswer, TicketPhoto, TicketReporter, TicketStep

__all__ = [
    "Acceptance",
    "AnswerPhoto",
    "CheckPhoto",
    "Contract",
    "Milestone",
    "MilestoneIndicator",
    "Report",
    "ReportFile",
    "ReportValue",
    "ResidentCheck",
    "Ticket",
    "TicketAnswer",
    "TicketPhoto",
    "TicketReporter",
    "TicketStep",
]
