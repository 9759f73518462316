"""`parts`, `seal`, `withdraw`, `receipt`: what an organization does with its own sealed bid, and nobody else sees."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.errors import HttpError

from bidding.actions.attempts import note_late_attempt
from bidding.actions.bids import withdraw_bid
from bidding.actions.containers import reconfirm_bid, seal_container, sealing_terms
from bidding.actions.parts import discard_part, upload_part
from bidding.models import Bid, Lot, Part
from bidding.permissions import may_upload_part, readable_bids
from bidding.queries.bids import bidding_organizations
from bidding.queries.parts import find_part, parts_of
from bidding.queries.tenders import lot_of
from bidding.sealing.keys import is_signed, public_key
from marketplace.audit.queries import history_of
from marketplace.core.canonical import digest
from marketplace.core.refusals import Refused
from marketplace.web.access import demand, denied
from marketplace.workdays.queries import database_now
from opendata.queries.log import disclosed
from organizations.models import Organization

from .programs import Bearer, Key, KeyNeeded, answer, checked_key, demand_fresh, once, plain
from .responses import errors
from .tenders import find_public
from .written import (
    KeyOut,
    OrganizationIn,
    PartOut,
    PartsOut,
    ReceiptIn,
    ReceiptOut,
    SealIn,
    TermsOut,
    VerdictOut,
)

TOKEN = Bearer()
parts = Router(tags=["parts"], auth=TOKEN)
seals = Router(tags=["seal"], auth=TOKEN)
withdrawals = Router(tags=["withdraw"], auth=TOKEN)
receipts = Router(tags=["receipt"])
Own = Query("", max_length=12, description="id of the own organization; needed only by members of several")
RAW = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def _lot(public_id: str) -> Lot:
    tender = find_public(public_id)
    lot = lot_of(tender)
    lot.tender = tender
    return lot


def _organization(request: HttpRequest, wanted: str) -> Organization:
    """Return the own organization that bids. 403 for people without one, 404 for one that is not theirs."""
    mine = list(bidding_organizations(request.user))
    if not mine:
        demand(denied("bidding.not_member"))
    found = next((one for one in mine if wanted in {"", one.public_id}), None)
    if found is None:
        raise Http404
    return found


def _part(row: Part) -> dict[str, object]:
    return plain(PartOut, row)


@seals.get(
    "/{public_id}/sealing-terms",
    response={200: TermsOut, **errors(401, 403, 404)},
    operation_id="sealing_terms",
)
def terms(request: HttpRequest, public_id: str, organization: str = Own) -> HttpResponse:
    """Read all that a sealing program needs: what every manifest says, the officers' keys, the limits."""
    lot = _lot(public_id)
    return answer(200, sealing_terms(lot, _organization(request, organization)))


@parts.get("/{public_id}/parts", response={200: PartsOut, **errors(401, 403, 404)}, operation_id="list_parts")
def list_parts(request: HttpRequest, public_id: str, organization: str = Own) -> HttpResponse:
    """List the own parts for a tender."""
    rows = parts_of(_organization(request, organization), _lot(public_id))
    return answer(200, {"parts": [_part(row) for row in rows]})


@parts.get(
    "/{public_id}/parts/{name}", response={200: PartOut, **errors(401, 403, 404)}, operation_id="read_part"
)
def read_part(request: HttpRequest, public_id: str, name: str, organization: str = Own) -> HttpResponse:
    """Say how much of a part arrived, to go on after an interruption."""
    part = find_part(_organization(request, organization), _lot(public_id), name[:32])
    if part is None:
        raise Http404
    return answer(200, _part(part))


@parts.put(
    "/{public_id}/parts/{name}",
    response={200: PartOut, **errors(401, 403, 404, 409, 413, 415, 507)},
    operation_id="upload_part",
    openapi_extra=RAW,
)
def put_part(  # noqa: PLR0917 - the framework names every argument
    request: HttpRequest,
    public_id: str,
    name: str,
    size: int = Query(..., ge=1, le=2**40, description="length of the whole file"),
    offset: int = Query(0, ge=0, le=2**40, description="where these bytes begin"),
    organization: str = Own,
) -> HttpResponse:
    """Upload ciphertext, at most 2 MiB at a time; repeat or go on at `received` after an interruption.

    `chunk_sha256` is the hash of the bytes of this request, `sha256` that of the whole file once it is complete.
    """
    if request.content_type != "application/octet-stream":
        raise HttpError(415, "send application/octet-stream")
    lot, own = _lot(public_id), _organization(request, organization)
    demand(may_upload_part(request.user, lot, own))
    content = request.body
    part = upload_part(
        actor=request.user, lot=lot, organization=own, name=name, size=size, offset=offset, content=content,
        now=request.now,
    )  # fmt: skip
    return answer(200, {**_part(part), "chunk_sha256": hashlib.sha256(content).hexdigest()})


@parts.delete(
    "/{public_id}/parts/{name}",
    response={204: None, **errors(401, 403, 404, 409)},
    operation_id="discard_part",
)
def delete_part(request: HttpRequest, public_id: str, name: str, organization: str = Own) -> HttpResponse:
    """Take a part back that no sealed bid uses."""
    lot, own = _lot(public_id), _organization(request, organization)
    if find_part(own, lot, name[:32]) is None:
        raise Http404
    discard_part(actor=request.user, lot=lot, organization=own, name=name, now=request.now)
    return HttpResponse(status=204)


def receipt_of(bid: Bid) -> dict[str, object]:
    """Return the receipt with what opens its leaf in the log."""
    event = history_of(bid).filter(act="bid.sealed").first()
    return {
        "receipt": bid.receipt,
        "signature": bid.signature,
        "state": bid.state,
        "log": disclosed(event) if event else None,
    }


def _token(key: str) -> str:
    return digest(checked_key(key).encode())


def _sealed(bid: Bid) -> HttpResponse:
    """Answer the seal: the same bytes for the same seal, whatever became of the bid since."""
    return answer(201, {**receipt_of(bid), "state": "sealed"})


@seals.post(
    "/{public_id}/seal",
    response={201: ReceiptOut, **errors(401, 403, 404, 409)},
    operation_id="seal_bid",
)
def seal(request: HttpRequest, public_id: str, body: SealIn, key: str = KeyNeeded) -> HttpResponse:
    """Seal a bid over uploaded parts; a newer seal replaces the older one. Judged by the database clock: late is 409.

    The same key with the same manifests answers the same receipt again, with other manifests 422.
    """
    lot, own = _lot(public_id), _organization(request, body.organization)
    demand_fresh(request)
    token = _token(key)
    with late_is_noted(request, lot, own):
        sealed = seal_container(
            actor=request.user, lot=lot, organization=own, envelopes=body.envelopes, token=token
        )
    return _sealed(sealed.bid)


@contextmanager
def late_is_noted(request: HttpRequest, lot: Lot, own: Organization) -> Iterator[None]:
    """Leave a late attempt in the log, then answer it."""
    try:
        yield
    except Refused as refused:
        if refused.code == "bidding.late":
            note_late_attempt(
                actor=request.user, lot=lot, organization=own, refused=refused, now=database_now()
            )
        raise


@seals.post(
    "/{public_id}/reconfirm",
    response={201: ReceiptOut, **errors(401, 403, 404, 409)},
    operation_id="reconfirm_bid",
)
def reconfirm(
    request: HttpRequest, public_id: str, body: OrganizationIn, key: str = KeyNeeded
) -> HttpResponse:
    """Seal the current bid anew, same parts, for the amended tender document."""
    lot, own = _lot(public_id), _organization(request, body.organization)
    demand_fresh(request)
    token = _token(key)
    with late_is_noted(request, lot, own):
        sealed = reconfirm_bid(actor=request.user, lot=lot, organization=own, token=token)
    return _sealed(sealed.bid)


@withdrawals.post(
    "/{public_id}/withdraw",
    response={200: ReceiptOut, **errors(401, 403, 404, 409)},
    operation_id="withdraw_bid",
)
def withdraw(request: HttpRequest, public_id: str, body: OrganizationIn, key: str = Key) -> HttpResponse:
    """Withdraw the current bid before the deadline; its key shares are destroyed."""
    lot, own = _lot(public_id), _organization(request, body.organization)
    demand_fresh(request)

    def act() -> tuple[int, object]:
        bid = withdraw_bid(actor=request.user, lot=lot, organization=own)
        return 200, receipt_of(bid)

    return once(request, key, body.model_dump(), act)


@receipts.get("/key", response=KeyOut, operation_id="receipt_key", auth=None)
def receipt_key(request: HttpRequest) -> HttpResponse:
    """Read the public key that signs receipts and opening records."""
    return answer(200, {"key": public_key()})


@receipts.post(
    "/verify", response={200: VerdictOut, **errors(413, 415)}, operation_id="verify_receipt", auth=None
)
def verify(request: HttpRequest, body: ReceiptIn) -> HttpResponse:
    """Check the signature of a receipt. Nothing is looked up, so nothing is revealed."""
    return answer(200, {"is_valid": is_signed(body.receipt, body.signature), "key": public_key()})


@receipts.get(
    "/{number}", response={200: ReceiptOut, **errors(401, 404)}, operation_id="read_receipt", auth=TOKEN
)
def read_receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Read a receipt of the own organization again, also after a lost answer."""
    bid = readable_bids(request.user).filter(receipt_number=number[:20]).first() if number.isascii() else None
    if bid is None:
        raise Http404
    return answer(200, receipt_of(bid))
