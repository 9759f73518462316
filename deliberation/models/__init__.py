from .decisions import Ballot, Commitment, Objection, Outcome, Satisfaction, Vote, VoterMark
from .deliberations import Deliberation, Meeting, MeetingFile, Party, StepClock
from .needs import Appeal, Need, NeedPhoto, Screening, Support
from .rule_sets import RuleSet, ScreeningRule

__all__ = [
    "Appeal",
    "Ballot",
    "Commitment",
    "Deliberation",
    "Meeting",
    "MeetingFile",
    "Need",
    "NeedPhoto",
    "Objection",
    "Outcome",
    "Party",
    "RuleSet",
    "Satisfaction",
    "Screening",
    "ScreeningRule",
    "StepClock",
    "Support",
    "Vote",
    "VoterMark",
]
