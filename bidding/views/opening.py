"""For opening officers: the key, the list of openings, the ceremony."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions.officers import check_officer_key, enroll_officer_key
from bidding.actions.opening import open_bids
from bidding.forms import KeyForm, PassphraseForm
from bidding.models import Tender
from bidding.permissions import may_enroll_officer_key, may_open_bids
from bidding.queries.bids import counted_bids
from bidding.queries.negotiations import is_confidential, quote_openings_of
from bidding.queries.officers import key_of, roster_of
from bidding.queries.openings import openings_of
from bidding.queries.tenders import lot_of, public_tenders
from bidding.states import TenderState
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from organizations.permissions import require_fresh_second_factor
from organizations.queries.people import open_posts

from .public import with_phase


@require_safe
def opening_list(request: HttpRequest) -> HttpResponse:
    """List the tenders of whose roster the reader is a member; nothing tells how many bids there are."""
    demand(may_enroll_officer_key(request.user))
    rows = [with_phase(tender, request) for tender in openings_of(request.user)]
    return page(
        request,
        "bidding/opening_list.html",
        rows=rows,
        key=key_of(request.user),
        quotes=quote_openings_of(request.user, request.now),
    )


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def officer_key(request: HttpRequest) -> HttpResponse:
    """Make the own key, or check that the passphrase still unlocks it."""
    demand(may_enroll_officer_key(request.user))
    key = key_of(request.user)
    kind = PassphraseForm if key else KeyForm
    form = kind(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = {"actor": request.user, "now": request.now, "passphrase": form.cleaned_data["passphrase"]}
        if key is None:
            post = open_posts(request.user).filter(role="opening_officer").first()
            done = attempt(form, enroll_officer_key, department=post.department, **given)
        else:
            done = attempt(form, check_officer_key, **given)
        if done:
            messages.success(request, _("The key works. Keep the passphrase where only you find it."))
            return redirect("bidding:opening_list")
    return page(request, "bidding/officer_key.html", form=form, key=key)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def opening(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand in the own key for one tender; the second officer's key opens the bids."""
    tender = with_phase(get_object_or_404(public_tenders(), public_id=public_id), request)
    demand(may_open_bids(request.user, tender))
    form = PassphraseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        done = attempt(
            form, open_bids, actor=request.user, tender=tender, now=request.now,
            passphrase=form.cleaned_data["passphrase"],
        )  # fmt: skip
        if done is not None:
            return after(request, done)
    is_closed = tender.shown_phase == TenderState.CLOSED
    context = {
        "tender": tender,
        "form": form,
        "roster": roster_of(tender),
        "opening": getattr(tender, "opening", None),
        "is_closed": is_closed,
        "bids": counted_bids(lot_of(tender)).select_related("organization") if is_closed else [],
    }
    return page(request, "bidding/opening.html", context)


def after(request: HttpRequest, tender: Tender) -> HttpResponse:
    """Go on after a handed-in key or shares: to the record, the failed tender, or back to wait."""
    if tender.state == TenderState.OPENED and is_confidential(tender):
        messages.success(request, _("The bids are open. The record becomes public with the result."))
        return redirect("bidding:tender_detail", public_id=tender.public_id)
    if tender.state == TenderState.OPENED:
        messages.success(request, _("The bids are open. The record is public."))
        return redirect("bidding:opening_record", public_id=tender.public_id)
    if tender.state == TenderState.FAILED:
        messages.warning(request, _("There were fewer bids than the procedure needs. Nothing was opened."))
        return redirect("bidding:tender_detail", public_id=tender.public_id)
    messages.success(request, _("Your key is handed in. A second officer must hand in theirs."))
    return redirect("bidding:opening", public_id=tender.public_id)
