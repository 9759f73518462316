"""One box over everything that is public."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from search.forms import SearchForm
from search.gateways import find
from search.queries.results import facets_of, hits_of, meant
from search.rules.asked import LAST_PAGE, PAGE_SIZE

EXAMPLES = ("养老", "物业", "体检")


@login_not_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found; always 200, always within a second."""
    form = SearchForm(request.GET)
    asked = form.asked(get_language() or "")
    found, server_down = find(asked)
    hits = hits_of(found, asked.question)
    chosen = {name: getattr(asked.filters, name) for name in ("kind", "category", "community", "state")}
    context = {
        "form": form,
        "question": asked.question.text,
        "hits": hits,
        "found": found,
        "facets": facets_of(found, chosen),
        "server_down": server_down,
        "meant": "" if found.total and not found.is_loose else meant(asked.question),
        "examples": EXAMPLES,
        "page_number": asked.page,
        "next_page": _next(asked.page, found.total),
        "previous_page": asked.page - 1 if asked.page > 1 else 0,
    }
    template = "search/_results.html" if getattr(request, "htmx", False) else "search/results.html"
    return render(request, template, context)


def _next(page: int, total: int) -> int:
    return page + 1 if page * PAGE_SIZE < total and page < LAST_PAGE else 0
