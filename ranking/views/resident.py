"""Stars of a household: one question, one button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace.web.access import demand
from marketplace.web.addresses import localized
from marketplace.web.pages import attempt, page
from organizations.queries.people import residency_of
from ranking.actions import answer_as_resident
from ranking.forms import StarsForm
from ranking.permissions import may_rate_as_resident
from ranking.queries.reviews import all_reviews, has_answered


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask a verified resident of a community that was served for one to five stars."""
    review = get_object_or_404(all_reviews(), public_id=public_id)
    demand(may_rate_as_resident(request.user, review))
    form = StarsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        attempt(
            form, _answered, request=request, actor=request.user, review=review,
            stars=form.cleaned_data["stars"], now=request.now,
        )  # fmt: skip
        if not form.errors:
            return redirect(localized(review.path))
    home = residency_of(request.user)
    context = {
        "review": review,
        "contract": review.contract,
        "form": form,
        "is_answered": has_answered(review, home.household_id),
    }
    return page(request, "ranking/rate_as_resident.html", context)


def _answered(*, request: HttpRequest, **arguments: object) -> None:
    answer_as_resident(**arguments)
    messages.success(request, _("Thank you. Your household's answer has been counted."))
