from .communities import Community, Department, Household
from .exclusions import Exclusion
from .organizations import Badge, Certificate, IdentityChange, Organization, OverdueMark, Standing
from .people import Expert, Invitation, Membership, Post, Residency, User
from .sanctions import Sanction

__all__ = [
    "Badge",
    "Certificate",
    "Community",
    "Department",
    "Exclusion",
    "Expert",
    "Household",
    "IdentityChange",
    "Invitation",
    "Membership",
    "Organization",
    "OverdueMark",
    "Post",
    "Residency",
    "Sanction",
    "Standing",
    "User",
]
