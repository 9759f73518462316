"""What becomes of questions when the amendment that answers them is published or dropped."""

from datetime import datetime

from bidding.models import Amendment, Question
from bidding.rules.amendments import CLARIFICATION
from bidding.states import QUESTION, QuestionState
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from organizations.models import User
from organizations.queries.people import members_of


def answer_with_locked(amendment: Amendment, *, actor: User, now: datetime) -> None:
    """Publish the answer that an amendment carries; the caller's transaction and lock hold."""
    answers = [str(row["after"]) for row in amendment.changes if row["field"] == CLARIFICATION]
    for question, answer in zip(amendment.questions.select_for_update(), answers, strict=False):
        close_locked(question, answer=answer, actor=actor, now=now)


def close_locked(question: Question, *, answer: str, actor: User, now: datetime) -> None:
    """Answer a locked question and tell who asked."""
    require_transition(QUESTION, question.state, QuestionState.ANSWERED)
    question.state, question.answer = QuestionState.ANSWERED, answer
    question.answered_by, question.answered_at = actor, now
    question.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    notify(
        recipients=members_of(question.organization),
        kind="bidding.question_answered",
        key=f"{question.pk}",
        at=now,
        path=f"{question.tender.path}questions/",
        title=question.tender.title,
        number=question.number,
    )


def free_locked(amendment: Amendment) -> None:
    """Let the questions of a dropped amendment wait for another answer."""
    amendment.questions.update(amendment=None)
