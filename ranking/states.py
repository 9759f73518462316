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


class PanelSeatState(models.TextChoices):
    WAITING = "waiting", _("In reserve")
    INVITED = "invited", _("Invited, has not answered")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Did not answer in time")
    PASSED = "passed", _("Passed over: a conflict came up after the draw")


S = PanelSeatState
PANEL_SEAT = table(
    "panel seat",
    S.WAITING,
    [
        (S.WAITING, "invite_next", S.INVITED, "clock"),
        (S.WAITING, "pass_over", S.PASSED, "clock"),
        (S.INVITED, "accept_seat", S.ACCEPTED, "expert"),
        (S.INVITED, "decline_seat", S.DECLINED, "expert"),
        (S.INVITED, "lapse_seat", S.LAPSED, "clock"),
        (S.ACCEPTED, "decline_seat", S.DECLINED, "expert"),
    ],
)
SEATED = (S.INVITED, S.ACCEPTED)
"""Whoever holds one of the panel's places."""


class DeclineGround(models.TextChoices):
    """Why somebody who was drawn does not rate; all but the last two are ties that keep from later panels."""

    EMPLOYMENT = "employment", _("I work or worked for the organization")
    KINSHIP = "kinship", _("Somebody of my family belongs to the organization")
    CONTRACT = "contract", _("I have or had a contract with the organization")
    MENTOR = "mentor", _("I advised or mentored the organization")
    NO_TIME = "no_time", _("I have no time in these days")
    OTHER = "other", _("Another reason")


TIES = (DeclineGround.EMPLOYMENT, DeclineGround.KINSHIP, DeclineGround.CONTRACT, DeclineGround.MENTOR)
"""Grounds that concern the organization and not only this review."""


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


class RoundState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    NOTICE = "notice", _("Announced")
    OPEN = "open", _("Open for answers")
    CLOSED = "closed", _("Closed, being checked")
    CHECKED = "checked", _("Checked")
    PUBLISHED = "published", _("Published")
    REPLYING = "replying", _("Published, waiting for the reply")
    FINAL = "final", _("Final")
    ANNULLED = "annulled", _("Annulled")


N = RoundState
ROUND = table(
    "evaluation round",
    N.PLANNED,
    [
        (N.PLANNED, "announce_round", N.NOTICE, "project_officer"),
        (N.NOTICE, "open_round", N.OPEN, "clock"),
        (N.OPEN, "close_round", N.CLOSED, "clock"),
        (N.CLOSED, "check_round", N.CHECKED, "approver"),
        (N.CHECKED, "publish_round", N.PUBLISHED, "clock"),
        (N.PUBLISHED, "ask_subject", N.REPLYING, "clock"),
        (N.REPLYING, "finish_round", N.FINAL, "clock"),
        (N.PLANNED, "annul_round", N.ANNULLED, "approver"),
        (N.NOTICE, "annul_round", N.ANNULLED, "approver"),
        (N.OPEN, "annul_round", N.ANNULLED, "approver"),
        (N.CLOSED, "annul_round", N.ANNULLED, "approver"),
    ],
)


class CodeState(models.TextChoices):
    PRINTED = "printed", _("Printed")
    RECEIVED = "received", _("Handed out")
    VOID = "void", _("Void")


class SubjectKind(models.TextChoices):
    CONTRACT = "contract", _("An organization, for a contract")
    DEPARTMENT = "department", _("A department")
    COMMITTEE = "committee", _("A residents' committee")


class AnswerChannel(models.TextChoices):
    ONLINE = "online", _("By the household itself")
    COUNTER = "counter", _("At the counter")
    PAPER = "paper", _("On paper")
    PHONE = "phone", _("By telephone")
    HOME = "home", _("At home")


class Face(models.IntegerChoices):
    """The six answers of a round; 0 is counted and left out of the mean."""

    VERY_SATISFIED = 5, _("Very satisfied")
    SATISFIED = 4, _("Satisfied")
    BASICALLY_SATISFIED = 3, _("Basically satisfied")
    DISSATISFIED = 2, _("Dissatisfied")
    VERY_DISSATISFIED = 1, _("Very dissatisfied")
    UNKNOWN = 0, _("I do not know")
