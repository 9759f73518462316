"""Figures of this room for plots A, B and C."""

from decimal import Decimal

from django.db.models import Count, Q, Sum

from marketplace.web.addresses import localized
from organizations.models import Community
from projects.models import Project
from projects.states import HOLDING_STATES, ProjectSource, ProjectState

from .budgets import budget_totals
from .catalogue import categories_with_figures

__all__ = [
    "budget_by_category",
    "budget_totals",
    "closed_total",
    "need_share",
    "projects_by_community",
    "projects_by_state",
]


def budget_by_category(year: int) -> list[tuple[str, Decimal, Decimal | None, str]]:
    """Return (category in the reader's language, this year, last year, address) for plot B without empty ones."""
    last = {row.pk: row.money for row in categories_with_figures(year - 1)}
    page = "/catalogue/{}/"
    rows = [
        (str(row), row.money, last.get(row.pk), localized(page.format(row.pk)))
        for row in categories_with_figures(year)
    ]
    return [row for row in rows if row[1] or row[2]]


def projects_by_community() -> dict[str, int]:
    """Return the number of running projects by community code (plot C)."""
    running = Q(projects__state__in=HOLDING_STATES) & ~Q(projects__state=ProjectState.CLOSED)
    rows = Community.objects.annotate(n=Count("projects", filter=running, distinct=True))
    return dict(rows.values_list("code", "n"))


def projects_by_state() -> dict[str, int]:
    """Return the number of projects by state."""
    return dict(Project.objects.order_by().values_list("state").annotate(n=Count("pk")))


def closed_total(year: int) -> Decimal:
    """Return the money of the year's completed projects."""
    rows = Project.objects.filter(budget_line__year=year, state=ProjectState.CLOSED)
    return rows.aggregate(s=Sum("budget"))["s"] or Decimal(0)


def need_share(year: int) -> tuple[Decimal, Decimal]:
    """Return the money of projects with residents' needs behind them, and of all projects of the year."""
    rows = Project.objects.filter(budget_line__year=year, state__in=HOLDING_STATES)
    behind = rows.filter(source=ProjectSource.OUTCOME).aggregate(s=Sum("budget"))["s"]
    return behind or Decimal(0), rows.aggregate(s=Sum("budget"))["s"] or Decimal(0)
