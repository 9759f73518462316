"""The incubator for everybody: how to join, who is in, who graduated, who left."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from incubation.actions import raise_objection
from incubation.forms import ObjectionForm
from incubation.queries.applications import decision_day, next_intake, on_notice, open_intakes, seats_left
from incubation.queries.members import graduates, honest_numbers, members
from marketplace.core.clock import day_of
from marketplace.web.addresses import localized
from marketplace.web.pages import attempt, page


@login_not_required
@require_safe
def incubator(request: HttpRequest) -> HttpResponse:
    """Show how to join, the dates, members, graduates, and honest numbers of those who left."""
    intakes = list(open_intakes(request.now))
    return page(
        request,
        "incubation/incubator.html",
        {
            "intakes": [{"intake": intake, "seats_left": seats_left(intake)} for intake in intakes],
            "next_intake": next_intake(request.now),
            "decision_on": decision_day(day_of(request.now)) if intakes else None,
            "notices": list(on_notice()),
            "members": list(members()[:100]),
            "graduates": list(graduates()[:100]),
            "numbers": honest_numbers(),
        },
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an admission on public notice; who is signed in may object, once."""
    application = get_object_or_404(on_notice(), public_id=public_id)
    if request.method == "POST" and not request.user.is_authenticated:
        return redirect(f"{localized('/account/login/')}?next={request.path}")
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if attempt(
            form, raise_objection, actor=request.user, application=application, text=text, now=request.now
        ):
            return redirect(request.path)
    context = {"application": application, "form": form, "objections": list(application.objections.all())}
    return page(request, "incubation/notice.html", context)
