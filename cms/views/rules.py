"""Every coded rule and every number that the platform keeps to, on any day, with its source."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cms.forms import CodedRulesForm, RulesForm
from cms.queries.coded import coded_rules
from cms.queries.statutes import rules_on
from marketplace.core.clock import day_of
from marketplace.web.pages import page


@login_not_required
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show the coded rules by family, with their numbers in force on the chosen day."""
    form = CodedRulesForm(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    day = given.get("day") or day_of(request.now)
    lines = coded_rules(
        day,
        query=given.get("q", ""),
        family=given.get("family", ""),
        phase=given.get("phase", ""),
        effect=given.get("effect", ""),
        trust=given.get("trust", ""),
        only_unsure=given.get("unsure", False),
    )
    context = {
        "form": form,
        "day": day,
        "groups": [(name, list(rows)) for name, rows in groupby(lines, key=lambda line: line.family_name)],
        "count": len(lines),
        "unsure": sum(line.is_unsure for line in lines),
    }
    return page(request, "cms/rules.html", context)


@login_not_required
@require_safe
def rule_numbers(request: HttpRequest) -> HttpResponse:
    """Show the numbers in force on the chosen day, by subject."""
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
    return page(request, "cms/rule_numbers.html", context)
