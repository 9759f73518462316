"""About the demonstration, and its clock: moved forward by anybody who tries the product out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace.web.pages import attempt, page
from marketplace.workdays.actions import move_clock

from .accounts import ROLES
from .district import PASSPHRASE, PASSWORD
from .forms import ClockForm
from .queries import real_records


@login_not_required
@require_http_methods(["GET"])
def about(request: HttpRequest) -> HttpResponse:
    """Show what is real, what is invented, who may sign in, and where to begin."""
    return page(
        request,
        "demo/about.html",
        {"records": real_records(), "roles": ROLES, "password": PASSWORD, "passphrase": PASSPHRASE},
    )


@login_not_required
@require_http_methods(["GET", "POST"])
def clock(request: HttpRequest) -> HttpResponse:
    """Show the demo clock and move it forward."""
    form = ClockForm(request.POST or None)
    if form.is_valid() and attempt(form, move_clock, by=form.cleaned_data["step"]) is not None:
        messages.success(request, _("The demo clock has moved forward."))
        return redirect("demo:clock")
    return page(request, "demo/clock.html", {"form": form})
