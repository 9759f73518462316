"""The centre's and the bureau's side: intakes, applications, members."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incubation import actions
from incubation.forms import BarringForm, IntakeForm
from incubation.models import Application, BarringRecord, IncubatorMembership, Intake
from incubation.permissions import may_run_incubator
from incubation.phrases import CRITERION_NAMES, FIELD_NAMES, RUBRIC_NAMES, SECTION_NAMES
from incubation.queries.applications import applications_worked_by
from incubation.queries.members import (
    all_memberships,
    goals_percent,
    graduation_findings,
    honest_numbers,
    idle_members,
)
from incubation.queries.people import is_bureau_approver, is_centre_staff
from incubation.rules.sections import SECTIONS
from incubation.states import ACTIVE, ApplicationState, MembershipState
from marketplace.core.clock import day_of
from marketplace.web.access import demand
from marketplace.web.addresses import localized
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page

from .acts import offered, perform
from .own import answers_of, ladder
from .tables import APPLICATION_ACTS, MEMBERSHIP_ACTS

BEFORE_DISCUSSION = (ApplicationState.SUBMITTED, ApplicationState.MATERIAL_CHECK, ApplicationState.REVIEW)
LEAVING = (MembershipState.READY, MembershipState.GRADUATION, MembershipState.EXTENDED)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the intake funnel, the members, and what needs attention."""
    rows = applications_worked_by(request.user)
    table = keyset_page(rows, order=("-created_at", "-pk"), cursor=request.GET.get("after", ""))
    is_staff = is_centre_staff(request.user) or is_bureau_approver(request.user)
    context = {
        "page": table,
        "is_staff": is_staff,
        "may_run": bool(may_run_incubator(request.user)),
        "members": list(all_memberships().filter(state__in=ACTIVE)[:200]) if is_staff else [],
        "idle": idle_members(day_of(request.now)) if is_staff else [],
        "intakes": list(Intake.objects.all()[:10]) if is_staff else [],
        "numbers": honest_numbers() if is_staff else None,
    }
    return page(request, "incubation/work.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_intake(request: HttpRequest) -> HttpResponse:
    """Announce an intake."""
    demand(may_run_incubator(request.user))
    form = IntakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and attempt(
        form, actions.open_intake, actor=request.user, now=request.now, **form.cleaned_data
    ):  # fmt: skip
        return redirect(localized("/work/incubation/"))
    return page(request, "incubation/intake_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def barring(request: HttpRequest) -> HttpResponse:
    """List and record decisions that bar an organization for a time."""
    demand(may_run_incubator(request.user))
    form = BarringForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and attempt(
        form, actions.record_barring, actor=request.user, now=request.now, **form.cleaned_data
    ):  # fmt: skip
        return redirect(localized("/work/incubation/barring/"))
    rows = BarringRecord.objects.select_related("organization")[:100]
    return page(request, "incubation/barring.html", {"form": form, "rows": list(rows)})


def _application(request: HttpRequest, public_id: str) -> Application:
    rows = applications_worked_by(request.user).prefetch_related("seats__reviewer", "objections")
    return get_object_or_404(rows, public_id=public_id)


@require_safe
def application(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an application with the acts that come next for this person."""
    return _application_page(request, _application(request, public_id), {})


def _application_page(request: HttpRequest, row: Application, used: dict) -> HttpResponse:
    seats = list(row.seats.all())
    is_own_seat_only = row.state in BEFORE_DISCUSSION
    context = {
        "application": row,
        "sections": [
            {
                "name": SECTION_NAMES[code],
                "answers": answers_of(row, names),
            }
            for code, names in SECTIONS
        ],
        "missing": [FIELD_NAMES[entry["field"]] for entry in row.missing],
        "files": [
            {
                "name": f"{f.title} ({f.name})",
                "size": f.size,
                "url": localized(f"/incubator/files/{f.public_id}/"),
            }
            for f in row.files.all()
        ],
        "seats": [
            {"seat": seat, "is_shown": not is_own_seat_only or seat.reviewer_id == request.user.pk}
            for seat in seats
        ],
        "rubric": list(RUBRIC_NAMES.items()),
        "objections": list(row.objections.all()),
        "acts": offered(APPLICATION_ACTS, request.user, row, used),
        "used": next(iter(used.values()), None),
    }
    return page(request, "incubation/work_application.html", context)


@require_POST
def application_act(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """Take one act on an application."""
    row = _application(request, public_id)
    form = perform(request, APPLICATION_ACTS, code, row)
    if form is not None:
        return _application_page(request, row, {code: form})
    is_still_visible = applications_worked_by(request.user).filter(pk=row.pk).exists()
    return redirect(localized(row.desk_path if is_still_visible else "/work/incubation/"))


def _member(request: HttpRequest, public_id: str) -> IncubatorMembership:
    if not (is_centre_staff(request.user) or is_bureau_approver(request.user)):
        raise Http404
    return get_object_or_404(all_memberships(), public_id=public_id)


@require_safe
def member(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a member's record with the acts that come next for this person."""
    return _member_page(request, _member(request, public_id), {})


def _member_page(request: HttpRequest, row: IncubatorMembership, used: dict) -> HttpResponse:
    findings = graduation_findings(row, day_of(request.now)) if row.state in LEAVING else []
    context = {
        "membership": row,
        "percent": goals_percent(row),
        "goals": list(row.goals.all()),
        "quarters": list(row.quarters.all()),
        "hearings": list(row.hearings.all()),
        "reports": list(row.reports.all()),
        "ladder": ladder(row),
        "findings": [{"name": CRITERION_NAMES[f.code], "finding": f} for f in findings],
        "acts": offered(MEMBERSHIP_ACTS, request.user, row, used),
        "used": next(iter(used.values()), None),
    }
    return page(request, "incubation/work_member.html", context)


@require_POST
def member_act(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """Take one act on a membership."""
    row = _member(request, public_id)
    form = perform(request, MEMBERSHIP_ACTS, code, row)
    return redirect(localized(row.desk_path)) if form is None else _member_page(request, row, {code: form})
