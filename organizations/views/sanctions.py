"""Warnings and bans: the registrar decides, the organization appeals, another person answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.core.clock import day_of
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from organizations import actions, permissions
from organizations.forms import SanctionAnswerForm, SanctionAppealForm, SanctionForm
from organizations.models import Organization
from organizations.queries.organizations import known_organizations
from organizations.queries.people import organizations_of
from organizations.queries.sanctions import sanctions_of, sanctions_visible_to


def _page(request: HttpRequest, organization: Organization, **given: object) -> HttpResponse:
    rows = list(sanctions_of(organization))
    for row in rows:
        row.holds = row.holds_on(day_of(request.now))  # type: ignore[attr-defined]
        row.may_appeal = row.appealed_at is None and permissions.may_appeal_sanction(request.user, row)  # type: ignore[attr-defined]
        row.may_answer = (  # type: ignore[attr-defined]
            row.appealed_at is not None
            and row.answered_at is None
            and permissions.may_answer_sanction_appeal(request.user, row)
        )
    context = {
        "organization": organization,
        "rows": rows,
        "appeal_form": SanctionAppealForm(),
        "answer_form": SanctionAnswerForm(),
        "form": None,
    }
    return page(request, "organizations/sanctions.html", {**context, **given})


@require_http_methods(["GET", "POST"])
def work_sanctions(request: HttpRequest, public_id: str) -> HttpResponse:
    """List the decisions about an organization, and decide another."""
    organization = get_object_or_404(known_organizations(), public_id=public_id)
    decides = permissions.may_impose_sanction(request.user, organization)
    if not decides and not sanctions_visible_to(request.user).filter(organization=organization).exists():
        demand(decides)
    form = SanctionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        demand(decides)
        if form.is_valid() and attempt(
            form,
            actions.impose_sanction,
            actor=request.user,
            organization=organization,
            now=request.now,
            **form.cleaned_data,
        ):
            messages.success(request, _("Decided. It is public, and the organization was told."))
            return redirect("organizations:work_sanctions", public_id)
    return _page(request, organization, form=form if decides else None)


@require_http_methods(["GET"])
def my_sanctions(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an organization the decisions about it, with the way to appeal."""
    return _page(request, get_object_or_404(organizations_of(request.user), public_id=public_id))


ACTS = {
    "appeal": (SanctionAppealForm, actions.appeal_sanction, permissions.may_appeal_sanction, "appeal_form"),
    "answer": (
        SanctionAnswerForm,
        actions.answer_sanction_appeal,
        permissions.may_answer_sanction_appeal,
        "answer_form",
    ),
}


@require_POST
def sanction_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Appeal, or answer an appeal."""
    if act not in ACTS:
        raise Http404
    row = get_object_or_404(sanctions_visible_to(request.user), public_id=public_id)
    kind, action, permission, name = ACTS[act]
    demand(permission(request.user, row))
    form = kind(request.POST)
    if form.is_valid() and attempt(
        form, action, actor=request.user, sanction=row, now=request.now, **form.cleaned_data
    ):
        messages.success(request, _("Done."))
        return redirect(_back(act), row.organization.public_id)
    return _page(request, row.organization, **{name: form})


def _back(act: str) -> str:
    return "organizations:my_sanctions" if act == "appeal" else "organizations:work_sanctions"
