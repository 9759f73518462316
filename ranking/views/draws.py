"""Yearly draws for spot checks: drawn by an officer, drawn again by anybody (PER-04)."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contracts.states import ContractState, StageState
from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES
from marketplace.web.access import demand
from marketplace.web.addresses import localized
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from organizations.models import Department
from ranking.actions import draw_projects
from ranking.forms import EmptyForm
from ranking.models import YearlyDraw
from ranking.permissions import may_draw_projects
from ranking.queries.draws import checks_of, drawing_departments, draws, draws_of, undrawn
from ranking.rules.draws import spot_size


@login_not_required
@require_safe
def draw_list(request: HttpRequest) -> HttpResponse:
    """List every draw, open to everybody."""
    table = keyset_page(draws(), order=("-drawn_at", "-pk"), cursor=request.GET.get("after", ""))
    return page(request, "ranking/draws.html", {"page": table, "rows": _counted(table.rows)})


def _counted(rows: Iterable[YearlyDraw]) -> list[dict[str, object]]:
    rows = list(rows)
    checks = checks_of(item for row in rows for item in row.drawn.all())
    return [
        {
            "draw": row,
            "drawn": len(row.drawn.all()),
            "frame": len(row.frame),
            "published": sum(
                checks[item.pk].state == StageState.PUBLISHED for item in row.drawn.all() if item.pk in checks
            ),
        }
        for row in rows
    ]


@login_not_required
@require_safe
def draw_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one draw with list, seed and what the checks found, so that anybody can draw again."""
    return _detail(request, get_object_or_404(draws(), public_id=public_id), is_desk=False)


def _detail(request: HttpRequest, draw: YearlyDraw, *, is_desk: bool) -> HttpResponse:
    items = list(draw.drawn.all())
    for item in items:
        item.draw = draw
    checks = checks_of(items)
    rows = [
        {
            "item": item,
            "stage": checks.get(item.pk),
            "begin": f"/work/contracts/{item.contract.public_id}/stages/new/spot/",
            "is_running": item.contract.state == ContractState.ACTIVE,
        }
        for item in items
    ]
    template = "ranking/work_draw.html" if is_desk else "ranking/yearly_draw.html"
    return page(request, template, {"draw": draw, "rows": rows})


@require_safe
def work_draws(request: HttpRequest) -> HttpResponse:
    """Show what can be drawn now, and the draws of the person's departments."""
    return _work(request, EmptyForm())


def _work(request: HttpRequest, form: EmptyForm) -> HttpResponse:
    day = day_of(request.now)
    table = keyset_page(
        draws_of(request.user), order=("-drawn_at", "-pk"), cursor=request.GET.get("after", "")
    )
    departments = [
        {"department": row, "contracts": rows, "size": spot_size(len(rows), day)}
        for row in drawing_departments(request.user)
        for rows in (undrawn(row, day),)
    ]
    context = {
        "page": table,
        "rows": _counted(table.rows),
        "departments": departments,
        "form": form,
        "year": day.year,
        "share": f"{STATUTES.on('performance.spot_share', day).value:.0%}",
    }
    return page(request, "ranking/work_draws.html", context)


@require_POST
def draw(request: HttpRequest, code: str) -> HttpResponse:
    """Draw for a department."""
    department = get_object_or_404(Department, code=code)
    demand(may_draw_projects(request.user, department))
    form = EmptyForm(request.POST)
    form.is_valid()
    drawn = attempt(form, draw_projects, actor=request.user, department=department, now=request.now)
    if drawn is None:
        return _work(request, form)
    messages.success(request, _("Drawn. Begin the spot checks."))
    return redirect(localized(drawn.desk_path))


@require_safe
def work_draw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one draw to the department's people, with the spot checks to begin."""
    return _detail(request, get_object_or_404(draws_of(request.user), public_id=public_id), is_desk=True)
