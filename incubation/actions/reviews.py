"""Three reviewers: appointed, declaring conflicts, scoring alone, locked before they discuss."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from guardian.shortcuts import assign_perm, remove_perm

from incubation.models import Application, ReviewSeat
from incubation.permissions import REVIEW
from incubation.rules.rubric import mean_total, total_score
from incubation.states import ApplicationState
from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.notifications.actions import notify
from marketplace.statutes import STATUTES
from organizations.models import User
from organizations.queries.people import organizations_of

from .applications import locked, moved

HOUSE = Citation("HOUSE", trust="D")
A = ApplicationState


@transaction.atomic
def begin_review(*, actor: User, application: Application, now: datetime) -> Application:
    """Hand a complete application to the reviewers."""
    return moved(locked(application), A.REVIEW, actor=actor, action="application.review_begun", now=now)


@transaction.atomic
def appoint_reviewer(*, actor: User, application: Application, reviewer: User, now: datetime) -> ReviewSeat:
    """Appoint a reviewer without relation to the applicant; three without conflict are enough. Raises Refused."""
    application = locked(application)
    if application.state != A.REVIEW:
        raise Refused("core.not_in_this_state", status=409)
    seats = application.seats.all()
    if any(seat.reviewer_id == reviewer.pk for seat in seats):
        raise Refused("incubation.reviewer_exists", status=409, field="reviewer")
    if sum(not seat.has_conflict for seat in seats) >= needed(now):
        raise Refused("incubation.reviewers_full", status=409, citation=HOUSE, field="reviewer")
    if organizations_of(reviewer).filter(pk=application.organization_id).exists():
        raise Refused("incubation.reviewer_related", citation=Citation("GPR", "art. 18"), field="reviewer")
    assign_perm(REVIEW, reviewer, application)
    seat = ReviewSeat.objects.create(application=application, reviewer=reviewer, appointed_at=now)
    record(actor=actor, action="reviewer.appointed", subject=seat, at=now, after={"reviewer": reviewer.pk})
    notify(
        recipients=[reviewer], kind="incubation.reviewer_appointed", key=application.reference, at=now,
        path=application.desk_path, organization=application.organization,
    )  # fmt: skip
    return seat


def needed(now: datetime) -> int:
    """Return how many reviewers without conflict decide."""
    return STATUTES.on("incubation.reviewers", day_of(now)).days


def _seat(application: Application, reviewer: User) -> ReviewSeat:
    return ReviewSeat.objects.select_for_update(of=("self",)).get(application=application, reviewer=reviewer)


@transaction.atomic
def declare_conflict(
    *, actor: User, application: Application, has_conflict: bool, declaration: str, now: datetime
) -> ReviewSeat:
    """Declare, before anything is scored; with a conflict the seat falls free and its access ends. Raises Refused."""
    application = locked(application)
    seat = _seat(application, actor)
    if application.state != A.REVIEW:
        raise Refused("core.not_in_this_state", status=409)
    if seat.declared_at:
        raise Refused("incubation.already_declared", status=409)
    seat.declared_at, seat.has_conflict, seat.declaration = now, has_conflict, declaration
    seat.save(update_fields=["declared_at", "has_conflict", "declaration"])
    if has_conflict:
        remove_perm(REVIEW, actor, application)
    record(
        actor=actor, action="conflict.declared", subject=seat, at=now, after={"has_conflict": has_conflict}
    )
    return seat


@transaction.atomic
def lock_scores(
    *, actor: User, application: Application, scores: Mapping[str, Decimal], comment: str, now: datetime
) -> ReviewSeat:
    """Score by the rubric and lock at once; what is locked never changes. Raises Refused."""
    application = locked(application)
    seat = _seat(application, actor)
    if application.state != A.REVIEW:
        raise Refused("core.not_in_this_state", status=409)
    if not seat.declared_at:
        raise Refused("incubation.declare_first", status=409)
    if seat.has_conflict:
        raise Refused("incubation.conflicted", status=403)
    if seat.locked_at:
        raise Refused("incubation.scores_locked", status=409, citation=HOUSE)
    seat.total = total_score(scores)
    seat.scores = {code: str(value) for code, value in scores.items()}
    seat.comment, seat.locked_at = comment, now
    seat.save(update_fields=["total", "scores", "comment", "locked_at"])
    record(actor=actor, action="scores.locked", subject=seat, at=now, after={"total": seat.total})
    return seat


@transaction.atomic
def end_review(*, actor: User, application: Application, now: datetime) -> Application:
    """Go on to the interview or visit once three reviewers have locked; from here on they see each other's scores."""
    application = locked(application)
    totals = [seat.total for seat in application.seats.all() if seat.locked_at]
    if len(totals) < needed(now):
        raise Refused("incubation.scores_open", status=409, citation=HOUSE, locked=len(totals))
    return moved(
        application,
        A.INTERVIEW,
        actor=actor,
        action="application.review_ended",
        now=now,
        mean_score=mean_total(totals),
    )
