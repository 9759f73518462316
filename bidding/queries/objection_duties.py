"""What challenges and complaints ask of officials and organizations, until when."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bidding.models import Challenge, Complaint, Hearing
from bidding.states import ChallengeState, ComplaintState
from marketplace.web.duties import Duty
from marketplace.workdays.queries import load_calendar
from organizations.models import User
from organizations.states import DepartmentKind, PostRole

from .answer_duties import end_of
from .bids import bidding_organizations
from .challenges import decide_by


def duties_of_objections(user: User, posts: list, now: datetime) -> Iterator[Duty]:
    """Return challenges to answer, complaints to handle and to correct, and questions of committees."""
    yield from _answers(user, posts)
    yield from _hearings(user, now)
    finance = [post for post in posts if post.role == PostRole.FINANCE]
    if any(post.department.kind == DepartmentKind.FINANCE for post in finance):
        yield from _complaints()
    rows = _with_all(Complaint.objects.filter(state=ComplaintState.RETURNED))
    for complaint in rows.filter(challenge__organization__in=bidding_organizations(user)):
        yield _duty("bidding.correct_complaint", complaint, _("Correct the complaint"), complaint.correct_by)


def _hearings(user: User, now: datetime) -> Iterator[Duty]:
    mine = Hearing.objects.filter(bid__organization__in=bidding_organizations(user))
    rows = mine.filter(answered_at=None, answer_by__gt=now).select_related("bid__lot__tender__buyer")
    for hearing in rows.order_by("answer_by", "pk"):
        tender = hearing.bid.lot.tender
        yield Duty(
            code="bidding.hearing",
            reference=tender.reference,
            title=tender.title,
            url=reverse("bidding:hearing", args=[hearing.public_id]),
            label=_("Answer the committee"),
            due_at=hearing.answer_by,
            place=tender.buyer.name,
            step=tender.get_state_display(),
        )


def _answers(user: User, posts: list) -> Iterator[Duty]:
    def of(role: str) -> list[int]:
        return [post.department_id for post in posts if post.role == role]

    rows = Challenge.objects.filter(state=ChallengeState.FILED).select_related("tender__buyer")
    for challenge in rows.filter(tender__buyer__in=of(PostRole.PROJECT_OFFICER), drafted_by=None).order_by(
        "pk"
    ):
        yield _duty("bidding.draft_answer", challenge, _("Draft the answer"), challenge.answer_by)
    drafted = rows.filter(tender__buyer__in=of(PostRole.APPROVER), drafted_by__isnull=False)
    for challenge in drafted.exclude(drafted_by=user).order_by("pk"):
        yield _duty(
            "bidding.issue_answer", challenge, _("Issue the answer"), challenge.answer_by, is_approval=True
        )


def _with_all(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    return rows.select_related("challenge__tender__buyer").prefetch_related("pauses").order_by("pk")


def _complaints() -> Iterator[Duty]:
    calendar = load_calendar()
    for complaint in _with_all(Complaint.objects.filter(state=ComplaintState.FILED)):
        yield _duty("bidding.examine_complaint", complaint, _("Examine the complaint"), complaint.review_by)
    for complaint in _with_all(Complaint.objects.filter(state=ComplaintState.ACCEPTED)):
        due = decide_by(complaint, calendar)
        yield _duty("bidding.decide_complaint", complaint, _("Decide on the complaint"), due)


def _duty(
    code: str, subject: Challenge | Complaint, label: str, due: object, *, is_approval: bool = False
) -> Duty:
    is_complaint = isinstance(subject, Complaint)
    tender = subject.challenge.tender if is_complaint else subject.tender
    name = "complaint" if is_complaint else "challenge"
    return Duty(
        code=code,
        reference=subject.reference,
        title=tender.title,
        url=reverse(f"bidding:{name}", args=[subject.public_id]),
        label=label,
        due_at=end_of(due),
        place=tender.buyer.name,
        step=subject.get_state_display(),
        is_approval=is_approval,
    )
