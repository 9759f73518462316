"""The public home page: words from the editors, figures from the rooms."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bidding.queries.tenders import open_tenders
from cms.queries.communities import communities_with_counts, grid_plot
from cms.queries.home import category_plot, year_figures, year_so_far
from cms.queries.pages import home_words, latest_news
from cms.queries.projects import cards_of, newest_projects
from deliberation.queries.deliberations import public_deliberations
from deliberation.states import DeliberationState
from marketplace.web.formats import is_chinese
from projects.queries.projects import public_projects
from ranking.queries.standings import top_of_ranking

EXAMPLES = ("养老", "物业", "体检")
EXAMPLES_EN = ("meals", "parking", "visits")
ENDED = (DeliberationState.CLOSED, DeliberationState.FAILED)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the platform is doing now; every block says what will appear while it is empty."""
    year = year_so_far(request.now)
    communities = list(communities_with_counts())
    projects = newest_projects(public_projects())
    context = {
        "words": home_words(),
        "examples": EXAMPLES if is_chinese() else EXAMPLES_EN,
        "year": year,
        "told": year if year.has_results else year_figures(year.year - 1, request.now),
        "budget_plot": category_plot(year.year) if year.set_up else None,
        "grid": grid_plot(communities) if communities else None,
        "cards": cards_of(projects, request.now),
        "tenders": list(open_tenders(request.now)[:3]),
        "top": top_of_ranking(5),
        "deliberations": list(public_deliberations().exclude(state__in=ENDED)[:3]),
        "news": latest_news(4),
    }
    return render(request, "cms/home.html", context)
