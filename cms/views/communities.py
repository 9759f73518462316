"""Communities: a schematic grid, and a page each."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cms.queries.communities import communities_with_counts, grid_plot, name_of, page_of
from cms.queries.projects import cards_of
from organizations.models import Community


@login_not_required
@require_safe
def community_list(request: HttpRequest) -> HttpResponse:
    """Show the grid and the list."""
    rows = list(communities_with_counts())
    return render(
        request, "cms/communities.html", {"communities": rows, "plot": grid_plot(rows) if rows else None}
    )


@login_not_required
@require_safe
def community_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show one community: contacts, needs, deliberations, projects, money, organizations."""
    community = get_object_or_404(Community.objects.select_related("subdistrict"), code=code)
    found = page_of(community, request.now)
    context = {
        "community": community,
        "name": name_of(community),
        "found": found,
        "cards": cards_of(found.projects, request.now),
    }
    return render(request, "cms/community.html", context)
