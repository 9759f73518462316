"""What officials owe to those who ask, and which changes wait for a second official."""

from collections.abc import Iterator
from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from bidding.models import Amendment, Question
from bidding.states import AmendmentState, QuestionState, TenderState
from marketplace.core.clock import SHANGHAI
from marketplace.web.duties import Duty
from organizations.models import User
from organizations.states import PostRole

from .questions import SECRET

OPEN = (TenderState.PUBLISHED, TenderState.CLOSED, TenderState.OPENED, TenderState.EVALUATING)


def duties_of_answers(user: User, posts: list) -> Iterator[Duty]:
    """Return open questions for the buyer's officers, and waiting changes for its approvers."""
    answering = {
        post.department_id for post in posts if post.role in {PostRole.PROJECT_OFFICER, PostRole.APPROVER}
    }
    if not answering:
        return
    rows = Question.objects.filter(
        state=QuestionState.ASKED, amendment=None, tender__buyer_id__in=answering, tender__state__in=OPEN
    )
    for question in rows.select_related("tender__buyer").defer(*SECRET).order_by("answer_by", "pk"):
        tender = question.tender
        yield Duty(
            code="bidding.question",
            reference=tender.reference,
            title=tender.title,
            url=reverse("bidding:question_answer", args=[tender.public_id, question.number]),
            label=_("Answer the question"),
            due_at=end_of(question.answer_by),
            place=tender.buyer.name,
            step=tender.get_state_display(),
        )
    yield from _waiting(user, posts)


def _waiting(user: User, posts: list) -> Iterator[Duty]:
    approving = [post.department_id for post in posts if post.role == PostRole.APPROVER]
    rows = Amendment.objects.filter(
        state=AmendmentState.PROPOSED, tender__buyer_id__in=approving, tender__state=TenderState.PUBLISHED
    )
    for amendment in rows.exclude(proposed_by=user).select_related("tender__buyer").order_by("pk"):
        tender = amendment.tender
        yield Duty(
            code="bidding.amendment",
            reference=tender.reference,
            title=tender.title,
            url=reverse("bidding:amendment", args=[tender.public_id, amendment.number]),
            label=_("Publish the change"),
            due_at=tender.bid_deadline,
            place=tender.buyer.name,
            step=tender.get_state_display(),
            is_approval=True,
        )


def end_of(day: object) -> datetime | None:
    """Return the last moment of a day, or None."""
    return datetime.combine(day, time(23, 59, 59), SHANGHAI) if day else None  # type: ignore[arg-type]
