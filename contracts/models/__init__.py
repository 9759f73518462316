from .checks import CheckPhoto, ResidentCheck
from .contracts import Contract
from .milestones import Acceptance, Milestone, MilestoneIndicator
from .reports import Report, ReportFile, ReportValue

__all__ = [
    "Acceptance",
    "CheckPhoto",
    "Contract",
    "Milestone",
    "MilestoneIndicator",
    "Report",
    "ReportFile",
    "ReportValue",
    "ResidentCheck",
]
