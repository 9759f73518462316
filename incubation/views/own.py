"""The organization's side: apply, hand in, and the member's home."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incubation.actions import save_answers, start_application
from incubation.forms import ApplicationForm, EmptyForm
from incubation.models import Application, ApplicationFile, IncubatorMembership
from incubation.permissions import may_write_application
from incubation.phrases import DIMENSION_NAMES, FIELD_NAMES, SECTION_NAMES, SENTENCES
from incubation.queries.applications import (
    all_applications,
    applications_of,
    applications_visible_to,
    decision_day,
    open_application_of,
    open_intakes,
)
from incubation.queries.members import goals_percent, latest_assessment, memberships_of
from incubation.rules.ladder import DIMENSIONS, next_level
from incubation.rules.sections import FROM_PROFILE, SECTIONS
from incubation.states import ApplicationState, Residence
from marketplace.core.clock import day_of
from marketplace.web.access import demand
from marketplace.web.addresses import localized
from marketplace.web.pages import attempt, hand_out, page
from organizations.queries.people import organizations_of
from organizations.states import MemberRole, OrganizationKind

from .acts import offered, perform
from .tables import APPLICANT_ACTS, MEMBER_ACTS

CHOICES = {"kind": dict(OrganizationKind.choices), "residence": dict(Residence.choices)}
EDITABLE = (ApplicationState.DRAFT, ApplicationState.RETURNED)


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Start an application for one of the person's organizations, or lead to the open one."""
    own = organizations_of(request.user, MemberRole.LEGAL_REPRESENTATIVE).order_by("name", "pk")
    intakes = open_intakes(request.now)
    form = EmptyForm(request.POST or None)
    if request.method == "POST":
        organization = get_object_or_404(own, public_id=request.POST.get("organization", ""))
        intake = get_object_or_404(intakes, public_id=request.POST.get("intake", ""))
        application = open_application_of(organization) or (
            form.is_valid()
            and attempt(
                form,
                start_application,
                actor=request.user,
                organization=organization,
                intake=intake,
                now=request.now,
            )
        )
        if application:
            return redirect(localized(application.path))
    context = {
        "organizations": list(own),
        "intakes": list(intakes),
        "form": form,
        "decision_on": decision_day(day_of(request.now)) if intakes else None,
    }
    return page(request, "incubation/apply.html", context)


def _own(request: HttpRequest, public_id: str) -> Application:
    rows = all_applications().filter(organization__in=organizations_of(request.user))
    return get_object_or_404(rows, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the application; while it may be changed, its five sections can be saved as they are typed."""
    row = _own(request, public_id)
    is_editable = row.state in EDITABLE and bool(may_write_application(request.user, row))
    form = ApplicationForm(request.POST or None, application=row)
    if request.method == "POST":
        demand(may_write_application(request.user, row))
        if form.is_valid():
            saved = attempt(
                form, save_answers, actor=request.user, application=row, answers=form.answers(),
                version=form.cleaned_data["version"], now=request.now,
            )  # fmt: skip
            if saved:
                messages.success(request, _("Saved. You can go on later."))
                return redirect(localized(row.path))
    return _application_page(request, row, form if is_editable else None, {})


def answers_of(row: Application, names: Iterable[str]) -> list[tuple[object, object]]:
    """Return the answers of a section as people read them: a chosen code by its words."""
    typed = ((name, row.answers.get(name, "")) for name in names)
    return [(FIELD_NAMES[name], CHOICES.get(name, {}).get(value, value)) for name, value in typed]


def _application_page(
    request: HttpRequest, row: Application, form: ApplicationForm | None, used: dict
) -> HttpResponse:
    sections = [
        {
            "name": SECTION_NAMES[code],
            "fields": [form[name] for name in names] if form else [],
            "answers": answers_of(row, names),
            "is_prefilled": names[0] in FROM_PROFILE,
        }
        for code, names in SECTIONS
    ]
    context = {
        "application": row,
        "form": form,
        "sections": sections,
        "missing": [FIELD_NAMES[entry["field"]] for entry in row.missing],
        "files": [
            {"name": f"{f.title} ({f.name})", "size": f.size, "url": _file_path(f)} for f in row.files.all()
        ],
        "acts": offered(APPLICANT_ACTS, request.user, row, used),
        "expected": row.decision_on or decision_day(day_of(request.now)),
        "used": next(iter(used.values()), None),
    }
    return page(request, "incubation/application.html", context)


def _file_path(row: ApplicationFile) -> str:
    return localized(f"/incubator/files/{row.public_id}/")


@require_POST
def application_act(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """Take one of the applicant's acts: add a document, hand in, withdraw."""
    row = _own(request, public_id)
    form = perform(request, APPLICANT_ACTS, code, row)
    if form is None:
        return redirect(localized(row.path))
    editing = ApplicationForm(application=row) if row.state in EDITABLE else None
    return _application_page(request, row, editing, {code: form})


@require_safe
def document(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out a document to those who work with the application."""
    rows = ApplicationFile.objects.filter(application__in=applications_visible_to(request.user))
    return hand_out(get_object_or_404(rows, public_id=public_id))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the member's home: next deadline, goals, visit, capability with the next sentence to reach."""
    membership = memberships_of(request.user).first()
    if membership is None:
        return _without_membership(request)
    return _home(request, membership, {})


def _without_membership(request: HttpRequest) -> HttpResponse:
    own = organizations_of(request.user)
    rows = [row for organization in own for row in applications_of(organization)]
    return page(
        request,
        "incubation/no_membership.html",
        {"applications": rows, "is_open": open_intakes(request.now).exists()},
    )


def ladder(membership: IncubatorMembership) -> dict[str, object]:
    """Return the six levels with their sentences and the next sentence to reach; nothing before an assessment."""
    found = latest_assessment(membership)
    if found is None:
        return {"rows": [], "assessed_on": None, "next": None}
    rows = [
        {
            "name": DIMENSION_NAMES[name],
            "level": found.levels[name],
            "sentence": SENTENCES[name][found.levels[name] - 1],
            "evidence": found.evidence.get(name, ""),
        }
        for name in DIMENSIONS
    ]
    step = next_level(found.levels)
    following = step and {
        "name": DIMENSION_NAMES[step[0]],
        "level": step[1],
        "sentence": SENTENCES[step[0]][step[1] - 1],
    }
    return {"rows": rows, "assessed_on": found.assessed_on, "next": following}


def _home(request: HttpRequest, membership: IncubatorMembership, used: dict) -> HttpResponse:
    context = {
        "membership": membership,
        "percent": goals_percent(membership),
        "goals": list(membership.goals.filter(stage=membership.state)),
        "ladder": ladder(membership),
        "hearings": list(membership.hearings.all()[:5]),
        "quarters": list(membership.quarters.all()),
        "acts": offered(MEMBER_ACTS, request.user, membership, used),
        "used": next(iter(used.values()), None),
    }
    return page(request, "incubation/home.html", context)


@require_POST
def member_act(request: HttpRequest, code: str) -> HttpResponse:
    """Take one of the member's acts: sign, report on a goal, answer, file a report, withdraw."""
    membership = memberships_of(request.user).first()
    if membership is None:
        raise Http404
    form = perform(request, MEMBER_ACTS, code, membership)
    return redirect(localized(membership.path)) if form is None else _home(request, membership, {code: form})
