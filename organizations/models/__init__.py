from .communities import Community, Department, Household
from .organizations import Badge, Certificate, Organization, OverdueMark, Standing
from .people import Expert, Invitation, Membership, Post, Residency, User

__all__ = [
    "Badge",
    "Certificate",
    "Community",
    "Department",
    "Expert",
    "Household",
    "Invitation",
    "Membership",
    "Organization",
    "OverdueMark",
    "Post",
    "Residency",
    "Standing",
    "User",
]
