"""The life of a performance review, who rates, and the four grades."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core.states import table


class ReviewState(models.TextChoices):
    OPEN = "open", _("Being rated")
    REPLYING = "replying", _("Waiting for the organization's reply")
    PUBLISHED = "published", _("Published")


REVIEW = table(
    "performance review",
    ReviewState.OPEN,
    [
        (ReviewState.OPEN, "request_reply", ReviewState.REPLYING, "project_officer"),
        (ReviewState.REPLYING, "publish_review", ReviewState.PUBLISHED, "approver"),
    ],
)


class AppealState(models.TextChoices):
    FILED = "filed", _("Being examined")
    UPHELD = "upheld", _("Upheld")
    DISMISSED = "dismissed", _("Dismissed")


APPEAL = table(
    "appeal against evidence",
    AppealState.FILED,
    [
        (AppealState.FILED, "uphold_appeal", AppealState.UPHELD, "approver"),
        (AppealState.FILED, "dismiss_appeal", AppealState.DISMISSED, "approver"),
    ],
)


class RatingKind(models.TextChoices):
    OFFICIAL = "official", _("Buyer's official")
    EXPERT = "expert", _("Third party")


class Grade(models.TextChoices):
    EXCELLENT = "excellent", _("Excellent")
    GOOD = "good", _("Good")
    PASS = "pass", _("Pass")
    FAIL = "fail", _("Fail")


class EvidenceKind(models.TextChoices):
    """What a line of a standing rests on."""

    PRIOR = "prior", _("Starting point")
    OFFICIAL = "official", _("Buyer's official")
    EXPERT = "expert", _("Third party")
    RESIDENT = "resident", _("Residents")
    MILESTONE = "milestone", _("Milestones")
