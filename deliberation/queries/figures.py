"""Figures of this room for plots and open data."""

from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Q, QuerySet

from deliberation.models import Deliberation, Need, Outcome
from deliberation.states import DeliberationState, RuleKind
from organizations.models import Community

from .needs import public_needs, with_numbers


def needs_by_state(now: datetime) -> dict[str, int]:
    """Return the number of public needs by their state at the moment."""
    rows = with_numbers(public_needs(), now).order_by().values("state_now").annotate(n=Count("pk"))
    return {row["state_now"]: row["n"] for row in rows}


def median_screening_days(now: datetime, days: int = 365) -> float | None:
    """Return the median time from raising to the answer, in days with one decimal; None without needs."""
    rows = Need.objects.filter(screened_at__gte=now - timedelta(days=days), raised_at__isnull=False)
    spans = [
        (end - start).total_seconds() / 86400 for start, end in rows.values_list("raised_at", "screened_at")
    ]
    return round(median(spans), 1) if spans else None


def needs_by_community() -> dict[str, int]:
    """Return the number of public needs by community code."""
    rows = public_needs().order_by().values("community__code").annotate(n=Count("pk"))
    return {row["community__code"]: row["n"] for row in rows}


def deliberation_figures() -> dict[str, int]:
    """Return how many deliberations run, were decided, and ended without agreement."""
    running = ~Q(state__in=[DeliberationState.CLOSED, DeliberationState.FAILED])
    return {
        "running": Deliberation.objects.filter(running).count(),
        "decided": Outcome.objects.count(),
        "without_agreement": Deliberation.objects.filter(
            failed_at__isnull=False, outcome__isnull=True
        ).count(),
    }


def answer_rate(now: datetime, community: Community | None = None, days: int = 365) -> tuple[int, int]:
    """Return (answered, all) of the last days' needs; those that may still wait for their answer are left out."""
    rows = _raised_since(now - timedelta(days=days), community)
    rows = rows.filter(Q(screened_at__isnull=False) | Q(due_at__lte=now))
    found = rows.aggregate(n=Count("pk"), good=Count("pk", filter=Q(screened_at__isnull=False)))
    return found["good"], found["n"]


def solved_rate(now: datetime, community: Community | None = None, days: int = 365) -> tuple[int, int]:
    """Return (delivered, all) of the needs that were taken up within the last days."""
    rows = _raised_since(now - timedelta(days=days), community).filter(rule__kind=RuleKind.DISCUSS)
    found = rows.aggregate(n=Count("pk"), good=Count("pk", filter=Q(delivered_at__isnull=False)))
    return found["good"], found["n"]


def _raised_since(moment: datetime, community: Community | None) -> QuerySet[Need]:
    rows = Need.objects.filter(raised_at__gte=moment).order_by()
    return rows if community is None else rows.filter(community=community)
