"""Life cycles of contracts, milestones and reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core.states import table


class ContractState(models.TextChoices):
    DRAWN_UP = "drawn_up", _("Being drawn up")
    OFFERED = "offered", _("Waiting for the supplier's signature")
    SUPPLIER_SIGNED = "supplier_signed", _("Waiting for the buyer's signature")
    ACTIVE = "active", _("In force")
    CLOSED = "closed", _("Completed")
    TERMINATED = "terminated", _("Terminated")


C = ContractState
CONTRACT = table(
    "contract",
    C.DRAWN_UP,
    [
        (C.DRAWN_UP, "offer_contract", C.OFFERED, "project_officer"),
        (C.OFFERED, "recall_contract", C.DRAWN_UP, "project_officer"),
        (C.OFFERED, "sign_for_supplier", C.SUPPLIER_SIGNED, "legal_representative"),
        (C.SUPPLIER_SIGNED, "sign_for_buyer", C.ACTIVE, "approver"),
        (C.SUPPLIER_SIGNED, "recall_contract", C.DRAWN_UP, "approver"),
        (C.ACTIVE, "close_contract", C.CLOSED, "project_officer"),
        (C.ACTIVE, "terminate_contract", C.TERMINATED, "approver"),
        (C.DRAWN_UP, "terminate_contract", C.TERMINATED, "approver"),
        (C.OFFERED, "terminate_contract", C.TERMINATED, "approver"),
    ],
)
PUBLIC_STATES = (C.ACTIVE, C.CLOSED, C.TERMINATED)
"""States in which a contract that was published is shown; one terminated before signing never was."""


class MilestoneState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    SUBMITTED = "submitted", _("Report under review")
    RETURNED = "returned", _("Report returned")
    ACCEPTED = "accepted", _("Accepted, payment ordered")
    PAID = "paid", _("Accepted and paid")


M = MilestoneState
MILESTONE = table(
    "milestone",
    M.PLANNED,
    [
        (M.PLANNED, "submit_report", M.SUBMITTED, "supplier"),
        (M.RETURNED, "submit_report", M.SUBMITTED, "supplier"),
        (M.SUBMITTED, "return_report", M.RETURNED, "project_officer"),
        (M.SUBMITTED, "accept_milestone", M.ACCEPTED, "project_officer"),
        (M.ACCEPTED, "record_payment", M.PAID, "clock"),
    ],
)
DONE_STATES = (M.ACCEPTED, M.PAID)
OWED_STATES = (M.PLANNED, M.RETURNED)
"""States in which the supplier owes a report."""


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Under review")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")


R = ReportState
REPORT = table(
    "report",
    R.DRAFT,
    [
        (R.DRAFT, "submit_report", R.SUBMITTED, "supplier"),
        (R.SUBMITTED, "return_report", R.RETURNED, "project_officer"),
        (R.SUBMITTED, "accept_milestone", R.ACCEPTED, "project_officer"),
    ],
)


class FileKind(models.TextChoices):
    PHOTO = "photo", _("Photo")
    DOCUMENT = "document", _("Document")


class CheckResult(models.TextChoices):
    YES = "yes", _("Done as promised")
    PARTLY = "partly", _("Partly done")
    NO = "no", _("Not done")
