"""The directory of social organizations and their public profiles."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cms.forms import OrganizationFilter
from cms.queries.organizations import directory, profile_of
from marketplace.core.clock import day_of
from marketplace.web.paging import keyset_page
from organizations.queries.organizations import known_organizations
from projects.models import Category

ORDERS = {"name": ("name", "id"), "standing": ("place", "name", "id")}


@login_not_required
@require_safe
def organization_list(request: HttpRequest) -> HttpResponse:
    """List verified organizations; the standing orders them only when asked, "new" stands beside the rank."""
    day = day_of(request.now)
    narrowed = OrganizationFilter(request.GET or None, queryset=directory(day), request=request)
    order = ORDERS.get(request.GET.get("order", ""), ORDERS["name"])
    page = keyset_page(narrowed.qs, order=order, cursor=request.GET.get("after", ""))
    labels = {row.code: row.label for row in Category.objects.all()}
    context = {
        "filter": narrowed,
        "page": page,
        "count": narrowed.qs.count(),
        "rows": [(row, [labels[c] for c in row.categories if c in labels][:4]) for row in page.rows],
    }
    return render(request, "cms/organizations.html", context)


@login_not_required
@require_safe
def organization_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the public profile of a verified (or later suspended) organization."""
    organization = get_object_or_404(known_organizations().select_related("community"), public_id=public_id)
    labels = {row.code: row.label for row in Category.objects.all()}
    context = {
        "organization": organization,
        "profile": profile_of(organization, day_of(request.now)),
        "fields": [labels[code] for code in organization.categories if code in labels],
        "labels": labels,
    }
    return render(request, "cms/organization.html", context)
