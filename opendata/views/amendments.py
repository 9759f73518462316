"""`tender`: amend and extend a published tender; one official proposes, another publishes."""

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from bidding.actions import amendments as acts
from bidding.forms import TenderForm
from bidding.models import Amendment, Tender
from bidding.permissions import may_drop_amendment, may_propose_amendment, may_publish_amendment
from bidding.queries.amendments import amendments_of
from marketplace.core.clock import day_of
from marketplace.web.access import demand

from .problems import Unclean
from .programs import Bearer, Key, answer, demand_fresh, once, plain
from .responses import errors
from .tenders import criteria_of, find_own, moment
from .written import AmendmentIn, AmendmentOut, AmendmentsOut, ExtensionIn, ReasonIn

router = Router(tags=["tender"], auth=Bearer())
REFUSED = errors(401, 403, 404, 409)


def _amendment(tender: Tender, number: int) -> Amendment:
    found = amendments_of(tender).filter(number=number).first() if 0 < number < 2**15 else None
    if found is None:
        raise Http404
    found.tender = tender
    return found


@router.get(
    "/{public_id}/amendments", response={200: AmendmentsOut, **REFUSED}, operation_id="list_amendments"
)
def list_amendments(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read every change of a tender of the own department, waiting ones included."""
    tender = find_own(request, public_id)
    return answer(200, {"amendments": [plain(AmendmentOut, row) for row in amendments_of(tender)]})


@router.post("/{public_id}/amendments", response={201: AmendmentOut, **REFUSED}, operation_id="amend_tender")
def amend(request: HttpRequest, public_id: str, body: AmendmentIn, key: str = Key) -> HttpResponse:
    """Propose a change. A material one moves the deadline as far as the law asks for time to read.

    A second official publishes it: a new version of the document; sealed bids must then be confirmed for it.
    """
    tender = find_own(request, public_id)
    demand(may_propose_amendment(request.user, tender))
    content = _content(request, tender, body)

    def act() -> tuple[int, object]:
        amendment = acts.propose_amendment(
            actor=request.user, tender=tender, content=content, criteria=criteria_of(body), now=request.now,
            bid_deadline=moment(body.bid_deadline) if body.bid_deadline else None, reason=body.reason,
        )  # fmt: skip
        return 201, plain(AmendmentOut, amendment)

    return once(request, key, body.model_dump(mode="json"), act)


def _content(request: HttpRequest, tender: Tender, body: AmendmentIn) -> dict[str, object]:
    """Return the named fields, cleaned as the form of the draft cleans them."""
    given = body.model_dump(exclude_none=True, exclude={"reason", "criteria", "bid_deadline"})
    initial = {k: "" if v is None else v for k, v in TenderForm.initial_of(tender).items()}
    form = TenderForm({**initial, **given}, day=day_of(request.now))
    form.is_valid()
    if found := {name: [str(e) for e in form.errors[name]] for name in given if name in form.errors}:
        raise Unclean(found)
    return {name: form.cleaned_data[name] for name in given}


@router.post("/{public_id}/extension", response={201: AmendmentOut, **REFUSED}, operation_id="extend_tender")
def extend(request: HttpRequest, public_id: str, body: ExtensionIn, key: str = Key) -> HttpResponse:
    """Propose a later deadline; a second official publishes it. Earlier, or after the deadline, is a conflict (409)."""
    tender = find_own(request, public_id)
    demand(may_propose_amendment(request.user, tender))
    deadline = moment(body.bid_deadline)

    def act() -> tuple[int, object]:
        amendment = acts.propose_amendment(
            actor=request.user, tender=tender, content={}, bid_deadline=deadline, reason=body.reason,
            now=request.now,
        )  # fmt: skip
        return 201, plain(AmendmentOut, amendment)

    return once(request, key, body.model_dump(mode="json"), act)


@router.post(
    "/{public_id}/amendments/{number}/publish",
    response={200: AmendmentOut, **REFUSED},
    operation_id="publish_amendment",
)
def publish(request: HttpRequest, public_id: str, number: int, key: str = Key) -> HttpResponse:
    """Publish a change that somebody else proposed."""
    amendment = _amendment(find_own(request, public_id), number)
    demand(may_publish_amendment(request.user, amendment))
    demand_fresh(request)

    def act() -> tuple[int, object]:
        done = acts.publish_amendment(actor=request.user, amendment=amendment, now=request.now)
        return 200, plain(AmendmentOut, done)

    return once(request, key, None, act)


@router.post(
    "/{public_id}/amendments/{number}/drop",
    response={200: AmendmentOut, **REFUSED},
    operation_id="drop_amendment",
)
def drop(request: HttpRequest, public_id: str, number: int, body: ReasonIn, key: str = Key) -> HttpResponse:
    """Take the own proposal back, or refuse a colleague's."""
    amendment = _amendment(find_own(request, public_id), number)
    demand(may_drop_amendment(request.user, amendment))

    def act() -> tuple[int, object]:
        done = acts.drop_amendment(
            actor=request.user, amendment=amendment, reason=body.reason, now=request.now
        )
        return 200, plain(AmendmentOut, done)

    return once(request, key, body.model_dump(), act)
