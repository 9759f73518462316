"""`opening-shares` and `opening-record`: two officers open, everybody can check what was opened."""

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from bidding.models import Bid, EnvelopeFile, Opening
from bidding.queries.bids import counted_bids
from bidding.queries.tenders import lot_of
from bidding.sealing.keys import sign
from bidding.states import BidState, EnvelopeKind

from .programs import answer
from .responses import errors
from .tenders import find_public
from .written import OpeningOut

records = Router(tags=["opening-record"])


def _opening(public_id: str) -> Opening:
    """Return a completed opening; before it there is nothing to find, for anybody."""
    found = Opening.objects.select_related("tender").filter(tender=find_public(public_id)).first()
    if found is None or found.completed_at is None:
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
        "signature": sign(opening.record),
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
