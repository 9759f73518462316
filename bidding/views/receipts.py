"""Receipts as pictures, a bid confirmed for an amended document, and the bidder's last resort."""

import io

import qrcode
import qrcode.image.svg
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions.containers import reconfirm_bid
from bidding.actions.recovery import hand_in_recovery_key
from bidding.forms import ConfirmForm, RecoveryForm
from bidding.permissions import may_hand_in_recovery_key, readable_bids
from bidding.queries.bids import bidding_organizations, current_bid
from bidding.queries.tenders import lot_of, public_tenders
from marketplace.core.canonical import digest
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from organizations.permissions import require_fresh_second_factor


@never_cache
@require_safe
def receipt_qr(request: HttpRequest, number: str) -> HttpResponse:
    """Draw the receipt's number, moment, manifest hash, key and address as a QR code; nothing of the content."""
    bid = get_object_or_404(readable_bids(request.user), receipt_number=number)
    lines = [
        bid.receipt_number,
        str(bid.receipt.get("received_at", "")),
        bid.manifest_digest,
        str(bid.receipt.get("key", "")),
        request.build_absolute_uri(f"/receipts/{bid.receipt_number}/"),
    ]
    drawn = io.BytesIO()
    qrcode.make("\n".join(lines), image_factory=qrcode.image.svg.SvgPathImage).save(drawn)
    response = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def receipt_recovery(request: HttpRequest, number: str) -> HttpResponse:
    """Take the recovery keys of the own bid when the officers have lost theirs."""
    bid = get_object_or_404(readable_bids(request.user), receipt_number=number)
    demand(may_hand_in_recovery_key(request.user, bid))
    form = RecoveryForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = {"actor": request.user, "bid": bid, "now": request.now}
        if attempt(form, hand_in_recovery_key, identities=form.cleaned_data["keys"], **given):
            messages.success(request, _("The recovery keys fit. Your bid takes part in the opening."))
            return redirect("bidding:receipt", number=bid.receipt_number)
    return page(request, "bidding/receipt_recovery.html", bid=bid, tender=bid.lot.tender, form=form)


@never_cache
@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def bid_confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Confirm the own bid for the tender document now in force: same content, new seal, new receipt."""
    tender = get_object_or_404(public_tenders(), public_id=public_id)
    lot = lot_of(tender)
    lot.tender = tender
    bid = next(
        (b for o in bidding_organizations(request.user) if (b := current_bid(lot, o)) is not None), None
    )
    if bid is None:
        raise Http404
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    token = digest(f"confirm {lot.pk} {bid.organization_id} {tender.document_digest}".encode())
    given = {"actor": request.user, "lot": lot, "organization": bid.organization, "token": token}
    if form.is_bound and (sealed := attempt(form, reconfirm_bid, **given)):
        messages.success(request, _("The bid is sealed anew for the present tender document."))
        return redirect("bidding:receipt", number=sealed.bid.receipt_number)
    is_needed = bid.document_digest != tender.document_digest
    context = {"tender": tender, "bid": bid, "form": form, "is_needed": is_needed}
    return page(request, "bidding/bid_confirm.html", context)
