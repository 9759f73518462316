"""Money in public: how far the budget has come, and who was paid late."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.queries.money import department_plots, district_plot, late_rows, totals_of, years_with_budget
from marketplace.core.clock import day_of


@login_not_required
@require_safe
def money(request: HttpRequest) -> HttpResponse:
    """Show plot A for the district and each department of a year, and every late payment with its days."""
    years = years_with_budget()
    today = day_of(request.now)
    asked = request.GET.get("year", "")
    year = next((one for one in years if str(one) == asked), None)
    if year is None:
        year = today.year if today.year in years or not years else years[0]
    late = late_rows(today)
    context = {
        "year": year,
        "years": years,
        "plot": district_plot(year) if years else None,
        "departments": department_plots(year),
        "late": late,
        "late_totals": totals_of(late),
    }
    return render(request, "cms/money.html", context)
