"""`opening-shares` and `opening-record`: two officers open, everybody can check what was opened."""

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from bidding.actions.opening import post_shares, report_key_lost
from bidding.models import Bid, EnvelopeFile, Opening, Tender
from bidding.permissions import may_open_bids
from bidding.queries.bids import counted_bids
from bidding.queries.negotiations import is_confidential
from bidding.queries.openings import share_list
from bidding.queries.tenders import lot_of
from bidding.states import BidState, EnvelopeKind
from marketplace.web.access import demand
from marketplace.workdays.queries import database_now

from .programs import Bearer, answer, demand_fresh
from .responses import errors
from .tenders import find_public
from .written import OpeningOut, ProgressOut, ReasonIn, ShareListOut, SharesIn

records = Router(tags=["opening-record"])
openings = Router(tags=["opening-shares"], auth=Bearer())
REFUSED = errors(401, 403, 404, 409)


@openings.get(
    "/{public_id}/opening-shares", response={200: ShareListOut, **REFUSED}, operation_id="list_opening_shares"
)
def list_shares(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read the own encrypted shares of every bid, after the deadline; decrypt each `blob` with the own age key."""
    tender = find_public(public_id)
    demand(may_open_bids(request.user, tender))
    demand_fresh(request)
    return answer(200, share_list(request.user, tender, request.now))


@openings.post(
    "/{public_id}/opening-shares", response={200: ProgressOut, **REFUSED}, operation_id="post_opening_shares"
)
def hand_in(request: HttpRequest, public_id: str, body: SharesIn) -> HttpResponse:
    """Hand in the own decrypted shares; the second officer's open the bids. Repeating it does no harm.

    Each share is checked alone: a wrong one is refused (422) with its officer's key, others are unaffected.
    Fewer bids than the procedure needs: nothing is decrypted, the tender has failed.
    """
    tender = find_public(public_id)
    demand(may_open_bids(request.user, tender))
    demand_fresh(request)
    tender = post_shares(actor=request.user, tender=tender, shares=body.shares, now=request.now)
    return answer(200, _progress(tender))


@openings.post(
    "/{public_id}/opening-shares/lost", response={200: ProgressOut, **REFUSED}, operation_id="report_key_lost"
)
def report_loss(request: HttpRequest, public_id: str, body: ReasonIn) -> HttpResponse:
    """Report the own key as lost; it counts as the own turn. With too few keys the bidders are asked for theirs."""
    tender = find_public(public_id)
    demand(may_open_bids(request.user, tender))
    demand_fresh(request)
    tender = report_key_lost(actor=request.user, tender=tender, reason=body.reason, now=request.now)
    return answer(200, _progress(tender))


def _progress(tender: Tender) -> dict[str, object]:
    tender.refresh_from_db()
    return {
        "tender": tender.public_id,
        "state": tender.phase(database_now()),
        "end_reason": tender.end_reason,
    }


def _opening(public_id: str) -> Opening:
    """Return a completed opening; before it there is nothing to find, for anybody."""
    found = Opening.objects.select_related("tender").filter(tender=find_public(public_id)).first()
    if found is None or found.completed_at is None or is_confidential(found.tender):
        raise Http404
    return found


@records.get(
    "/{public_id}/opening-record",
    response={200: OpeningOut, **errors(404)},
    operation_id="read_opening_record",
    auth=None,
)
def read_record(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read the signed opening record: who opened, every bid with price and hashes, the keys of the price forms.

    `age -d -i key price.age` opens a price form again; its SHA-256 stands in the record and in the bidder's receipt.
    """
    opening = _opening(public_id)
    root = request.build_absolute_uri(request.path)
    rows = [
        {
            "receipt": bid["receipt"],
            "sha256": bid["price_form"]["sha256"],
            "key": bid["price_form"]["key"],
            "ciphertext": f"{root}/prices/{bid['receipt']}",
        }
        for bid in opening.record["bids"]
    ]
    body = {
        "record": opening.record,
        "digest": opening.digest,
        "signature": opening.signature,
        "prices": rows,
    }
    return answer(200, body)


@records.get(
    "/{public_id}/opening-record/prices/{receipt}",
    response={200: bytes, **errors(404)},
    operation_id="read_price_ciphertext",
    auth=None,
)
def read_price(request: HttpRequest, public_id: str, receipt: str) -> HttpResponse:
    """Download the sealed price form of an opened bid, an age file."""
    lot = lot_of(_opening(public_id).tender)
    bids = counted_bids(lot).filter(state=BidState.OPENED) if receipt.isascii() else Bid.objects.none()
    file = (
        EnvelopeFile.objects.filter(
            envelope__bid__in=bids.filter(receipt_number=receipt[:20]), envelope__kind=EnvelopeKind.PRICE_FORM
        )
        .select_related("part")
        .order_by("position")
        .first()
    )
    if file is None:
        raise Http404
    with file.part.file.open("rb") as stored:
        response = HttpResponse(stored.read(), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{receipt[:20]}.age"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
