"""Communities on the grid and one by one."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from contracts.queries.figures import satisfied_rate
from deliberation.models import Deliberation, Need
from deliberation.queries.deliberations import public_deliberations
from deliberation.queries.figures import answer_rate, solved_rate
from deliberation.queries.needs import public_needs
from marketplace.web.addresses import localized
from marketplace.web.formats import is_chinese
from marketplace.web.plots import Plot, community_grid
from organizations.models import Community, Organization
from organizations.queries.organizations import public_organizations
from projects.models import Project
from projects.queries.projects import public_projects
from projects.states import HOLDING_STATES

SHOWN = 6


def communities_with_counts() -> QuerySet[Community]:
    """Return all communities in the order of the grid with `projects_count` (living projects)."""
    held = Q(projects__state__in=HOLDING_STATES)
    return (
        Community.objects.select_related("subdistrict")
        .annotate(projects_count=Count("projects", filter=held, distinct=True))
        .order_by("row", "column")
    )


def grid_plot(communities: list[Community]) -> Plot:
    """Return plot C: equal squares, no geography."""
    return community_grid(
        [(name_of(row), row.projects_count, localized(f"/communities/{row.code}/")) for row in communities]
    )


def name_of(row: Community) -> str:
    """Return the name in the reader's language."""
    return row.name if is_chinese() or not row.name_en else row.name_en


@dataclass(frozen=True)
class CommunityPage:
    """What the page of a community shows."""

    needs: list[Need]
    needs_count: int
    deliberations: list[Deliberation]
    projects: list[Project]
    projects_count: int
    budget: Decimal
    organizations: list[Organization]
    rates: list[tuple[str, Decimal | None, int]]


def page_of(community: Community, now: datetime) -> CommunityPage:
    """Return needs, deliberations, projects with their money, organizations of a community."""
    needs = public_needs().filter(community=community)
    projects = public_projects().filter(communities=community)
    held = projects.filter(state__in=HOLDING_STATES).order_by()
    return CommunityPage(
        needs=list(needs[:SHOWN]),
        needs_count=needs.count(),
        deliberations=list(public_deliberations().filter(community=community)[:SHOWN]),
        projects=list(projects[:SHOWN]),
        projects_count=held.count(),
        budget=held.aggregate(total=Sum("budget"))["total"] or Decimal(0),
        organizations=list(public_organizations().filter(community=community).order_by("name")[:SHOWN]),
        rates=[
            _rate(_("Answered"), *answer_rate(now, community)),
            _rate(_("Solved"), *solved_rate(now, community)),
            _rate(_("Found done by residents"), *satisfied_rate(community)),
        ],
    )


def _rate(label: str, good: int, count: int) -> tuple[str, Decimal | None, int]:
    return label, Decimal(good) / count if count else None, count
