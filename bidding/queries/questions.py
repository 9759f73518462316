"""Questions on tenders: the text is public, who asked is not; only members read their own as their own."""

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from bidding.models import Question, Tender
from bidding.rules.questions import last_day_to_ask
from bidding.states import QuestionState, TenderState
from marketplace.core.clock import day_of
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import CalendarNotLoaded
from organizations.models import User

from .bids import bidding_organizations

SECRET = ("organization", "asked_by", "text_digest")
"""Never leaves the database for a reader: an official must not learn who is interested (NOT-05)."""


def questions_of(tender: Tender) -> QuerySet[Question]:
    """Return the questions of a tender in order, without who asked."""
    return Question.objects.filter(tender=tender).defer(*SECRET).order_by("number")


def open_questions(tender: Tender) -> QuerySet[Question]:
    """Return the questions that wait for an answer, without who asked."""
    return questions_of(tender).filter(state=QuestionState.ASKED)


def own_question_numbers(user: User, tender: Tender) -> set[int]:
    """Return the numbers of the questions that the reader's own organizations asked."""
    if not user.is_authenticated:
        return set()
    mine = bidding_organizations(user)
    return set(Question.objects.filter(tender=tender, organization__in=mine).values_list("number", flat=True))


def own_questions(user: User) -> QuerySet[Question]:
    """Return the questions of the reader's own organizations."""
    rows = Question.objects.filter(organization__in=bidding_organizations(user))
    return rows.select_related("tender__buyer", "organization")


def asking_ends(tender: Tender) -> date | None:
    """Return the last day to ask, or None while it cannot be computed."""
    try:
        return last_day_to_ask(tender.notice_date, day_of(tender.bid_deadline), load_calendar())
    except CalendarNotLoaded:
        return None


def answered_questions() -> QuerySet[Question]:
    """Return answered questions of public tenders, newest answer first, without who asked."""
    rows = Question.objects.filter(state=QuestionState.ANSWERED).select_related("tender").defer(*SECRET)
    return rows.order_by("-answered_at", "-pk")


def overdue_questions(now: datetime) -> QuerySet[Question]:
    """Return the questions of open tenders whose answer is late."""
    rows = Question.objects.filter(
        state=QuestionState.ASKED, answer_by__lt=day_of(now), tender__state=TenderState.PUBLISHED
    )
    return rows.select_related("tender__buyer").defer(*SECRET)


def question_counts(tender: Tender) -> dict[str, int]:
    """Return how many questions stand on a tender, and how many are answered."""
    rows = Question.objects.filter(tender=tender).exclude(state=QuestionState.WITHDRAWN)
    return rows.aggregate(asked=Count("pk"), answered=Count("pk", filter=Q(state=QuestionState.ANSWERED)))
