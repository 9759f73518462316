"""The third-party panel: drawn by an officer, answered by the experts, drawn again by anybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.core.clock import day_of
from marketplace.web.access import demand
from marketplace.web.addresses import localized
from marketplace.web.models import Stop
from marketplace.web.pages import attempt, page
from ranking.actions import accept_seat, choose_by_hand, decline_seat, draw_panel, fill_panel
from ranking.forms import EmptyForm, InviteForm, SeatForm
from ranking.models import Panel, PanelSeat
from ranking.permissions import may_answer_invitation, may_prepare_review
from ranking.queries.panels import choosable, panel_of
from ranking.queries.reviews import all_reviews

from .desk import detail, found
from .seats import seat_rows


@require_POST
def draw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Draw the third party by lot."""
    review = found(request, public_id)
    demand(may_prepare_review(request.user, review))
    form = EmptyForm(request.POST)
    form.is_valid()
    if attempt(form, draw_panel, actor=request.user, review=review, now=request.now):
        messages.success(request, _("The third party was drawn; the invitations are out."))
        return redirect(localized(review.desk_path))
    return detail(request, review, act_form=form)


@require_POST
def fill(request: HttpRequest, public_id: str) -> HttpResponse:
    """Invite substitutes for whoever did not answer in time."""
    review = found(request, public_id)
    demand(may_prepare_review(request.user, review))
    get_object_or_404(Panel, review=review)
    form = EmptyForm(request.POST)
    form.is_valid()
    if attempt(form, fill_panel, actor=request.user, review=review, now=request.now) is not None:
        messages.success(request, _("The panel is up to date."))
        return redirect(localized(review.desk_path))
    return detail(request, review, act_form=form)


@require_POST
def choose(request: HttpRequest, public_id: str) -> HttpResponse:
    """Invite an expert by hand where the pool is too small."""
    review = found(request, public_id)
    demand(may_prepare_review(request.user, review))
    form = InviteForm(request.POST, experts=choosable(review, day_of(request.now)))
    if form.is_valid() and attempt(
        form, choose_by_hand, actor=request.user, review=review, now=request.now, **form.cleaned_data
    ):
        messages.success(request, _("The third party has been invited."))
        return redirect(localized(review.desk_path))
    return detail(request, review, invite_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: HttpRequest, public_id: str) -> HttpResponse:
    """Accept the seat with a declaration, or decline it."""
    review = found(request, public_id)
    demand(may_answer_invitation(request.user, review))
    own = get_object_or_404(PanelSeat, panel__review=review, expert=request.user)
    form = SeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if given["answer"] == "accept":
            if attempt(form, accept_seat, actor=request.user, review=review, now=request.now):
                messages.success(request, _("Thank you. You may rate now."))
                return redirect(localized(f"{review.desk_path}rate/"))
        elif attempt(
            form, decline_seat, actor=request.user, review=review, ground=given["answer"],
            statement=given["statement"], now=request.now,
        ):  # fmt: skip
            messages.success(request, _("Thank you for telling us. Somebody else is invited."))
            return redirect(localized("/desk/"))
    context = {"review": review, "contract": review.contract, "seat": own, "form": form}
    return page(request, "ranking/seat.html", context)


@login_not_required
@require_safe
def public_draw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show how the third party was drawn, in codes, so that anybody can draw again; nobody's name."""
    review = get_object_or_404(all_reviews(), public_id=public_id)
    panel = panel_of(review)
    if panel is None:
        raise Http404
    context = {
        "review": review,
        "contract": review.contract,
        "panel": panel,
        "seats": seat_rows(panel, request.now),
        "stop": Stop.EVALUATION,
    }
    return page(request, "ranking/draw.html", context)
