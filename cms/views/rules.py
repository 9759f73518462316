"""Every number that the platform keeps to, on any day, with its source."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.forms import RulesForm
from cms.queries.statutes import rules_on
from marketplace.core.clock import day_of


@login_not_required
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules in force on the chosen day, by subject."""
    form = RulesForm(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    day = given.get("day") or day_of(request.now)
    lines = rules_on(
        day,
        query=given.get("q", ""),
        group=given.get("group", ""),
        only_unsure=given.get("unsure", False),
    )
    groups = [(name, list(rows)) for name, rows in groupby(lines, key=lambda line: line.group)]
    context = {
        "form": form,
        "day": day,
        "groups": groups,
        "count": len(lines),
        "unsure": sum(line.is_unsure for line in lines),
    }
    return render(request, "cms/rules.html", context)
