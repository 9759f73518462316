"""Pages of community workers: whose residence waits for confirmation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from organizations.actions import verify_resident
from organizations.forms import HouseholdForm
from organizations.models import Community, Residency
from organizations.permissions import may_confirm_residency, may_see_residents
from organizations.queries.communities import residencies_to_confirm
from organizations.queries.people import communities_directed_by, communities_worked_by


def _communities(request: HttpRequest) -> object:
    return communities_worked_by(request.user) | communities_directed_by(request.user)


@require_GET
def residents(request: HttpRequest) -> HttpResponse:
    """List registered residents of one's communities who wait for confirmation."""
    demand(may_see_residents(request.user))
    communities = _communities(request)
    rows = keyset_page(
        residencies_to_confirm(communities), order=("id",), cursor=request.GET.get("after", "")
    )
    context = {"page": rows, "communities": list(Community.objects.filter(pk__in=communities.values("pk")))}
    return page(request, "organizations/residents.html", context)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Confirm a resident with building and door."""
    row = get_object_or_404(Residency.objects.select_related("user", "community"), user__public_id=public_id)
    if not _communities(request).filter(pk=row.community_id).exists():
        raise Http404
    demand(may_confirm_residency(request.user, row))
    form = HouseholdForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form, verify_resident, actor=request.user, residency=row, now=request.now, **form.cleaned_data
        )
    ):
        messages.success(request, _("Confirmed."))
        return redirect("organizations:residents")
    return page(request, "organizations/confirm_resident.html", {"form": form, "residency": row})
