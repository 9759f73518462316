"""The first steps of a person: resident or organization; invitations."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marketplace.core.refusals import Refused
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from organizations.actions import accept_invitation, choose_community, register_organization
from organizations.forms import CommunityForm, StartOrganizationForm, valid_code
from organizations.models import Invitation
from organizations.permissions import may_register_organization
from organizations.queries.members import invitation_by_token
from organizations.queries.people import organizations_of, residency_of
from organizations.rules.credit_code import has_odd_organization_code, kind_of_code, normalize
from organizations.states import OrganizationKind


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Offer the two ways in: as a resident, as an organization."""
    context = {
        "residency": residency_of(request.user),
        "organizations": list(organizations_of(request.user)),
        "may_register": may_register_organization(request.user),
    }
    return page(request, "organizations/start.html", context)


@require_http_methods(["GET", "POST"])
def residency(request: HttpRequest) -> HttpResponse:
    """Choose the community in which one lives; see whether it was confirmed."""
    row = residency_of(request.user)
    form = CommunityForm(request.POST or None, initial={"community": row.community_id if row else None})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, choose_community, actor=request.user, now=request.now, **form.cleaned_data)
    ):
        messages.success(request, _("Saved. Your community confirms where you live."))
        return redirect("organizations:residency")
    return page(request, "organizations/residency.html", {"form": form, "residency": row})


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Begin the record of an organization."""
    demand(may_register_organization(request.user))
    form = StartOrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, register_organization, actor=request.user, now=request.now, **form.cleaned_data)
        if row is not None:
            return redirect("organizations:edit", row.public_id)
    return page(request, "organizations/register.html", {"form": form})


@require_GET
def check_code(request: HttpRequest) -> HttpResponse:
    """Answer a code while it is typed: valid, of which type, or what is wrong."""
    code = normalize(request.GET.get("uscc", "")[:40])
    context: dict[str, object] = {"code": code}
    try:
        valid_code(code)
    except ValidationError as wrong:
        context["error"] = " ".join(wrong.messages)
    else:
        kind = kind_of_code(code)
        context["kind"] = OrganizationKind(kind).label if kind else ""
        context["is_odd"] = has_odd_organization_code(code)
    return page(request, "organizations/code_check.html", context if code else {})


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation and join by it."""
    row: Invitation | None = invitation_by_token(token)
    if row is None:
        raise Refused("organizations.invitation_unknown", status=404)
    if request.method == "POST":
        membership = accept_invitation(actor=request.user, token=token, now=request.now)
        messages.success(request, _("You are now a member."))
        return redirect("organizations:mine", membership.organization.public_id)
    return page(request, "organizations/invitation.html", {"invitation": row})
