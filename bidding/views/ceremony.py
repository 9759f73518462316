"""For opening officers who decrypt on their own machine, and for those who have lost their key."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions.opening import post_shares, report_key_lost
from bidding.forms import ReasonForm, SharesForm
from bidding.models import Tender
from bidding.permissions import may_enroll_officer_key, may_open_bids
from bidding.queries.officers import key_of
from bidding.queries.openings import share_list
from bidding.queries.tenders import public_tenders
from marketplace.core.canonical import canonical
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from organizations.permissions import require_fresh_second_factor

from .opening import after


def _tender(request: HttpRequest, public_id: str) -> Tender:
    tender = get_object_or_404(public_tenders(), public_id=public_id)
    demand(may_open_bids(request.user, tender))
    return tender


def _attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@require_safe
@require_fresh_second_factor
def officer_key_file(request: HttpRequest) -> HttpResponse:
    """Hand out the own key as it is kept: an age file under the own passphrase."""
    demand(may_enroll_officer_key(request.user))
    key = key_of(request.user)
    if key is None:
        raise Http404
    return _attachment(bytes(key.locked_identity), "application/octet-stream", f"{key.fingerprint[:16]}.age")


@never_cache
@require_safe
@require_fresh_second_factor
def opening_share_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out the own encrypted shares, after the deadline only."""
    tender = _tender(request, public_id)
    content = canonical(share_list(request.user, tender, request.now))
    return _attachment(content, "application/json; charset=utf-8", f"{tender.reference}-shares.json")


@never_cache
@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def opening_shares(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the shares that the officer has decrypted elsewhere."""
    tender = _tender(request, public_id)
    form = SharesForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = {"actor": request.user, "tender": tender, "now": request.now}
        done = attempt(form, post_shares, shares=form.cleaned_data["shares"], **given)
        if done is not None:
            return after(request, done)
    return page(request, "bidding/opening_shares.html", tender=tender, form=form)


@never_cache
@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def opening_key_lost(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the report that the own key is lost; asked once more by its reason."""
    tender = _tender(request, public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = {"actor": request.user, "tender": tender, "now": request.now}
        if attempt(form, report_key_lost, reason=form.cleaned_data["reason"], **given):
            messages.success(request, _("Your report is kept. The other officers go on."))
            return redirect("bidding:opening", public_id=tender.public_id)
    return page(request, "bidding/opening_key_lost.html", tender=tender, form=form)
