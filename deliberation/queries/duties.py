"""What people have to do in this room."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deliberation.models import Appeal, Deliberation, Need, Screening
from deliberation.states import DeliberationState, NeedState
from marketplace.web.duties import Duty
from organizations.models import User
from organizations.queries.people import (
    communities_directed_by,
    communities_worked_by,
    departments_of,
    has_post,
)
from organizations.states import PostRole

from .deliberations import deliberations_worked_by
from .needs import needs_raised_by, needs_worked_by
from .rule_sets import is_confirmed

STEP_LABELS = {
    DeliberationState.STEP1: gettext_lazy("Fix the topic"),
    DeliberationState.STEP2: gettext_lazy("Fix the topic"),
    DeliberationState.STEP3: gettext_lazy("Announce or record the meeting"),
    DeliberationState.STEP4: gettext_lazy("Record the decision"),
    DeliberationState.STEP5: gettext_lazy("Follow the commitments"),
    DeliberationState.STEP6: gettext_lazy("Post the result"),
    DeliberationState.FAILED: gettext_lazy("Decide how to go on"),
}

APPROVALS = {"review", "appeal", "confirm"}
"""What a second person decides."""


def duties_of(user: User, now: datetime) -> list[Duty]:
    """Return the person's duties here, unsorted."""
    return [
        *_screening(user),
        *_reviews(user),
        *_decide(user, now),
        *_confirm(user),
        *_convened(user, now),
        *_appeals(user),
        *_questions(user, now),
        *_rules(user),
    ]


def _need_duty(code: str, need: Need, label: str, due: datetime | None, url: str = "") -> Duty:
    return Duty(
        code=f"deliberation.{code}",
        reference=need.reference,
        title=need.title,
        url=url or f"/work/needs/{need.public_id}/",
        label=label,
        due_at=due,
        place=need.community.name,
        step=str(_("Need")),
        is_approval=code in APPROVALS,
    )


def _screening(user: User) -> Iterator[Duty]:
    waiting = Screening.objects.filter(result="refused", is_confirmed__isnull=True).values("need")
    for need in needs_worked_by(user).filter(state=NeedState.SCREENING).exclude(pk__in=waiting):
        yield _need_duty("screen", need, _("Screen"), need.due_at)


def _reviews(user: User) -> Iterator[Duty]:
    communities = communities_worked_by(user) | communities_directed_by(user)
    rows = (
        Screening.objects.filter(
            result="refused", is_confirmed__isnull=True, need__community__in=communities.values("pk")
        )
        .exclude(screened_by=user)
        .exclude(need__author=user)
        .select_related("need__community")
    )
    for row in rows:
        yield _need_duty("review", row.need, _("Second review"), row.review_due_at)


def _decide(user: User, now: datetime) -> Iterator[Duty]:
    reached = needs_worked_by(user).filter(state=NeedState.SUPPORTING, threshold_reached_at__isnull=False)
    for need in reached:
        yield _need_duty("decide", need, _("Open a deliberation"), None)


def _confirm(user: User) -> Iterator[Duty]:
    rows = Deliberation.objects.filter(
        state=DeliberationState.STEP2,
        submitted_at__isnull=False,
        community__in=communities_directed_by(user).values("pk"),
    ).exclude(convener=user)
    for row in rows.select_related("community").prefetch_related("clocks"):
        yield _step_duty("confirm", row, _("Confirm the topic"))


def _convened(user: User, now: datetime) -> Iterator[Duty]:
    rows = deliberations_worked_by(user).filter(convener=user, state__in=list(STEP_LABELS))
    for row in rows.prefetch_related("clocks"):
        if row.state == DeliberationState.STEP2 and row.submitted_at:
            continue
        if row.state == DeliberationState.STEP6 and row.result_posted_at:
            continue
        yield _step_duty("convene", row, str(STEP_LABELS[DeliberationState(row.state)]))


def _step_duty(code: str, row: Deliberation, label: str) -> Duty:
    running = next((clock for clock in row.clocks.all() if clock.finished_at is None), None)
    return Duty(
        code=f"deliberation.{code}",
        reference=row.reference,
        title=row.topic,
        url=f"/work/deliberations/{row.public_id}/",
        label=label,
        due_at=running.due_at if running else None,
        place=row.community.name,
        step=str(row.get_state_display()),
        is_approval=code in APPROVALS,
    )


def _appeals(user: User) -> Iterator[Duty]:
    rows = Appeal.objects.filter(
        decided_at__isnull=True, need__community__subdistrict__in=departments_of(user).values("pk")
    ).select_related("need__community")
    for row in rows:
        yield _need_duty("appeal", row.need, _("Decide the appeal"), None)


def _questions(user: User, now: datetime) -> Iterator[Duty]:
    for need in needs_raised_by(user).filter(state=NeedState.NEED_INFO, moves_at__gt=now):
        yield _need_duty("answer", need, _("Answer the question"), need.moves_at, need.path)


def _rules(user: User) -> Iterator[Duty]:
    if not is_confirmed() and has_post(user, PostRole.APPROVER, PostRole.ADMINISTRATOR):
        yield Duty(
            code="deliberation.rules",
            reference="",
            title=_("Default rules of screening wait for confirmation"),
            url="/work/needs/rules/",
            label=_("Confirm the rules"),
            is_approval=True,
        )
