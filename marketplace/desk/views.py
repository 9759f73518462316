"""The desk: what needs action, until when, with one button each; then the figures of the role."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from marketplace.core.clock import day_of
from marketplace.web.pages import page

from . import figures
from .queries import count, duties_of, roles_of, within

SHOWN = 30


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the person's home."""
    now, user = request.now, request.user
    duties, roles = duties_of(user, now), roles_of(user)
    window = request.GET.get("due", "")
    rows = within(duties, window, now)
    context = {
        "roles": roles,
        "counts": count(duties, now),
        "duties": rows if request.GET.get("all") else rows[:SHOWN],
        "hidden": 0 if request.GET.get("all") else max(0, len(rows) - SHOWN),
        "window": window,
        **_figures(request, roles),
    }
    return page(request, "desk/home.html", context)


def _figures(request: HttpRequest, roles: object) -> dict[str, object]:
    found: dict[str, object] = {}
    if roles.posts:
        found["money"] = figures.year_money(day_of(request.now).year)
        found["board"] = figures.project_board()
    if roles.organizations:
        found["own"] = [figures.organization_figures(row, request.now) for row in roles.organizations[:3]]
        found["tenders"] = figures.open_tenders(request.now)
    if roles.residency:
        found["needs"] = figures.needs_raised_by(request.user)
    return found
