"""The desk: what needs action, until when, with one button each; then the figures of the role."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from deliberation.queries.rule_sets import current_rule_set
from marketplace.core.clock import day_of
from marketplace.web.access import demand
from marketplace.web.models import Stop
from marketplace.web.pages import page
from marketplace.web.paging import keyset_page

from . import board, figures, jobs
from .permissions import may_see_board, may_see_jobs
from .queries import Roles, count, duties_of, roles_of, within

SHOWN = 12


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
        "next_deadline": next((duty for duty in duties if duty.due_at), None),
        **_for_officials(request, roles),
        **_for_workers(request, roles),
        **_for_organizations(request, roles),
        **_for_residents(request, roles),
    }
    return page(request, "desk/home.html", context)


def _for_officials(request: HttpRequest, roles: Roles) -> dict[str, object]:
    if not roles.posts:
        return {}
    return {
        "money": figures.year_money(day_of(request.now).year),
        "board": board.board(),
        "attention": board.attention(request.now),
        "week": board.week(request.now),
    }


def _for_workers(request: HttpRequest, roles: Roles) -> dict[str, object]:
    places = list({row.pk: row for row in [*roles.works_in, *roles.directs]}.values())
    if not places:
        return {}
    rule_set = current_rule_set()
    found: dict[str, object] = {
        "communities": [figures.community_figures(row, request.now) for row in places[:3]],
        "to_screen": list(figures.needs_to_screen(request.user)),
        "rules": list(rule_set.rules.filter(kind="discuss").order_by("position")) if rule_set else [],
    }
    if not roles.posts:
        found["week"] = board.week(request.now, [row.pk for row in places])
    return found


def _for_organizations(request: HttpRequest, roles: Roles) -> dict[str, object]:
    if not roles.organizations:
        return {}
    return {
        "own": [figures.organization_figures(row, request.now) for row in roles.organizations[:3]],
        "matches": figures.matching_tenders(roles.organizations, request.now),
    }


def _for_residents(request: HttpRequest, roles: Roles) -> dict[str, object]:
    if not roles.residency:
        return {}
    home = roles.residency.community
    found: dict[str, object] = {
        "needs": figures.needs_raised_by(request.user),
        "near": figures.projects_near(home),
        "discussed": figures.deliberations_near(home),
    }
    if not (roles.posts or roles.works_in or roles.directs):
        found["week"] = board.week(request.now, [home.pk])
    return found


@require_GET
def stop_list(request: HttpRequest, stop: str) -> HttpResponse:
    """List the matters that have come as far as one stop of the loop."""
    demand(may_see_board(request.user))
    if stop not in Stop.values:
        raise Http404
    rows = board.furthest_stops().filter(stop=stop)
    current = keyset_page(rows, order=("-reached_at", "-pk"), cursor=request.GET.get("after", ""))
    lines = [board.Line(row.reference, row.title, row.path, "", row.reached_at) for row in current.rows]
    heading = _("Matters at the stop “%(stop)s”") % {"stop": Stop(stop).label}
    return page(request, "desk/list.html", {"heading": heading, "page": current, "lines": lines})


@require_GET
def attention_list(request: HttpRequest, code: str) -> HttpResponse:
    """List everything that one rule of attention finds."""
    demand(may_see_board(request.user))
    rule = next((rule for rule in board.RULES if rule.code == code), None)
    if rule is None:
        raise Http404
    current = keyset_page(rule.find(request.now), order=("pk",), cursor=request.GET.get("after", ""))
    context = {
        "heading": rule.title,
        "advice": rule.advice,
        "page": current,
        "lines": [rule.line(row) for row in current.rows],
    }
    return page(request, "desk/list.html", context)


@require_GET
def background(request: HttpRequest) -> HttpResponse:
    """Show administrators what the machine does in the background."""
    demand(may_see_jobs(request.user))
    return page(request, "desk/jobs.html", {"jobs": jobs.state_of_jobs(), "schedule": jobs.schedule()})
