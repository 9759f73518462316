"""For the buyer's officials: divide a purchase into lots, share what they have in common, tender a lot again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bidding.actions.divisions import divide_tender, share_content, tender_lot_again
from bidding.forms import ConfirmForm
from bidding.forms.lots import DivisionForm, LotForms, lots_initial
from bidding.models import Tender
from bidding.permissions.lots import may_divide_tender, may_tender_lot_again
from bidding.queries.divisions import lots_of
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page

from .official import find, officials_act, posted, work_page
from .public import with_phase


def shown_lots(request: HttpRequest, rows: list[Tender]) -> list[Tender]:
    """Add to each lot the word of its phase."""
    return [with_phase(row, request) for row in rows]


@require_http_methods(["GET", "POST"])
def tender_divide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name the lots with their money; saved again, a draft is divided anew."""
    tender = find(request, public_id)
    demand(may_divide_tender(request.user, tender))
    rows, division = lots_of(tender), tender.division
    initial = {"most_lots": division.most_lots, "award_order": division.award_order} if division else {}
    form = DivisionForm(posted(request), initial=initial)
    lots = LotForms(posted(request), prefix="l", initial=lots_initial(tender, rows))
    if form.is_bound and form.is_valid() and lots.is_valid():
        done = attempt(
            form, divide_tender, actor=request.user, tender=tender, plans=lots.plans(), now=request.now,
            **form.cleaned_data,
        )  # fmt: skip
        if done:
            messages.success(request, _("The purchase is divided. Every lot is edited on its own page."))
            return work_page(tender)
    elif form.is_bound and form.is_valid():
        form.add_error(None, _("Correct the lots marked below."))
    return page(request, "bidding/tender_divide.html", tender=tender, form=form, lots=lots)


@require_http_methods(["GET", "POST"])
def lots_share(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give criteria, conditions and terms of this lot to the others."""
    tender = find(request, public_id)
    return officials_act(
        request, tender, may_divide_tender(request.user, tender), form=ConfirmForm(posted(request)),
        act=share_content, done=_("The other lots have the same criteria, conditions and terms now."), tender=tender,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def lot_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin a new procedure for a lot that ended without award."""
    tender = find(request, public_id)
    demand(may_tender_lot_again(request.user, tender))
    form = ConfirmForm(posted(request))
    if form.is_bound:
        again = attempt(form, tender_lot_again, actor=request.user, tender=tender, now=request.now)
        if again is not None:
            messages.success(request, _("A new draft for this lot. Set its deadline and check every field."))
            return work_page(again)
    return page(request, "bidding/lot_again.html", tender=tender, form=form)
