"""What a published grade leads to: shown to everybody, decided by a person."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from marketplace.core.refusals import Refused
from marketplace.web.access import demand
from marketplace.web.addresses import localized
from marketplace.web.pages import attempt, page
from marketplace.web.sentences import citation_text
from ranking.actions import decide_consequence
from ranking.forms import ConsequenceForm
from ranking.models import Review
from ranking.permissions import may_decide_consequence, may_read_review
from ranking.queries.consequences import consequences_for, decided_by_code, last_day, open_consequences
from ranking.queries.reviews import all_reviews
from ranking.rules.consequences import DEDUCTION, EXCLUSION, FULL_PAYMENT, NO_EXCLUSION, PRIORITY

TITLES = {
    FULL_PAYMENT: gettext_lazy("The contract is paid in full."),
    PRIORITY: gettext_lazy("Among equals first, where a tender document declares it."),
    DEDUCTION: gettext_lazy("The buyer may claim a deduction as far as the contract provides for one."),
    EXCLUSION: gettext_lazy("Exclusion from new projects on this track may be decided."),
    NO_EXCLUSION: gettext_lazy(
        "No exclusion: in statutory procurement only the finance department may ban, by law."
    ),
}


def consequence_rows(review: Review) -> list[dict[str, object]]:
    """Return what the grade leads to in the reader's words, with the decisions."""
    known = decided_by_code(review)
    return [
        {
            "code": row.code,
            "title": TITLES[row.code],
            "cited": citation_text(Refused("ranking.consequence", citation=row.citation)),
            "years": row.years,
            "is_decided": row.is_decided,
            "decision": known.get(row.code),
        }
        for row in consequences_for(review)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def consequence(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """Decide on one consequence of a failed grade."""
    review = get_object_or_404(all_reviews(), public_id=public_id)
    if not may_read_review(request.user, review):
        raise Http404
    demand(may_decide_consequence(request.user, review))
    row = next((row for row in consequences_for(review) if row.is_decided and row.code == code), None)
    if row is None:
        raise Http404
    form = ConsequenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form, decide_consequence, actor=request.user, review=review, code=code, now=request.now,
            **form.cleaned_data,
        )  # fmt: skip
        if done is not None:
            messages.success(request, _("Decided; the organization was told."))
            return redirect(localized(review.path))
    context = {
        "review": review,
        "contract": review.contract,
        "form": form,
        "title": TITLES[code],
        "row": row,
        "ends_on": last_day(row, request.now),
        "is_open": row in open_consequences(review),
    }
    return page(request, "ranking/consequence.html", context)
