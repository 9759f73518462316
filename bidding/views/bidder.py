"""For bidders: seal, replace, withdraw, receipts, own bids."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions.bids import BidContent, Sealed, seal_bid, withdraw_bid
from bidding.forms import BidForm, ConfirmForm
from bidding.models import Bid, Lot, Tender
from bidding.permissions import may_submit_bid, may_withdraw_bid, readable_bids
from bidding.queries.bids import bidding_organizations, current_bid
from bidding.queries.facts import allowed_by
from bidding.queries.officers import roster_of
from bidding.queries.tenders import lot_of, public_tenders
from bidding.queries.terms import terms_of
from bidding.sealing.container import Piece
from bidding.sealing.uploads import FILE_LIMIT, TOTAL_LIMIT, MemoryOnly
from bidding.states import BidState, TenderState
from marketplace.core.clock import local
from marketplace.core.refusals import Refused
from marketplace.web.access import demand
from marketplace.web.files import MEGABYTE, Checked
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from organizations import permissions as people
from organizations.models import Organization
from organizations.permissions import require_fresh_second_factor
from payments.queries.deposits import last_deposit
from payments.states import DepositKind


def find_lot(public_id: str) -> Lot:
    """Return the lot of a public tender, the tender at hand; raises Http404."""
    tender = get_object_or_404(public_tenders(), public_id=public_id)
    lot = lot_of(tender)
    lot.tender = tender
    return lot


def _lot(public_id: str) -> tuple[Tender, Lot]:
    lot = find_lot(public_id)
    return lot.tender, lot


def _organization(request: HttpRequest, lot: Lot) -> Organization | None:
    """Return the organization of the reader that may bid (the first one that may)."""
    mine = list(bidding_organizations(request.user))
    fitting = [one for one in mine if may_submit_bid(request.user, lot, one, request.now)]
    return (fitting or mine or [None])[0]


@csrf_exempt
def bid_seal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep the files of this page in memory from the first byte on, then check the form token."""
    request.upload_handlers = [MemoryOnly(request)]
    return _bid_seal(request, public_id)


@sensitive_post_parameters()
@never_cache
@csrf_protect
@require_http_methods(["GET", "POST"])
def _bid_seal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the bid form and seal what is handed in; the receipt is the answer."""
    tender, lot = _lot(public_id)
    if request.method == "GET" and not people.is_second_factor_fresh(request):
        return require_fresh_second_factor(_bid_seal)(request, public_id)
    _demand_open(request, lot)
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    allowed = allowed_by(terms_of(tender))
    form = BidForm(*bound, user=request.user, allowed=allowed, initial={"token": BidForm.new_token()})
    if request.method == "POST" and any(h.is_too_large for h in request.upload_handlers):
        limits = {"file": FILE_LIMIT // MEGABYTE, "total": TOTAL_LIMIT // MEGABYTE}
        form.add_error(
            "files", _("A file may have %(file)d MB, all together %(total)d MB. Nothing was kept.") % limits
        )
        form.refused_status = 413
    elif form.is_bound and form.is_valid() and _is_confirmed(request, form):
        sealed = _seal(request, lot, form)
        if sealed is not None:
            return _receipt_page(request, sealed)
    context = {"tender": tender, "form": form, "roster": roster_of(tender), "limit": lot.limit}
    context["is_server"] = request.GET.get("by") == "server"  # for a browser whose script does not manage it
    context["organization"] = _organization(request, lot)
    context["current"] = current_bid(lot, context["organization"])
    if tender.deposit and context["organization"]:
        context["deposit"] = last_deposit(DepositKind.BID, tender.reference, context["organization"])
    return page(request, "bidding/bid_form.html", context)


def _demand_open(request: HttpRequest, lot: Lot) -> None:
    """Answer a late post with 409 and the server's time, everything else that forbids a bid with its reason."""
    verdict = may_submit_bid(request.user, lot, _organization(request, lot), request.now)
    if verdict.reason == "bidding.deadline_passed" and request.method == "POST":
        moments = {"deadline": lot.tender.bid_deadline, "received": request.now}
        texts = {name: f"{local(moment):%Y-%m-%d %H:%M:%S}" for name, moment in moments.items()}
        raise Refused("bidding.late", status=409, **texts)
    demand(verdict)


def _is_confirmed(request: HttpRequest, form: BidForm) -> bool:
    """Ask for the second factor again without losing what was typed."""
    if people.is_second_factor_fresh(request):
        return True
    form.add_error(
        None,
        _(
            "More than 15 minutes have passed. Confirm your second factor in another tab, choose the files again "
            "and seal; your text is kept here."
        ),
    )
    return False


def _seal(request: HttpRequest, lot: Lot, form: BidForm) -> Sealed | None:
    data = form.cleaned_data
    content = BidContent(
        price=data["price"],
        form={"statements": ["GPL art. 22"], "declared": True},
        proposal=form.proposal(),
        files=_pieces([*(data.get("agreement") or []), *data["files"]]),
        price_files=_pieces(data["price_files"]),
    )
    return attempt(
        form,
        seal_bid,
        actor=request.user,
        lot=lot,
        organization=data["organization"],
        content=content,
        token=hashlib.sha256(data["token"].encode()).hexdigest(),
    )


def _pieces(files: list[Checked]) -> tuple[Piece, ...]:
    return tuple(Piece(one.name, one.content_type, one.content) for one in files)


def _receipt_page(request: HttpRequest, sealed: Sealed) -> HttpResponse:
    """Answer the seal itself: the only page that ever shows the recovery keys."""
    lines = [f"# {sealed.bid.receipt_number}", *(f"{kind}: {key}" for kind, key in sealed.recovery.items())]
    context = {
        "bid": sealed.bid,
        "tender": sealed.bid.lot.tender,
        "recovery": "\n".join(lines) if sealed.recovery else "",
        "is_new": True,
    }
    return page(request, "bidding/receipt.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def bid_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask once more, then withdraw the own bid."""
    tender, lot = _lot(public_id)
    bid = next(
        (b for o in bidding_organizations(request.user) if (b := current_bid(lot, o)) is not None), None
    )
    if bid is None:
        raise Http404
    demand(may_withdraw_bid(request.user, bid))
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_bound and attempt(
        form, withdraw_bid, actor=request.user, lot=lot, organization=bid.organization
    ):
        messages.success(request, _("The bid was withdrawn."))
        return redirect("bidding:bid_list")
    return page(request, "bidding/bid_withdraw.html", tender=tender, bid=bid, form=form)


@never_cache
@require_safe
def bid_list(request: HttpRequest) -> HttpResponse:
    """List the bids of the reader's organizations, and tenders that fit are found from the tender list."""
    found = keyset_page(
        readable_bids(request.user), order=("-sealed_at", "-id"), cursor=request.GET.get("after", "")
    )
    for bid in found.rows:
        phase = bid.lot.tender.phase(request.now)
        bid.can_change = bid.state == BidState.SEALED and phase == TenderState.PUBLISHED
        bid.tone = {BidState.SEALED: "good", BidState.OPENED: "info"}.get(bid.state, "neutral")
    return page(request, "bidding/bid_list.html", page=found)


def _own_bid(request: HttpRequest, number: str) -> Bid:
    return get_object_or_404(readable_bids(request.user), receipt_number=number)


@never_cache
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Show a receipt of the reader's own organization."""
    bid = _own_bid(request, number)
    context = {"bid": bid, "tender": bid.lot.tender, "recovery": "", "is_new": False}
    context["can_change"] = (
        bid.state == BidState.SEALED and bid.lot.tender.phase(request.now) == TenderState.PUBLISHED
    )
    return page(request, "bidding/receipt.html", context)


@never_cache
@require_safe
def receipt_json(request: HttpRequest, number: str) -> JsonResponse:
    """Hand out the signed receipt."""
    bid = _own_bid(request, number)
    response = JsonResponse({"receipt": bid.receipt, "signature": bid.signature})
    response["Content-Disposition"] = f'attachment; filename="{bid.receipt_number}.json"'
    return response
