"""For administrators: the numbers that the district sets itself, with source, history and a second pair of eyes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions.local_values import confirm_local_value, drop_local_value, propose_local_value
from bidding.forms import ConfirmForm, ReasonForm
from bidding.forms.local_values import LocalValueForm
from bidding.models import LocalValue
from bidding.permissions.local_values import may_confirm_local_value, may_keep_local_values
from bidding.queries.local_values import local_values
from bidding.rules.local_values import bound_of, editable_keys
from marketplace.core.clock import day_of
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from organizations.permissions import require_fresh_second_factor


@require_safe
def local_value_list(request: HttpRequest) -> HttpResponse:
    """Show the number of law beside the district's own, with its history."""
    demand(may_keep_local_values(request.user))
    day = day_of(request.now)
    kept: dict[str, list[LocalValue]] = {}
    for row in local_values():
        row.may_confirm = may_confirm_local_value(request.user, row)
        kept.setdefault(row.key, []).append(row)
    rows = [
        {
            "key": key,
            "way": bound_of(key, day)[0],
            "national": bound_of(key, day)[1],
            "history": kept.get(key, []),
        }
        for key in editable_keys(day)
    ]
    return page(request, "bidding/local_value_list.html", rows=rows, day=day)


@require_http_methods(["GET", "POST"])
def local_value_new(request: HttpRequest) -> HttpResponse:
    """Propose a number."""
    demand(may_keep_local_values(request.user))
    form = LocalValueForm(
        request.POST if request.method == "POST" else None,
        day=day_of(request.now),
        initial={"key": request.GET.get("key", ""), "since": day_of(request.now)},
    )
    if form.is_bound and form.is_valid():
        kept = attempt(form, propose_local_value, actor=request.user, now=request.now, **form.cleaned_data)
        if kept:
            messages.success(request, _("Proposed. A second official confirms it."))
            return redirect("bidding:local_value_list")
    return page(request, "bidding/local_value_new.html", form=form)


def _waiting(request: HttpRequest, public_id: str) -> LocalValue:
    demand(may_keep_local_values(request.user))
    return get_object_or_404(local_values(), public_id=public_id)


@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def local_value_confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a proposed number in force."""
    row = _waiting(request, public_id)
    demand(may_confirm_local_value(request.user, row))
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_bound and attempt(form, confirm_local_value, actor=request.user, row=row, now=request.now):
        messages.success(request, _("Confirmed. Notices from that day on follow it."))
        return redirect("bidding:local_value_list")
    return page(request, "bidding/local_value_decide.html", form=form, row=row, is_confirming=True)


@require_http_methods(["GET", "POST"])
def local_value_drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a proposed number away."""
    row = _waiting(request, public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, drop_local_value, actor=request.user, row=row, reason=reason, now=request.now):
            messages.success(request, _("The proposal was put away."))
            return redirect("bidding:local_value_list")
    return page(request, "bidding/local_value_decide.html", form=form, row=row, is_confirming=False)
