"""Deliberations as others see them: every step is public."""

from datetime import datetime

from django.db.models import Count, Prefetch, QuerySet

from deliberation.models import Deliberation, Meeting, Need
from deliberation.rules.lives import deliberation_state_at
from organizations.models import User
from organizations.queries.people import communities_directed_by, communities_worked_by


def public_deliberations() -> QuerySet[Deliberation]:
    """Return all deliberations, newest first."""
    return (
        Deliberation.objects.select_related("community", "convener", "rule", "outcome")
        .annotate(needs_count=Count("needs", distinct=True))
        .order_by("-opened_at", "-id")
    )


def deliberation_for_page() -> QuerySet[Deliberation]:
    """Return deliberations with everything that the public page shows."""
    return Deliberation.objects.select_related(
        "community", "convener", "confirmed_by", "rule", "outcome"
    ).prefetch_related(
        "clocks",
        "commitments__department",
        "objections",
        "votes",
        "parties__satisfaction",
        "parties__organization",
        Prefetch("meetings", Meeting.objects.prefetch_related("files")),
        Prefetch("needs", Need.objects.select_related("community").order_by("raised_at")),
    )


def deliberations_worked_by(user: User) -> QuerySet[Deliberation]:
    """Return the deliberations of the communities in which the person works or directs."""
    communities = communities_worked_by(user) | communities_directed_by(user)
    return public_deliberations().filter(community__in=communities.values("pk"))


def state_of(deliberation: Deliberation, now: datetime) -> str:
    """Return the state at the moment, whatever has been written down yet."""
    return deliberation_state_at(
        state=deliberation.state,
        now=now,
        paused_from=deliberation.paused_from,
        pause_ends_at=deliberation.pause_ends_at,
        result_until=deliberation.result_until,
        open_objections=sum(1 for row in deliberation.objections.all() if row.answered_at is None),
    )
