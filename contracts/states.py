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


class TicketState(models.TextChoices):
    """A supervision ticket: "closed" is never one word, and residents have the last one."""

    SUBMITTED = "submitted", _("Waiting to be read")
    ACCEPTED = "accepted", _("Taken up")
    REJECTED = "rejected", _("Not part of this project")
    ASSIGNED = "assigned", _("Waiting for the organization's answer")
    REPLIED = "replied", _("Answered, waiting for the resident")
    NO_ANSWER = "no_answer", _("Answered, the resident was asked again")
    CONFIRMED_SOLVED = "confirmed_solved", _("The resident says: solved")
    PARTLY = "partly", _("The resident says: partly solved")
    NOT_SOLVED = "not_solved", _("The resident says: not solved")
    REOPENED = "reopened", _("Reopened by the resident")
    INSPECTION = "inspection", _("Being inspected on the spot")
    CLOSED_SOLVED = "closed_solved", _("Solved")
    CLOSED_UNSOLVED = "closed_unsolved", _("Closed unsolved")
    CLOSED_NO_ANSWER = "closed_no_answer", _("Closed, the resident did not answer")


T = TicketState
TICKET = table(
    "ticket",
    T.SUBMITTED,
    [
        (T.SUBMITTED, "accept_ticket", T.ACCEPTED, "community_worker"),
        (T.SUBMITTED, "reject_ticket", T.REJECTED, "community_worker"),
        (T.REJECTED, "decide_ticket_appeal", T.ACCEPTED, "subdistrict"),
        (T.ACCEPTED, "assign_ticket", T.ASSIGNED, "clock"),
        (T.ASSIGNED, "answer_ticket", T.REPLIED, "supplier"),
        (T.REPLIED, "judge_ticket", T.CONFIRMED_SOLVED, "reporter"),
        (T.REPLIED, "judge_ticket", T.PARTLY, "reporter"),
        (T.REPLIED, "judge_ticket", T.NOT_SOLVED, "reporter"),
        (T.REPLIED, "ask_reporter_again", T.NO_ANSWER, "clock"),
        (T.NO_ANSWER, "judge_ticket", T.CONFIRMED_SOLVED, "reporter"),
        (T.NO_ANSWER, "judge_ticket", T.PARTLY, "reporter"),
        (T.NO_ANSWER, "judge_ticket", T.NOT_SOLVED, "reporter"),
        (T.NO_ANSWER, "close_ticket", T.CLOSED_NO_ANSWER, "clock"),
        (T.CONFIRMED_SOLVED, "close_ticket", T.CLOSED_SOLVED, "clock"),
        (T.PARTLY, "close_ticket", T.CLOSED_UNSOLVED, "clock"),
        (T.NOT_SOLVED, "close_ticket", T.CLOSED_UNSOLVED, "clock"),
        (T.PARTLY, "reopen_ticket", T.REOPENED, "reporter"),
        (T.NOT_SOLVED, "reopen_ticket", T.REOPENED, "reporter"),
        (T.CLOSED_NO_ANSWER, "reopen_ticket", T.REOPENED, "reporter"),
        (T.REOPENED, "assign_ticket", T.ASSIGNED, "clock"),
        (T.NOT_SOLVED, "inspect_ticket", T.INSPECTION, "project_officer"),
        (T.INSPECTION, "decide_inspection", T.CLOSED_SOLVED, "approver"),
        (T.INSPECTION, "decide_inspection", T.CLOSED_UNSOLVED, "approver"),
    ],
)
ANSWERED_TICKETS = (T.REPLIED, T.NO_ANSWER)
OPEN_TICKETS = (T.ASSIGNED, T.REPLIED, T.NO_ANSWER, T.PARTLY, T.NOT_SOLVED, T.INSPECTION)


class TicketKind(models.TextChoices):
    NOT_DONE = "not_done", _("Not done")
    LATE = "late", _("Late, or nobody came")
    BADLY_DONE = "badly_done", _("Done badly")
    MANNER = "manner", _("Unfriendly")
    UNSAFE = "unsafe", _("Unsafe")
    UNTRUE = "untrue", _("Not as reported")
    MONEY = "money", _("Asked for money")
    OTHER = "other", _("Something else")


class ReopenReason(models.TextChoices):
    NOTHING_CHANGED = "nothing_changed", _("Nothing has changed")
    CAME_BACK = "came_back", _("It came back")
    ONLY_PART = "only_part", _("Only a part was done")
    OTHER = "other", _("Another reason")
