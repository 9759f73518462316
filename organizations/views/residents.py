"""Pages of community workers: whose residence waits for confirmation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from organizations.actions import verify_phone, verify_resident
from organizations.forms import HouseholdForm, PhoneForm
from organizations.models import Community, Residency
from organizations.permissions import may_confirm_residency, may_see_residents, may_verify_phone
from organizations.queries.communities import residencies_to_confirm, residents_without_phone
from organizations.queries.people import communities_directed_by, communities_worked_by

MOST = 50


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
    context = {
        "page": rows,
        "communities": list(Community.objects.filter(pk__in=communities.values("pk"))),
        "without_phone": list(residents_without_phone(communities).exclude(user=request.user)[:MOST]),
    }
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
        if row.user.phone_verified_at is None:
            return redirect("organizations:resident_phone", row.user.public_id)
        return redirect("organizations:residents")
    return page(request, "organizations/confirm_resident.html", {"form": form, "residency": row})


@require_http_methods(["GET", "POST"])
def phone(request: HttpRequest, public_id: str) -> HttpResponse:
    """Verify a resident's mobile number at the counter, where no text message can do it."""
    row = get_object_or_404(Residency.objects.select_related("user", "community"), user__public_id=public_id)
    if not _communities(request).filter(pk=row.community_id).exists():
        raise Http404
    demand(may_verify_phone(request.user, row))
    form = PhoneForm(request.POST or None, initial={"phone": row.user.phone or ""})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form, verify_phone, actor=request.user, user=row.user, now=request.now, **form.cleaned_data
        )
    ):
        messages.success(request, _("The number is verified. The resident can raise needs now."))
        return redirect("organizations:residents")
    return page(request, "organizations/resident_phone.html", {"form": form, "residency": row})
