from .applications import (
    Application,
    ApplicationFile,
    BarringRecord,
    Intake,
    Objection,
    ReviewSeat,
)
from .memberships import (
    AlumniReport,
    Assessment,
    GraduationFinding,
    GrowthGoal,
    Hearing,
    IncubatorMembership,
    QuarterCheck,
)

__all__ = [
    "AlumniReport",
    "Application",
    "ApplicationFile",
    "Assessment",
    "BarringRecord",
    "GraduationFinding",
    "GrowthGoal",
    "Hearing",
    "IncubatorMembership",
    "Intake",
    "Objection",
    "QuarterCheck",
    "ReviewSeat",
]
