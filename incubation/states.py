"""The path through the incubator: application, then membership by stages, then three years of aftercare."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core.states import table


class ApplicationState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Handed in")
    MATERIAL_CHECK = "material_check", _("Material check")
    RETURNED = "returned", _("Returned: something is missing")
    REVIEW = "review", _("Being reviewed")
    INTERVIEW = "interview_or_visit", _("Interview or visit")
    PROPOSED = "proposed", _("Proposed for admission")
    PUBLIC_NOTICE = "public_notice", _("Public notice")
    ADMITTED = "admitted", _("Admitted")
    NOT_ADMITTED = "not_admitted", _("Not admitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


A = ApplicationState
OPEN_APPLICATION = (
    A.DRAFT, A.SUBMITTED, A.MATERIAL_CHECK, A.RETURNED, A.REVIEW, A.INTERVIEW, A.PROPOSED, A.PUBLIC_NOTICE,
)  # fmt: skip
APPLICATION = table(
    "incubation application",
    A.DRAFT,
    [
        (A.DRAFT, "submit_application", A.SUBMITTED, "applicant"),
        (A.SUBMITTED, "begin_material_check", A.MATERIAL_CHECK, "centre"),
        (A.MATERIAL_CHECK, "return_application", A.RETURNED, "centre"),
        (A.RETURNED, "submit_application", A.SUBMITTED, "applicant"),
        (A.MATERIAL_CHECK, "begin_review", A.REVIEW, "centre"),
        (A.REVIEW, "end_review", A.INTERVIEW, "centre"),
        (A.INTERVIEW, "propose_admission", A.PROPOSED, "centre"),
        (A.INTERVIEW, "decline_application", A.NOT_ADMITTED, "centre"),
        (A.PROPOSED, "publish_notice", A.PUBLIC_NOTICE, "bureau"),
        (A.PUBLIC_NOTICE, "admit_application", A.ADMITTED, "bureau"),
        (A.PUBLIC_NOTICE, "decline_application", A.NOT_ADMITTED, "bureau"),
        *((state, "withdraw_application", A.WITHDRAWN, "applicant") for state in OPEN_APPLICATION),
    ],
)


class MembershipState(models.TextChoices):
    AGREEMENT = "agreement", _("Agreement being signed")
    SEED = "stage_seed", _("Seed stage")
    GROWTH = "stage_growth", _("Growth stage")
    READY = "stage_ready", _("Ready to leave")
    GRADUATION = "graduation_review", _("Graduation review")
    EXTENDED = "extended", _("Membership extended")
    SUSPENDED = "suspended", _("Suspended")
    GRADUATED = "graduated", _("Graduated")
    ALUMNI = "alumni", _("Alumni")
    EXITED = "exited", _("Left the incubator")
    WITHDRAWN = "withdrawn", _("Withdrew")


M = MembershipState
STAGES = (M.SEED, M.GROWTH, M.READY)
RUNNING = (*STAGES, M.EXTENDED)
ACTIVE = (M.AGREEMENT, *RUNNING, M.GRADUATION, M.SUSPENDED)
SUSPENDABLE = (M.AGREEMENT, *RUNNING)
MEMBERSHIP = table(
    "incubation membership",
    M.AGREEMENT,
    [
        (M.AGREEMENT, "sign_agreement", M.SEED, "both"),
        (M.SEED, "advance_stage", M.GROWTH, "panel"),
        (M.GROWTH, "advance_stage", M.READY, "panel"),
        (M.READY, "begin_graduation_review", M.GRADUATION, "panel"),
        (M.GRADUATION, "graduate_member", M.GRADUATED, "bureau"),
        (M.GRADUATION, "extend_membership", M.EXTENDED, "bureau"),
        (M.GRADUATION, "end_without_graduation", M.EXITED, "bureau"),
        (M.EXTENDED, "begin_graduation_review", M.GRADUATION, "clock"),
        *((state, "exit_member", M.EXITED, "centre") for state in (*RUNNING, M.SUSPENDED)),
        *((state, "suspend_member", M.SUSPENDED, "centre") for state in SUSPENDABLE),
        *((M.SUSPENDED, "resume_member", state, "centre") for state in SUSPENDABLE),
        *((state, "withdraw_member", M.WITHDRAWN, "member") for state in (*SUSPENDABLE, M.GRADUATION)),
        (M.GRADUATED, "begin_aftercare", M.ALUMNI, "clock"),
    ],
)


class Residence(models.TextChoices):
    PHYSICAL = "physical", _("With a room in the centre")
    VIRTUAL = "virtual", _("Without a room")


class Ground(models.TextChoices):
    """Why an organization may not enter for a time."""

    ABNORMAL_LIST = "abnormal", _("List of abnormal activity")
    PUNISHED = "punished", _("Administrative punishment")
    SEVERE_LIST = "severe", _("List of severe breach of trust")
    MAJOR_BREACH = "breach", _("Major breach of contract")


class HearingPurpose(models.TextChoices):
    SUSPENSION = "suspension", _("Suspension")
    EXIT = "exit", _("Exit")


class ExitCause(models.TextChoices):
    QUARTERS = "quarters", _("Two failed quarterly checks")
    IDLE_ROOM = "idle_room", _("Room unused for 60 days")
    FALSE_STATEMENT = "false_statement", _("False statement")
    GRADUATION = "graduation", _("Graduation criteria not met after the review")
    OTHER = "other", _("Other stated cause")
