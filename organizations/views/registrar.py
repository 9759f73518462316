"""Pages of the registrar: organizations in every state, verification, changes, suspension."""

from collections.abc import Callable

import django_filters
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from marketplace.audit.queries import history_of
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from organizations import actions, permissions
from organizations.forms import ReasonForm
from organizations.models import Organization
from organizations.queries.organizations import certificates_of, open_change_of, organizations_to_review
from organizations.rules.credit_code import has_odd_organization_code
from organizations.states import OrganizationKind, OrganizationState

from .shared import facts_of, progress_of

TONES = {"draft": "neutral", "submitted": "warn", "returned": "info", "verified": "good", "suspended": "late"}


class OrganizationFilter(django_filters.FilterSet):
    """Narrow the list by name or code, state and type."""

    name = django_filters.CharFilter(lookup_expr="icontains", label=gettext_lazy("Name"), max_length=120)
    state = django_filters.ChoiceFilter(choices=OrganizationState.choices, label=gettext_lazy("State"))
    kind = django_filters.ChoiceFilter(choices=OrganizationKind.choices, label=gettext_lazy("Type"))

    class Meta:
        model = Organization
        fields = ("name", "state", "kind")


@require_GET
def organizations(request: HttpRequest) -> HttpResponse:
    """List what waits for an answer, then every organization."""
    demand(permissions.may_review_organizations(request.user))
    narrowed = OrganizationFilter(request.GET, queryset=Organization.objects.all())
    rows = keyset_page(narrowed.qs, order=("name", "id"), cursor=request.GET.get("after", ""))
    context = {"filter": narrowed, "page": rows, "waiting": list(organizations_to_review()), "tones": TONES}
    return page(request, "organizations/work_list.html", context)


@require_GET
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the whole record beside its certificates and what may be decided."""
    return page(request, "organizations/work.html", _context(request, public_id))


def _context(request: HttpRequest, public_id: str) -> dict[str, object]:
    demand(permissions.may_review_organizations(request.user))
    organization = get_object_or_404(Organization.objects.select_related("community"), public_id=public_id)
    change = open_change_of(organization)
    return {
        "organization": organization,
        "tone": TONES[organization.state],
        "facts": facts_of(organization),
        "certificates": certificates_of(organization),
        "change": change,
        "differences": _differences(organization, change.proposed if change else {}),
        "progress": progress_of(organization, history_of(organization)),
        "is_odd": bool(organization.uscc) and has_odd_organization_code(organization.uscc),
        "may_decide": permissions.may_verify_organization(request.user, organization),
        "acts": [name for name, (state, _needs, _run) in ACTS.items() if state == organization.state],
    }


def _differences(organization: Organization, proposed: dict[str, object]) -> list[tuple[str, object, object]]:
    field = Organization._meta.get_field  # noqa: SLF001
    return [
        (str(field(name).verbose_name), getattr(organization, name), value)
        for name, value in proposed.items()
    ]


Act = tuple[str, bool, Callable[..., object]]
ACTS: dict[str, Act] = {
    "verify": (OrganizationState.SUBMITTED, False, actions.verify_organization),
    "return": (OrganizationState.SUBMITTED, True, actions.return_organization),
    "suspend": (OrganizationState.VERIFIED, True, actions.suspend_organization),
    "reinstate": (OrganizationState.SUSPENDED, True, actions.reinstate_organization),
}
CHANGE_ACTS: dict[str, tuple[bool, Callable[..., object]]] = {
    "accept": (False, actions.accept_identity_change),
    "refuse": (True, actions.refuse_identity_change),
}


def _headings() -> dict[str, tuple[str, str]]:
    return {
        "verify": (_("Verify the record"), _("The public profile goes online and the organization may bid.")),
        "return": (
            _("Return for correction"),
            _("The organization reads the reason and sends the record again."),
        ),
        "suspend": (_("Suspend"), _("New bids become impossible; running contracts go on.")),
        "reinstate": (_("End the suspension"), _("The organization may bid again.")),
        "accept": (_("Accept the change"), _("The new identity fields replace the verified ones at once.")),
        "refuse": (
            _("Refuse the change"),
            _("The verified record stays; the organization reads the reason."),
        ),
    }


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Ask once more, with the reason where one is needed, then decide."""
    context = _context(request, public_id)
    organization = context["organization"]
    demand(permissions.may_verify_organization(request.user, organization))
    needs_reason, run, subject = _decision(act, organization, context["change"])
    form = (ReasonForm if needs_reason else Form)(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, run, actor=request.user, now=request.now, **subject, **form.cleaned_data)
    ):
        messages.success(request, _("Done. The members were told."))
        return redirect("organizations:review", public_id)
    title, text = _headings()[act]
    context |= {"form": form, "needs_reason": needs_reason, "title": title, "text": text}
    return page(request, "organizations/decide.html", context)


def _decision(
    act: str, organization: Organization, change: object
) -> tuple[bool, Callable[..., object], dict[str, object]]:
    if act in ACTS:
        return ACTS[act][1], ACTS[act][2], {"organization": organization}
    if act in CHANGE_ACTS and change is not None:
        return *CHANGE_ACTS[act], {"change": change}
    raise Http404
