"""Life cycles of needs and deliberations (participation, sections 3 and 4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core.states import table


class NeedState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Need received")
    SCREENING = "screening", _("Being screened")
    NEED_INFO = "need_info", _("Question to the author")
    NOT_SUPPLIED = "not_supplied", _("Answer not supplied")
    ACCEPTED = "accepted", _("Accepted for deliberation")
    REDIRECTED = "redirected", _("Sent to the right office")
    REFUSED = "refused", _("Not for deliberation")
    MERGED = "merged", _("Joined with an earlier need")
    SUPPORTING = "supporting", _("Collecting support")
    DORMANT = "dormant", _("Resting")
    IN_DELIBERATION = "in_deliberation", _("In deliberation")
    DIRECT_ACTION = "direct_action", _("Being solved directly")
    ADOPTED = "adopted", _("Adopted")
    TURNED_INTO_PROJECT = "turned_into_project", _("Service project set up")
    COVENANT = "covenant", _("Residents' covenant")
    DEPARTMENT_TASK = "department_task", _("Task of a department")
    DELIVERED = "delivered", _("Delivered")
    EVALUATED = "evaluated", _("Evaluated by residents")
    ARCHIVED = "archived", _("Archived")


N = NeedState
NEED = table(
    "need",
    N.DRAFT,
    [
        (N.DRAFT, "raise_need", N.SUBMITTED, "author"),
        (N.SUBMITTED, "raise_need", N.SCREENING, "clock"),
        (N.SCREENING, "accept_need", N.ACCEPTED, "community_worker"),
        (N.SCREENING, "redirect_need", N.REDIRECTED, "community_worker"),
        (N.SCREENING, "confirm_refusal", N.REFUSED, "second_reviewer"),
        (N.SCREENING, "ask_author", N.NEED_INFO, "community_worker"),
        (N.SCREENING, "merge_need", N.MERGED, "community_worker"),
        (N.NEED_INFO, "answer_question", N.SCREENING, "author"),
        (N.NEED_INFO, "move_due_needs", N.NOT_SUPPLIED, "clock"),
        (N.NOT_SUPPLIED, "answer_question", N.SCREENING, "author"),
        (N.REFUSED, "decide_appeal", N.SCREENING, "level_above"),
        (N.ACCEPTED, "accept_need", N.SUPPORTING, "clock"),
        (N.SUPPORTING, "open_deliberation", N.IN_DELIBERATION, "convener"),
        (N.SUPPORTING, "start_direct_action", N.DIRECT_ACTION, "community_worker"),
        (N.SUPPORTING, "move_due_needs", N.DORMANT, "clock"),
        (N.DORMANT, "support_need", N.SUPPORTING, "clock"),
        (N.DORMANT, "move_due_needs", N.ARCHIVED, "clock"),
        (N.IN_DELIBERATION, "record_outcome", N.ADOPTED, "convener"),
        (N.IN_DELIBERATION, "close_failed_deliberation", N.ARCHIVED, "convener"),
        (N.ADOPTED, "turn_needs_into_project", N.TURNED_INTO_PROJECT, "project_officer"),
        (N.ADOPTED, "settle_need", N.COVENANT, "convener"),
        (N.ADOPTED, "settle_need", N.DEPARTMENT_TASK, "convener"),
        (N.DIRECT_ACTION, "deliver_need", N.DELIVERED, "owner"),
        (N.TURNED_INTO_PROJECT, "deliver_needs", N.DELIVERED, "clock"),
        (N.TURNED_INTO_PROJECT, "return_needs", N.ADOPTED, "project_officer"),
        (N.COVENANT, "deliver_need", N.DELIVERED, "convener"),
        (N.DEPARTMENT_TASK, "deliver_need", N.DELIVERED, "convener"),
        (N.DELIVERED, "evaluate_needs", N.EVALUATED, "clock"),
        (N.EVALUATED, "evaluate_needs", N.ARCHIVED, "clock"),
        (N.REDIRECTED, "move_due_needs", N.ARCHIVED, "clock"),
        (N.REFUSED, "move_due_needs", N.ARCHIVED, "clock"),
        (N.MERGED, "move_due_needs", N.ARCHIVED, "clock"),
    ],
)

UNSCREENED = {N.DRAFT, N.SUBMITTED, N.SCREENING, N.NEED_INFO, N.NOT_SUPPLIED}


class DeliberationState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    STEP1 = "step1", _("1 Raise")
    STEP2 = "step2", _("2 Fix")
    STEP3 = "step3", _("3 Discuss")
    STEP4 = "step4", _("4 Decide")
    STEP5 = "step5", _("5 Do")
    STEP6 = "step6", _("6 Review")
    CLOSED = "closed", _("Closed")
    PAUSED = "paused", _("Paused")
    FAILED = "failed", _("No agreement")


D = DeliberationState
STEPS = (D.STEP1, D.STEP2, D.STEP3, D.STEP4, D.STEP5, D.STEP6)
DELIBERATION = table(
    "deliberation",
    D.PLANNED,
    [
        (D.PLANNED, "open_deliberation", D.STEP1, "convener"),
        (D.STEP1, "raise_topic", D.STEP2, "convener"),
        (D.STEP2, "confirm_topic", D.STEP3, "director"),
        (D.STEP3, "start_round", D.STEP3, "convener"),
        (D.STEP3, "close_discussion", D.STEP4, "convener"),
        (D.STEP4, "record_outcome", D.STEP5, "convener"),
        (D.STEP4, "fail_deliberation", D.FAILED, "convener"),
        (D.FAILED, "discuss_again", D.STEP3, "convener"),
        (D.FAILED, "close_failed_deliberation", D.CLOSED, "convener"),
        (D.STEP5, "finish_commitments", D.STEP6, "convener"),
        (D.STEP6, "raise_objection", D.STEP6, "objector"),
        (D.STEP6, "close_deliberation", D.CLOSED, "clock"),
        *((step, "pause_deliberation", D.PAUSED, "director") for step in STEPS),
        *((D.PAUSED, "resume_deliberation", step, "director") for step in STEPS),
    ],
)


class NeedKind(models.TextChoices):
    """The eight tiles of the form, in order."""

    ELDERS = "elders", _("Older people")
    HEALTH = "health", _("Health")
    CHILDREN = "children", _("Children and family")
    HELP = "help", _("Disability and relief")
    PROPERTY = "property", _("Property and parking")
    SURROUNDINGS = "surroundings", _("Cleanliness and surroundings")
    DISPUTES = "disputes", _("Neighbors and law")
    CULTURE = "culture", _("Culture and volunteering")


FAST_KINDS = {NeedKind.PROPERTY}


class Display(models.TextChoices):
    """How the author is shown; anonymous unless chosen otherwise."""

    ANONYMOUS = "anonymous", _("A resident of this community")
    BUILDING = "building", _("Building and family name")
    NAMED = "named", _("Full name")


class WhoActs(models.TextChoices):
    RESIDENTS = "residents", _("Residents themselves")
    COMMUNITY = "community", _("With the community's help")
    DEPARTMENT = "department", _("A government department")
    ORGANIZATION = "organization", _("A social organization")


class Entry(models.TextChoices):
    """The channel through which a need came in."""

    ONLINE = "online", _("Online")
    WINDOW = "window", _("At the counter")
    PHONE = "phone", _("By phone")
    VISIT = "visit", _("Home visit")
    PAPER = "paper", _("On paper")


class RuleKind(models.TextChoices):
    DISCUSS = "discuss", _("To be discussed")
    DECLINE = "decline", _("Not to be discussed")
    EXIT = "exit", _("Other way")


class ScreeningResult(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted for deliberation")
    REDIRECTED = "redirected", _("Sent to the right office")
    REFUSED = "refused", _("Not for deliberation")
    MERGED = "merged", _("Joined with an earlier need")
    NEED_INFO = "need_info", _("Question to the author")


class Origin(models.TextChoices):
    RESIDENT = "resident", _("From residents")
    OFFICE = "office", _("From an office")


class Stance(models.TextChoices):
    OPEN = "open", _("Open call for ideas")
    PROPOSAL = "proposal", _("With a proposal")


class Level(models.TextChoices):
    ESTATE = "estate", _("Residential estate")
    COMMUNITY = "community", _("Community")
    SUBDISTRICT = "subdistrict", _("Sub-district")


class Format(models.TextChoices):
    COUNCIL = "council", _("Topic council")
    HEARING = "hearing", _("Public hearing")
    REVIEW = "review", _("Review meeting")
    TALK = "talk", _("Residents' talk")
    OPEN_DAY = "open_day", _("Open day")
    FORUM = "forum", _("Community forum")
    DIALOGUE = "dialogue", _("Community dialogue")
    JOINT = "joint", _("Joint meeting")
    MEDIATION = "mediation", _("Mediation meeting")


class PartyKind(models.TextChoices):
    REPRESENTATIVE = "representative", _("Residents' representatives")
    STAKEHOLDER = "stakeholder", _("Directly affected residents")
    PROPERTY = "property", _("Property firm")
    UNIT = "unit", _("Local unit")
    ORGANIZATION = "organization", _("Social organization")
    DEPARTMENT = "department", _("Department")
    EXPERT = "expert", _("Expert (no vote)")


class Method(models.TextChoices):
    CONSENSUS = "consensus", _("Agreed by all parties")
    VOTE = "vote", _("Show of hands or ballot")
    ASSEMBLY = "assembly", _("Residents' (representatives') meeting")


class Choice(models.TextChoices):
    YES = "yes", _("For")
    NO = "no", _("Against")
    ABSTAIN = "abstain", _("Abstain")


class Electorate(models.TextChoices):
    PARTIES = "parties", _("The parties")
    RESIDENTS = "residents", _("Verified residents, one vote per household")


class CommitmentKind(models.TextChoices):
    PROJECT = "project", _("Service project")
    COVENANT = "covenant", _("Residents' covenant")
    DEPARTMENT = "department", _("Task of a department")
    GROUP = "group", _("Residents' own work")


class CommitmentState(models.TextChoices):
    OPEN = "open", _("In progress")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("Withdrawn with reason")


COMMITMENT = table(
    "commitment",
    CommitmentState.OPEN,
    [
        (CommitmentState.OPEN, "finish_commitment", CommitmentState.DONE, "owner"),
        (CommitmentState.OPEN, "withdraw_commitment", CommitmentState.WITHDRAWN, "owner"),
    ],
)
