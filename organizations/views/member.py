"""Pages of an organization's members: record, certificates, people."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marketplace.audit.queries import history_of
from marketplace.web.access import demand
from marketplace.web.pages import attempt, hand_out, page
from organizations import actions, permissions
from organizations.forms import CertificateForm, InvitationForm, OrganizationForm, SuccessorForm
from organizations.models import Invitation, Membership, Organization
from organizations.queries.members import open_invitations, open_memberships
from organizations.queries.organizations import certificates_of, open_change_of, standing_of
from organizations.queries.people import is_member, members_of, organizations_of
from organizations.rules.registration import REQUIRED_FIELDS

from .shared import category_choices, facts_of, progress_of


def _mine(request: HttpRequest, public_id: str) -> Organization:
    organization = get_object_or_404(Organization.objects.select_related("community"), public_id=public_id)
    if not is_member(request.user, organization):
        raise Http404
    return organization


@require_GET
def organizations(request: HttpRequest) -> HttpResponse:
    """List the person's organizations; lead straight to the only one."""
    rows = list(organizations_of(request.user))
    if len(rows) == 1:
        return redirect("organizations:mine", rows[0].public_id)
    return page(request, "organizations/mine_list.html", {"organizations": rows})


@require_GET
def overview(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the whole record with its state, what comes next, and what happened."""
    organization = _mine(request, public_id)
    context = {
        "organization": organization,
        "facts": facts_of(organization),
        "progress": progress_of(organization, history_of(organization)),
        "change": open_change_of(organization),
        "certificates": certificates_of(organization),
        "standing": standing_of(organization),
        "may_edit": permissions.may_edit_organization(request.user, organization),
        "may_submit": permissions.may_submit_organization(request.user, organization),
    }
    return page(request, "organizations/mine.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Edit the record; identity fields of a verified one become a proposal."""
    organization = _mine(request, public_id)
    demand(permissions.may_edit_organization(request.user, organization))
    initial = {name: getattr(organization, name) for name in actions.EDITABLE}
    form = OrganizationForm(request.POST or None, initial=initial, categories=category_choices())
    if request.method == "POST" and form.is_valid():
        change = attempt(
            form,
            _edited,
            actor=request.user,
            organization=organization,
            values=form.cleaned_data,
            now=request.now,
        )
        if change is not None:
            text = _(
                "Saved. The registrar decides about the identity fields; until then the verified ones hold."
            )
            messages.success(request, text if change else _("Saved."))
            return redirect("organizations:mine", public_id)
    return page(request, "organizations/edit.html", {"form": form, "organization": organization})


def _edited(**arguments: object) -> object:
    return actions.edit_organization(**arguments) or False


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Check the answers, then send the record for verification."""
    organization = _mine(request, public_id)
    demand(permissions.may_submit_organization(request.user, organization))
    if request.method == "POST":
        actions.submit_organization(actor=request.user, organization=organization, now=request.now)
        messages.success(request, _("Sent. A registrar answers within five working days."))
        return redirect("organizations:mine", public_id)
    context = {
        "organization": organization,
        "facts": facts_of(organization),
        "certificates": certificates_of(organization),
        "missing": [
            Organization._meta.get_field(name).verbose_name  # noqa: SLF001
            for name in REQUIRED_FIELDS
            if not getattr(organization, name)
        ],
    }
    return page(request, "organizations/submit.html", context)


@require_http_methods(["GET", "POST"])
def certificates(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep the certificate library."""
    organization = _mine(request, public_id)
    form = CertificateForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        demand(permissions.may_keep_certificate(request.user, organization))
        if form.is_valid() and attempt(
            form,
            actions.add_certificate,
            actor=request.user,
            organization=organization,
            now=request.now,
            checked=form.cleaned_data["upload"],
            **{name: value for name, value in form.cleaned_data.items() if name != "upload"},
        ):
            messages.success(request, _("The certificate is kept; attach it to any bid."))
            return redirect("organizations:certificates", public_id)
    context = {
        "form": form,
        "organization": organization,
        "certificates": certificates_of(organization),
        "may_keep": permissions.may_keep_certificate(request.user, organization),
    }
    return page(request, "organizations/certificates.html", context)


@require_GET
def certificate(request: HttpRequest, public_id: str, key: int) -> HttpResponse:
    """Hand out a certificate to members and registrars."""
    organization = get_object_or_404(Organization, public_id=public_id)
    if not permissions.may_read_organization(request.user, organization):
        raise Http404
    return hand_out(get_object_or_404(organization.certificates, pk=key))


@require_POST
def withdraw_certificate(request: HttpRequest, public_id: str, key: int) -> HttpResponse:
    """Take a certificate out of the library."""
    organization = _mine(request, public_id)
    demand(permissions.may_keep_certificate(request.user, organization))
    row = get_object_or_404(organization.certificates, pk=key)
    actions.withdraw_certificate(actor=request.user, certificate=row, now=request.now)
    messages.success(request, _("The certificate was taken out of the library."))
    return redirect("organizations:certificates", public_id)


@require_http_methods(["GET", "POST"])
def members(request: HttpRequest, public_id: str) -> HttpResponse:
    """List members and invitations; invite."""
    organization = _mine(request, public_id)
    may_manage = permissions.may_manage_members(request.user, organization)
    form = InvitationForm(request.POST or None)
    if request.method == "POST":
        demand(may_manage)
        if form.is_valid() and attempt(
            form,
            actions.invite_member,
            actor=request.user,
            organization=organization,
            now=request.now,
            **form.cleaned_data,
        ):
            messages.success(request, _("The invitation was sent. It works once and for seven days."))
            return redirect("organizations:members", public_id)
    context = {
        "form": form,
        "organization": organization,
        "memberships": open_memberships(organization),
        "invitations": open_invitations(organization, request.now),
        "may_manage": may_manage,
    }
    return page(request, "organizations/members.html", context)


@require_http_methods(["GET", "POST"])
def end_membership(request: HttpRequest, public_id: str, key: int) -> HttpResponse:
    """End a membership; name who takes over."""
    organization = _mine(request, public_id)
    row = get_object_or_404(Membership.objects.select_related("user"), pk=key, organization=organization)
    demand(permissions.may_end_membership(request.user, row))
    others = members_of(organization).exclude(pk=row.user_id)
    form = SuccessorForm(request.POST or None, members=others)
    form.empty_permitted = False
    if request.method == "POST" and form.is_valid():
        ended = attempt(
            form,
            actions.end_membership,
            actor=request.user,
            membership=row,
            now=request.now,
            **form.cleaned_data,
        )
        if ended:
            messages.success(request, _("The membership has ended; the work stays with the organization."))
            still = is_member(request.user, organization)
            return redirect(reverse("organizations:members", args=[public_id]) if still else "desk:home")
    context = {"form": form, "organization": organization, "membership": row, "has_others": others.exists()}
    return page(request, "organizations/end_membership.html", context)


@require_POST
def revoke_invitation(request: HttpRequest, public_id: str, key: int) -> HttpResponse:
    """Withdraw an open invitation."""
    organization = _mine(request, public_id)
    demand(permissions.may_manage_members(request.user, organization))
    row = get_object_or_404(Invitation, pk=key, organization=organization)
    actions.revoke_invitation(actor=request.user, invitation=row, now=request.now)
    messages.success(request, _("The invitation was withdrawn."))
    return redirect("organizations:members", public_id)


@require_POST
def withdraw_change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one's proposed change of identity back."""
    organization = _mine(request, public_id)
    demand(permissions.may_edit_organization(request.user, organization))
    change = open_change_of(organization)
    if change is None:
        raise Http404
    actions.withdraw_identity_change(actor=request.user, change=change, now=request.now)
    messages.success(request, _("The change was taken back."))
    return redirect("organizations:mine", public_id)
