"""The service catalogue for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from marketplace.core.clock import day_of
from marketplace.web.pages import page
from marketplace.web.paging import keyset_page
from marketplace.web.plots import category_bars
from projects.models import in_language
from projects.queries.catalogue import categories_with_figures, past_processes
from projects.queries.figures import budget_by_category
from projects.queries.projects import public_projects


@login_not_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """List all categories by group, with this year's projects and money; plot B above."""
    year = day_of(request.now).year
    rows = list(categories_with_figures(year))
    groups: dict[str, dict[str, object]] = {}
    for row in rows:
        found = groups.setdefault(row.group_id, {"group": row.group, "categories": []})
        found["categories"].append(row)  # type: ignore[attr-defined]
    bars = budget_by_category(year)
    plot = category_bars(bars, year=year) if bars else None
    return page(request, "projects/catalogue.html", groups=groups.values(), year=year, plot=plot)


@login_not_required
@require_safe
def category(request: HttpRequest, code: str) -> HttpResponse:
    """Show one category: money and people apart, indicators, criteria, qualification, basis, projects."""
    year = day_of(request.now).year
    row = get_object_or_404(categories_with_figures(year), code=code.upper())
    current = keyset_page(
        public_projects().filter(category=row),
        order=("-listed_at", "-id"),
        cursor=request.GET.get("after", ""),
    )
    context = {
        "row": row,
        "year": year,
        "indicators": [
            {
                "name": in_language(item["name"], item["name_en"]),
                "unit": in_language(item["unit"], item["unit_en"]),
                "is_outcome": item["is_outcome"],
            }
            for item in row.indicators
        ],
        "criteria": [in_language(item["text"], item["text_en"]) for item in row.criteria],
        "scores": [(in_language(item["name"], item["name_en"]), item["points"]) for item in row.scores],
        "qualification": in_language(row.qualification, row.qualification_en),
        "basis": in_language(row.basis, row.basis_en),
        "list": current,
        "past": list(past_processes(category=row.code)[:10]),
    }
    return page(request, "projects/category.html", context)
