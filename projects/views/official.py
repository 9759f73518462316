"""What project officers and finance officers do."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deliberation.actions import answer_outcome
from deliberation.models import Outcome
from deliberation.queries.outcomes import adopted_outcomes
from marketplace.core.clock import FIRST_YEAR, LAST_YEAR, day_of
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from organizations.queries.people import departments_of
from projects.actions import cancel_project, list_project, set_budget_line
from projects.forms import BudgetLineForm, ProjectForm, ReasonForm
from projects.models import Category, CategoryGroup, Project
from projects.permissions import may_answer_outcome, may_change_project, may_keep_budget, may_set_up_project
from projects.queries.budgets import budget_totals, lines_of, lines_with_use
from projects.states import ProjectState


@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    """List decisions that wait for a project, and the projects of my departments."""
    demand(may_set_up_project(request.user))
    rows = Project.objects.filter(department__in=departments_of(request.user).values("pk"))
    current = keyset_page(
        rows.select_related("category", "budget_line"),
        order=("-listed_at", "-id"),
        cursor=request.GET.get("after", ""),
    )
    return page(request, "projects/work_list.html", list=current, outcomes=list(adopted_outcomes()[:50]))


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Set up a project in three pages: category, prefilled form, check; then it is public."""
    demand(may_set_up_project(request.user))
    outcome = _outcome(request.GET.get("outcome", ""))
    category = Category.objects.filter(code=request.GET.get("category", "")).first()
    if category is None:
        groups = CategoryGroup.objects.prefetch_related("categories")
        return page(request, "projects/choose_category.html", groups=groups, outcome=outcome)
    form = _form(request, category, outcome)
    context = {"form": form, "category": category, "outcome": outcome, "sections": form.groups()}
    if not form.is_bound or not form.is_valid() or "back" in request.POST:
        return page(request, "projects/new.html", context)
    plan = form.plan(officer=request.user)
    if "publish" not in request.POST:
        return page(request, "projects/check.html", context, plan=plan)
    project = attempt(form, list_project, actor=request.user, plan=plan, now=request.now)
    if project is None:
        return page(request, "projects/new.html", context)
    messages.success(request, _("%(reference)s is set up and public.") % {"reference": project.reference})
    return redirect("projects:work_project", project.public_id)


def _outcome(public_id: str) -> Outcome | None:
    if not public_id:
        return None
    return get_object_or_404(Outcome.objects.select_related("community", "deliberation"), public_id=public_id)


def _form(request: HttpRequest, category: Category, outcome: Outcome | None) -> ProjectForm:
    today = day_of(request.now)
    lines = lines_of(departments_of(request.user), today.year)
    return ProjectForm(request.POST or None, category=category, lines=lines, outcome=outcome, today=today)


@require_safe
def work_project(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a project to its department."""
    return _project_page(request, _project(request, public_id))


def _project(request: HttpRequest, public_id: str) -> Project:
    rows = Project.objects.select_related(
        "category", "department", "budget_line", "officer", "outcome__deliberation"
    )
    project = get_object_or_404(rows.prefetch_related("communities"), public_id=public_id)
    if not may_set_up_project(request.user):
        raise Http404
    return project


def _project_page(request: HttpRequest, project: Project, **given: object) -> HttpResponse:
    may_change = bool(may_change_project(request.user, project))
    can_cancel = may_change and project.state in (
        ProjectState.DRAFT,
        ProjectState.LISTED,
        ProjectState.TENDERING,
    )
    context = {
        "project": project,
        "may_change": may_change,
        "cancel_form": ReasonForm() if can_cancel else None,
        "tender_path": f"/work/tenders/new/{project.public_id}/",
        "is_listed": project.state == ProjectState.LISTED,
        "indicators": list(project.indicators.all()),
        "criteria": list(project.criteria.all()),
    }
    return page(request, "projects/work_project.html", {**context, **given})


@require_POST
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Cancel a project with a public reason."""
    project = _project(request, public_id)
    demand(may_change_project(request.user, project))
    form = ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, cancel_project, actor=request.user, project=project, reason=reason, now=request.now):
            messages.success(request, _("The project is cancelled."))
            return redirect("projects:work_project", public_id)
    return _project_page(request, project, cancel_form=form)


@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer a decision of residents with a reasoned no; the reason is printed."""
    outcome = _outcome(public_id)
    demand(may_answer_outcome(request.user, outcome))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["reason"]
        if attempt(form, answer_outcome, actor=request.user, outcome=outcome, answer=answer, now=request.now):
            messages.success(request, _("The answer is public."))
            return redirect("projects:work_list")
    return page(request, "projects/decline.html", form=form, outcome=outcome)


@require_http_methods(["GET", "POST"])
def budget(request: HttpRequest) -> HttpResponse:
    """List the year's budget lines with what is left; finance officers enter and change them."""
    demand(may_keep_budget(request.user))
    asked = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)
    try:
        year = asked.clean(request.GET.get("year", ""))
    except forms.ValidationError:
        year = None
    year = year or day_of(request.now).year
    form = BudgetLineForm(request.POST or None, initial={"year": year})
    if request.method == "POST" and form.is_valid():
        line = attempt(form, set_budget_line, actor=request.user, now=request.now, **form.cleaned_data)
        if line:
            messages.success(request, _("The budget line is saved."))
            return redirect("projects:budget")
    return page(
        request,
        "projects/budget.html",
        form=form,
        lines=lines_with_use(year),
        year=year,
        totals=budget_totals(year),
    )
