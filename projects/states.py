"""Life cycle of a service project, and the kinds of its parts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core.states import table


class ProjectState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    LISTED = "listed", _("Set up")
    TENDERING = "tendering", _("Out to tender")
    CONTRACTED = "contracted", _("Contract signed")
    DELIVERING = "delivering", _("Being delivered")
    CLOSED = "closed", _("Completed")
    CANCELLED = "cancelled", _("Project cancelled")


S = ProjectState
PROJECT = table(
    "project",
    S.DRAFT,
    [
        (S.DRAFT, "list_project", S.LISTED, "project_officer"),
        (S.LISTED, "publish_tender", S.TENDERING, "project_officer"),
        (S.TENDERING, "fail_tender", S.LISTED, "project_officer"),
        (S.TENDERING, "sign_contract", S.CONTRACTED, "supplier"),
        (S.CONTRACTED, "report_milestone", S.DELIVERING, "supplier"),
        (S.CONTRACTED, "close_contract", S.CLOSED, "project_officer"),
        (S.CONTRACTED, "terminate_contract", S.LISTED, "project_officer"),
        (S.DELIVERING, "close_contract", S.CLOSED, "project_officer"),
        (S.DELIVERING, "terminate_contract", S.LISTED, "project_officer"),
        (S.DRAFT, "cancel_project", S.CANCELLED, "project_officer"),
        (S.LISTED, "cancel_project", S.CANCELLED, "project_officer"),
        (S.TENDERING, "cancel_project", S.CANCELLED, "project_officer"),
    ],
)

PUBLIC_STATES = (S.LISTED, S.TENDERING, S.CONTRACTED, S.DELIVERING, S.CLOSED, S.CANCELLED)
HOLDING_STATES = (S.LISTED, S.TENDERING, S.CONTRACTED, S.DELIVERING, S.CLOSED)
"""States in which a project's budget is taken from its line."""


class ProjectSource(models.TextChoices):
    OUTCOME = "outcome", _("From residents' deliberation")
    OFFICE = "office", _("Official topic, no need behind it")


class CriterionKind(models.TextChoices):
    COMMON = "common", _("Common score")
    SPECIFIC = "specific", _("Specific criterion")


class PastKind(models.TextChoices):
    RECORD = "record", _("Published record")
    OCDS = "ocds", _("Imported open data")
