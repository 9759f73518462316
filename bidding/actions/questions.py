"""Ask, take back and answer questions on a tender; an answer that affects bids goes by an amendment."""

from datetime import datetime

from django.db import transaction

from bidding.models import Amendment, Question, Tender
from bidding.queries.questions import overdue_questions
from bidding.rules.questions import answer_due, check_asking, check_secrecy
from bidding.states import QUESTION, QuestionState, TenderState
from marketplace.audit.actions import record
from marketplace.core.canonical import digest
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.workdays.queries import database_now, load_calendar
from organizations.models import Organization, User
from organizations.queries.people import officials_with
from organizations.states import PostRole

from .amendments import propose_amendment
from .clarified import close_locked
from .tenders import locked

EXPLAINS, AFFECTS, ALTERS = "explains", "affects", "alters"
MOST = 20


@transaction.atomic
def ask_question(
    *, actor: User, tender: Tender, organization: Organization, text: str, now: datetime
) -> Question:
    """Ask in public under a letter; the buyer learns the text and nothing of who asked.

    Raises Refused 409 when the time to ask is over, the same text was asked or too many wait; 422 for a text that
    tells who asks.
    """
    tender = locked(tender)
    if tender.phase(database_now()) != TenderState.PUBLISHED:
        raise Refused("bidding.not_open", status=409)
    calendar, text = load_calendar(), text.strip()
    check_asking(tender.notice_date, day_of(tender.bid_deadline), day_of(now), calendar)
    check_secrecy(text, (organization.name, organization.uscc, organization.legal_representative))
    mine = _own(tender, organization, text)
    question = Question.objects.create(
        tender=tender,
        organization=organization,
        asker=mine,
        number=tender.questions.count() + 1,
        text=text,
        text_digest=digest(text),
        asked_by=actor,
        asked_at=now,
        answer_by=answer_due(tender.notice_date, day_of(now), calendar),
    )
    record(
        actor=actor,
        action="question.asked",
        subject=question,
        at=now,
        after={"number": question.number, "answer_by": question.answer_by},
    )
    _tell_officials(question, "bidding.question_asked", now)
    return question


def _own(tender: Tender, organization: Organization, text: str) -> int:
    """Return the number that stands for the organization on this tender; refused for repetition and floods."""
    asked = Question.objects.filter(tender=tender)
    own = asked.filter(organization=organization)
    if own.filter(text_digest=digest(text)).exclude(state=QuestionState.WITHDRAWN).exists():
        raise Refused("bidding.question_repeated", status=409, field="text")
    if own.filter(state=QuestionState.ASKED).count() >= MOST:
        raise Refused("bidding.questions_many", status=409, most=MOST)
    known = own.values_list("asker", flat=True).first()
    return known or asked.values("asker").distinct().count() + 1


def _tell_officials(question: Question, kind: str, now: datetime) -> None:
    notify(
        recipients=officials_with(
            PostRole.PROJECT_OFFICER, PostRole.APPROVER, department=question.tender.buyer
        ),
        kind=kind,
        key=f"{question.pk}",
        at=now,
        path=f"/work/tenders/{question.tender.public_id}/questions/",
        title=question.tender.title,
        number=question.number,
        answer_by=question.answer_by or "",
    )


def _locked(question: Question) -> Question:
    tender = locked(question.tender)
    fresh = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    fresh.tender = tender
    return fresh


@transaction.atomic
def withdraw_question(*, actor: User, question: Question, now: datetime) -> Question:
    """Take an unanswered question back; its number stays, its text is no longer shown. 409 once it is answered."""
    question = _locked(question)
    require_transition(QUESTION, question.state, QuestionState.WITHDRAWN)
    if question.amendment_id is not None:
        raise Refused("bidding.answer_waits", status=409)
    question.state = QuestionState.WITHDRAWN
    question.save(update_fields=["state"])
    record(
        actor=actor,
        action="question.withdrawn",
        subject=question,
        at=now,
        before={"state": QuestionState.ASKED},
        after={"state": question.state},
    )
    return question


@transaction.atomic
def answer_question(
    *, actor: User, question: Question, answer: str, effect: str, now: datetime
) -> Question | Amendment:
    """Answer in public, or propose the amendment that an answer with effect on bids needs (DOC-04).

    `effect` is EXPLAINS (the document stays), AFFECTS (returns the proposed amendment), or ALTERS: object or
    conditions for bidding, refused (422), because that needs a new tender (DOC-05).
    """
    question = _locked(question)
    require_transition(QUESTION, question.state, QuestionState.ANSWERED)
    if effect == ALTERS:
        raise Refused("bidding.clarification_alters", citation=Citation("O87", "art. 27"), field="effect")
    if question.amendment_id is not None:
        raise Refused("bidding.answer_waits", status=409)
    if effect == AFFECTS:
        return _by_amendment(question, answer, actor, now)
    close_locked(question, answer=answer, actor=actor, now=now)
    record(
        actor=actor,
        action="question.answered",
        subject=question,
        at=now,
        before={"state": QuestionState.ASKED},
        after={"state": question.state, "answer": digest(answer)},
    )
    return question


def _by_amendment(question: Question, answer: str, actor: User, now: datetime) -> Amendment:
    amendment = propose_amendment(
        actor=actor,
        tender=question.tender,
        content={},
        clarifies=(question.text, answer),
        reason=answer[:1000],
        now=now,
    )
    question.amendment = amendment
    question.save(update_fields=["amendment"])
    return amendment


def remind_of_questions(now: datetime) -> int:
    """Tell the officials once of each answer that is late; return how many are."""
    late = list(overdue_questions(now))
    for question in late:
        _tell_officials(question, "bidding.question_late", now)
    return len(late)
