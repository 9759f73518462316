"""The calendar of a procedure: officials move days before publication, everybody reads it afterwards."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions.tenders import edit_tender
from bidding.forms.schedule import ScheduleForm, shown_value
from bidding.models import Tender
from bidding.permissions import may_edit_tender
from bidding.queries.drafts import usual_deadline
from bidding.queries.schedules import grids_of, plan_of, published_steps
from bidding.rules.schedule import Planned, service_start
from bidding.states import DRAFTS
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page

from .official import find, work_page
from .public import find as find_public


@require_http_methods(["GET", "POST"])
def tender_schedule(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show every date of a draft, move days, and take the deadline and the start of the service over."""
    tender = find(request, public_id)
    if tender.state not in DRAFTS:
        return work_page(tender)
    form = ScheduleForm(request.POST if request.method == "POST" else request.GET or None)
    try:
        chosen = form.chosen() if form.is_bound and form.is_valid() else _of_draft(tender, request)
        rows = plan_of(tender, chosen, request.now)
    except Refused:
        return work_page(tender)
    if form.is_bound:
        form.judge(rows)
    if request.method == "POST" and not form.errors and _taken_over(request, tender, form, rows):
        return work_page(tender)
    context = _context(request, tender, form, rows, chosen)
    if request.headers.get("HX-Request"):
        return render(request, "bidding/_schedule.html", context)
    return page(request, "bidding/schedule.html", context)


def _of_draft(tender: Tender, request: HttpRequest) -> dict[str, Any]:
    """Return the deadline of the draft as a chosen day, unless it is the usual one."""
    usual = usual_deadline(tender.track, tender.procedure, day_of(request.now))
    if tender.bid_deadline is None or tender.bid_deadline == usual:
        return {}
    return {"bid_deadline": tender.bid_deadline}


def _taken_over(request: HttpRequest, tender: Tender, form: ScheduleForm, rows: list[Planned]) -> bool:
    """Write the deadline and the start of the service into the draft."""
    demand(may_edit_tender(request.user, tender))
    moment = next((row.step.at for row in rows if row.step.code == "bid_deadline"), None)
    content: dict[str, object] = {"bid_deadline": moment}
    if starts_on := form.cleaned_data["starts_on"]:
        if starts_on > tender.ends_on:
            form.add_error("starts_on", _("The service must not end before it begins."))
            return False
        content["starts_on"] = starts_on
    saved = attempt(
        form, edit_tender, actor=request.user, tender=tender, content=content, now=request.now,
        seen_at=parse_datetime(request.POST.get("seen_at", "")[:40]),
    )  # fmt: skip
    if saved:
        messages.success(request, _("The draft has the dates now."))
    return saved is not None


def _context(
    request: HttpRequest, tender: Tender, form: ScheduleForm, rows: list[Planned], chosen: dict[str, Any]
) -> dict[str, Any]:
    starts_on = (form.is_bound and form.is_valid() and form.cleaned_data["starts_on"]) or tender.starts_on
    steps = [row.step for row in rows]
    return {
        "tender": tender,
        "form": form,
        "rows": [
            {
                "plan": row,
                "step": {**row.step.as_record(), "date": row.step.day, "moment": row.step.at},
                "field": form[row.step.code] if row.is_chosen else None,
                "value": _typed(form, row) or shown_value(row),
                "was": shown_value(row),
                "is_pinned": row.step.code in chosen,
            }
            for row in rows
        ],
        "starts_on": starts_on,
        "start_finding": service_start(starts_on, rows),
        "months": grids_of(steps),
        "may_take": may_edit_tender(request.user, tender),
    }


def _typed(form: ScheduleForm, row: Planned) -> str:
    """Return what was typed where it was refused: it stays in its field."""
    code = row.step.code
    return form.data.get(code, "") if form.is_bound and code in form.errors else ""


@login_not_required
@require_safe
def tender_calendar(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the dates of a published tender month by month."""
    tender = find_public(public_id, request)
    return page(request, "bidding/calendar.html", tender=tender, months=grids_of(published_steps(tender)))
