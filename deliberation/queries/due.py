"""Rows that the clock has already moved."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from deliberation.models import Deliberation, Need, Objection, Support
from deliberation.rules.lives import ENDS, SUPPORTING
from deliberation.states import DeliberationState


def due_needs(now: datetime) -> QuerySet[Need]:
    """Return needs whose `moves_at` has passed in a state that time ends."""
    states = [*ENDS, SUPPORTING]
    return (
        Need.objects.filter(state__in=states, moves_at__lte=now)
        .exclude(state=SUPPORTING, threshold_reached_at__isnull=False)
        .exclude(appeal__isnull=False, appeal__decided_at__isnull=True)
        .order_by("moves_at", "pk")
    )


def uncounted_needs(now: datetime) -> QuerySet[Need]:
    """Return open needs below their threshold with a support that began to count after it was given."""
    late = Support.objects.filter(
        need=OuterRef("pk"), counts_from__lte=now, counts_from__gt=OuterRef("changed_at")
    )
    return Need.objects.filter(Exists(late), state=SUPPORTING, threshold_reached_at__isnull=True).order_by(
        "pk"
    )


def due_deliberations(now: datetime) -> QuerySet[Deliberation]:
    """Return pauses that ended and results that were posted long enough without an open objection."""
    unanswered = Objection.objects.filter(deliberation=OuterRef("pk"), answered_at__isnull=True)
    return Deliberation.objects.filter(
        Q(state=DeliberationState.PAUSED, pause_ends_at__lte=now)
        | Q(state=DeliberationState.STEP6, result_until__lte=now) & ~Exists(unanswered)
    ).order_by("pk")
