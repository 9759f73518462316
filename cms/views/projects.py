"""Projects and history for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cms.forms import PastFilter, ProjectFilter
from cms.queries.projects import cards_of, whole_of
from marketplace.web.paging import keyset_page
from projects.models import PastProcess
from projects.queries.projects import public_projects


@login_not_required
@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """List public projects as cards or rows."""
    narrowed = ProjectFilter(request.GET or None, queryset=public_projects(), request=request)
    page = keyset_page(narrowed.qs, order=("-listed_at", "-id"), cursor=request.GET.get("after", ""))
    context = {
        "filter": narrowed,
        "page": page,
        "cards": cards_of(page.rows, request.now),
        "count": narrowed.qs.count(),
        "all": public_projects().count(),
        "as_table": request.GET.get("view") == "table",
    }
    return render(request, "cms/projects.html", context)


@login_not_required
@require_safe
def project_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one project: who, how much, how far, how well, and everything behind it."""
    project = get_object_or_404(public_projects(), public_id=public_id)
    whole = whole_of(project, request.now)
    return render(request, "cms/project.html", {"project": project, "whole": whole, "card": whole.card})


@login_not_required
@require_safe
def past_list(request: HttpRequest) -> HttpResponse:
    """List historical records and imported processes, each with its source."""
    rows = PastProcess.objects.select_related("category").defer("body", "summary")
    narrowed = PastFilter(request.GET or None, queryset=rows, request=request)
    page = keyset_page(narrowed.qs, order=("-day", "-id"), cursor=request.GET.get("after", ""))
    context = {"filter": narrowed, "page": page, "count": narrowed.qs.count()}
    return render(request, "cms/past_list.html", context)


@login_not_required
@require_safe
def past_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one historical record with what its publisher said."""
    past = get_object_or_404(PastProcess.objects.select_related("category"), public_id=public_id)
    release = past.body.get("release", {}) if isinstance(past.body, dict) else {}
    return render(request, "cms/past.html", {"past": past, "release": release})
