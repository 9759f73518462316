"""`award`: one official proposes the first candidate, another confirms."""

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from bidding.actions import awards as acts
from bidding.models import Award, Bid, Tender
from bidding.permissions import may_confirm_award, may_propose_award
from bidding.queries.bids import opened_bids
from bidding.queries.tenders import award_of, lot_of
from marketplace.core.refusals import Refused
from marketplace.web.access import demand

from .judged import AwardIn, AwardOut
from .programs import Bearer, Key, answer, demand_fresh, once, plain
from .responses import errors
from .tenders import find_own
from .written import ReasonIn

router = Router(tags=["award"], auth=Bearer())
REFUSED = errors(401, 403, 404, 409)


def _award(tender: Tender) -> Award:
    award = award_of(lot_of(tender))
    if award is None:
        raise Http404
    award.lot.tender = tender
    return award


def _shown(award: Award) -> dict[str, object]:
    return plain(AwardOut, Award.objects.select_related("lot__tender", "organization").get(pk=award.pk))


@router.get("/{public_id}/award", response={200: AwardOut, **REFUSED}, operation_id="read_award")
def read(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read the proposed or confirmed award."""
    return answer(200, _shown(_award(find_own(request, public_id))))


@router.post("/{public_id}/award", response={201: AwardOut, **REFUSED}, operation_id="propose_award")
def propose(request: HttpRequest, public_id: str, body: AwardIn, key: str = Key) -> HttpResponse:
    """Propose the award to the first candidate; any other bid is refused, a second award is a conflict (409)."""
    tender = find_own(request, public_id)
    demand(may_propose_award(request.user, tender))
    lot = lot_of(tender)
    bid = _bid(opened_bids(lot), body.bid) if body.bid else None

    def act() -> tuple[int, object]:
        award = acts.propose_award(actor=request.user, lot=lot, bid=bid, reason=body.reason, now=request.now)
        return 201, _shown(award)

    return once(request, key, body.model_dump(), act)


def _bid(rows, public_id: str) -> Bid:
    found = rows.filter(public_id=public_id).first() if public_id.isascii() and public_id.isalnum() else None
    if found is None:
        raise Refused("bidding.not_first", status=409)
    return found


@router.post("/{public_id}/award/confirm", response={200: AwardOut, **REFUSED}, operation_id="confirm_award")
def confirm(request: HttpRequest, public_id: str, key: str = Key) -> HttpResponse:
    """Confirm what another official proposed: the result notice is public, the periods begin."""
    tender = find_own(request, public_id)
    award = _award(tender)
    demand(may_confirm_award(request.user, award))
    demand_fresh(request)
    return once(
        request, key, None,
        lambda: (200, _shown(acts.confirm_award(actor=request.user, award=award, now=request.now))),
    )  # fmt: skip


@router.post("/{public_id}/award/revoke", response={200: AwardOut, **REFUSED}, operation_id="revoke_award")
def revoke(request: HttpRequest, public_id: str, body: ReasonIn, key: str = Key) -> HttpResponse:
    """Take a proposed award back, with a reason."""
    tender = find_own(request, public_id)
    award = _award(tender)
    demand(may_confirm_award(request.user, award))
    return once(
        request, key, body.model_dump(),
        lambda: (200, _shown(acts.revoke_award(
            actor=request.user, award=award, reason=body.reason, now=request.now))),
    )  # fmt: skip
