"""Life cycles of contracts, milestones and reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.states import table


class ContractState(models.TextChoices):
    DRAWN_UP = "drawn_up", _("Being drawn up")
    OFFERED = "offered", _("Waiting for the supplier's signature")
    SUPPLIER_SIGNED = "supplier_signed", _("Waiting for the buyer's signature")
    ACTIVE = "active", _("In force")
    SUSPENDED = "suspended", _("Suspended")
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
        (C.ACTIVE, "suspend_contract", C.SUSPENDED, "approver"),
        (C.SUSPENDED, "resume_contract", C.ACTIVE, "approver"),
        (C.ACTIVE, "terminate_contract", C.TERMINATED, "approver"),
        (C.SUSPENDED, "terminate_contract", C.TERMINATED, "approver"),
        (C.DRAWN_UP, "decide_signing_failure", C.TERMINATED, "approver"),
        (C.OFFERED, "decide_signing_failure", C.TERMINATED, "approver"),
    ],
)
PUBLIC_STATES = (C.ACTIVE, C.SUSPENDED, C.CLOSED, C.TERMINATED)
"""States in which a contract that was published is shown; one terminated before signing never was."""


class MilestoneState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    SUBMITTED = "submitted", _("Report under review")
    RETURNED = "returned", _("Report returned")
    PARTLY_ACCEPTED = "partly_accepted", _("Partly accepted, the rest is owed")
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
        (M.SUBMITTED, "accept_part", M.PARTLY_ACCEPTED, "project_officer"),
        (M.PARTLY_ACCEPTED, "submit_report", M.SUBMITTED, "supplier"),
        (M.PARTLY_ACCEPTED, "deduct_remainder", M.ACCEPTED, "approver"),
        (M.RETURNED, "deduct_remainder", M.ACCEPTED, "approver"),
        (M.ACCEPTED, "record_payment", M.PAID, "clock"),
    ],
)
DONE_STATES = (M.ACCEPTED, M.PAID)
OWED_STATES = (M.PLANNED, M.RETURNED, M.PARTLY_ACCEPTED)
"""States in which the supplier owes a report."""


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Under review")
    RETURNED = "returned", _("Returned")
    PARTLY_ACCEPTED = "partly_accepted", _("Partly accepted")
    ACCEPTED = "accepted", _("Accepted")


R = ReportState
REPORT = table(
    "report",
    R.DRAFT,
    [
        (R.DRAFT, "submit_report", R.SUBMITTED, "supplier"),
        (R.SUBMITTED, "return_report", R.RETURNED, "project_officer"),
        (R.SUBMITTED, "accept_milestone", R.ACCEPTED, "project_officer"),
        (R.SUBMITTED, "accept_part", R.PARTLY_ACCEPTED, "project_officer"),
    ],
)
SHOWN_REPORTS = (R.ACCEPTED, R.PARTLY_ACCEPTED)
"""Reports whose photos and numbers the public sees."""


class SuspensionGround(models.TextChoices):
    """Why performance may stand still; what each rests on stands in `rules.endings.SUSPENSIONS`."""

    PUBLIC_INTEREST = "public_interest", _("Going on would harm the public interest")
    CHALLENGE = "challenge", _("A challenge or complaint may change the award")
    FORCE_MAJEURE = "force_majeure", _("Force majeure")
    AGREED = "agreed", _("Both sides agreed")


class TerminationGround(models.TextChoices):
    """Why a contract ends before it is fulfilled; what each rests on stands in `rules.endings.TERMINATIONS`."""

    AGREED = "agreed", _("Both sides agreed to end it")
    BREACH = "breach", _("The supplier did not perform and did not put it right in time")
    PUBLIC_INTEREST = "public_interest", _("Fulfilment would harm the public interest")
    FORCE_MAJEURE = "force_majeure", _("Force majeure makes fulfilment impossible")
    NOT_SIGNED = "not_signed", _("The supplier does not sign")


class SubcontractState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for the buyer's consent")
    CONSENTED = "consented", _("Consented")
    REFUSED = "refused", _("Consent refused")


SUBCONTRACT = table(
    "subcontract",
    SubcontractState.PROPOSED,
    [
        (SubcontractState.PROPOSED, "consent_to_subcontract", SubcontractState.CONSENTED, "project_officer"),
        (SubcontractState.PROPOSED, "refuse_subcontract", SubcontractState.REFUSED, "project_officer"),
    ],
)


class ChangeState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for the other side")
    AGREED = "agreed", _("Agreed, waiting for the approver")
    IN_FORCE = "in_force", _("Change in force")
    REFUSED = "refused", _("Change refused")
    WITHDRAWN = "withdrawn", _("Change withdrawn")


H = ChangeState
CHANGE = table(
    "contract change",
    H.PROPOSED,
    [
        (H.PROPOSED, "agree_change", H.AGREED, "other_side"),
        (H.PROPOSED, "refuse_change", H.REFUSED, "other_side"),
        (H.PROPOSED, "withdraw_change", H.WITHDRAWN, "proposing_side"),
        (H.AGREED, "approve_change", H.IN_FORCE, "approver"),
        (H.AGREED, "refuse_change", H.REFUSED, "approver"),
        (H.AGREED, "withdraw_change", H.WITHDRAWN, "proposing_side"),
    ],
)
OPEN_CHANGES = (H.PROPOSED, H.AGREED)


class Side(models.TextChoices):
    BUYER = "buyer", _("The buyer")
    SUPPLIER = "supplier", _("The supplier")


class ChangeReason(models.TextChoices):
    """Why a contract may be changed; what each rests on stands in `rules.changes.GROUNDS`."""

    ADDITION = "addition", _("More of the same service")
    PUBLIC_INTEREST = "public_interest", _("Going on unchanged would harm the public interest")
    FORCE_MAJEURE = "force_majeure", _("Force majeure")
    CIRCUMSTANCES = "circumstances", _("Circumstances changed that nobody could foresee")
    NEED = "need", _("Recipients or their need became fewer (agreed by both sides)")
    SCHEDULE = "schedule", _("Dates or arrangement move, the substance stays (agreed by both sides)")


class FileKind(models.TextChoices):
    PHOTO = "photo", _("Photo")
    DOCUMENT = "document", _("Document")


class FailureKind(models.TextChoices):
    REFUSED = "refused", _("The winner refuses to sign")
    LATE = "late", _("The winner let the last day pass")


class NextStep(models.TextChoices):
    NEXT = "next", _("Take the next candidate in order")
    ANEW = "anew", _("Begin a new procedure")


class PenaltyGround(models.TextChoices):
    """Which term of the penalty clause was broken; what the public reads as the reason."""

    LATE = "late", _("Late beyond the agreed day")
    STANDARD = "standard", _("Standards of the contract not met")
    RECTIFICATION = "rectification", _("Ordered things not put right")
    OTHER = "other", _("Another duty of the contract broken")


class PenaltyState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("penalty", "Proposed, the organization is heard")
    ANSWERED = "answered", pgettext_lazy("penalty", "Answered, waiting for the decision")
    CONFIRMED = "confirmed", pgettext_lazy("penalty", "Confirmed")
    REDUCED = "reduced", pgettext_lazy("penalty", "Confirmed with a lower sum")
    WITHDRAWN = "withdrawn", pgettext_lazy("penalty", "Not imposed")
    OBJECTED = "objected", pgettext_lazy("penalty", "Objection waits for another person")
    ANNULLED = "annulled", pgettext_lazy("penalty", "Annulled after an objection")


P = PenaltyState
PENALTY = table(
    "penalty",
    P.PROPOSED,
    [
        (P.PROPOSED, "answer_penalty", P.ANSWERED, "supplier"),
        (P.PROPOSED, "decide_penalty", P.CONFIRMED, "approver"),
        (P.PROPOSED, "decide_penalty", P.REDUCED, "approver"),
        (P.PROPOSED, "decide_penalty", P.WITHDRAWN, "approver"),
        (P.ANSWERED, "decide_penalty", P.CONFIRMED, "approver"),
        (P.ANSWERED, "decide_penalty", P.REDUCED, "approver"),
        (P.ANSWERED, "decide_penalty", P.WITHDRAWN, "approver"),
        (P.CONFIRMED, "object_to_penalty", P.OBJECTED, "legal_representative"),
        (P.REDUCED, "object_to_penalty", P.OBJECTED, "legal_representative"),
        (P.OBJECTED, "decide_penalty_objection", P.CONFIRMED, "another_approver"),
        (P.OBJECTED, "decide_penalty_objection", P.REDUCED, "another_approver"),
        (P.OBJECTED, "decide_penalty_objection", P.ANNULLED, "another_approver"),
    ],
)
OPEN_PENALTIES = (P.PROPOSED, P.ANSWERED)
IMPOSED_PENALTIES = (P.CONFIRMED, P.REDUCED, P.OBJECTED)
"""States in which a penalty is owed, shown in public and set off."""


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


class StageKind(models.TextChoices):
    """When the buyer looks at the whole contract instead of one milestone."""

    MIDTERM = "midterm", _("Mid-term evaluation")
    FINAL = "final", _("Final evaluation")
    SPOT = "spot", _("Spot check")


class StageState(models.TextChoices):
    BEGUN = "begun", _("Sample drawn, being looked at")
    PUBLISHED = "published", _("Finding published")


STAGE = table(
    "stage evaluation",
    StageState.BEGUN,
    [(StageState.BEGUN, "publish_stage", StageState.PUBLISHED, "project_officer")],
)


class StageConclusion(models.TextChoices):
    ON_TRACK = "on_track", _("On track")
    RECTIFY = "rectify", _("On track after rectification")
    FAILING = "failing", _("Far from what was promised")


class SampleResult(models.TextChoices):
    OK = "ok", _("As recorded")
    DEFECT = "defect", _("Not as recorded")
    MISSING = "missing", _("No record found")


class RectificationState(models.TextChoices):
    ORDERED = "ordered", _("Waiting for the organization")
    ANSWERED = "answered", _("Answered, waiting for the check")
    DONE = "done", _("Put right")
    FAILED = "failed", _("Not put right")


F = RectificationState
RECTIFICATION = table(
    "rectification",
    F.ORDERED,
    [
        (F.ORDERED, "answer_rectification", F.ANSWERED, "supplier"),
        (F.ANSWERED, "check_rectification", F.DONE, "project_officer"),
        (F.ANSWERED, "check_rectification", F.ORDERED, "project_officer"),
        (F.ORDERED, "fail_rectification", F.FAILED, "approver"),
    ],
)
OPEN_RECTIFICATIONS = (F.ORDERED, F.ANSWERED)
