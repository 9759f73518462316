"""`tender`: the lots of a purchase. Each lot is a tender of its own with its own seals, opening, scores and award."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from bidding.actions.divisions import divide_tender, tender_lot_again
from bidding.forms.lots import LotForms
from bidding.permissions.lots import may_divide_tender, may_tender_lot_again
from bidding.queries.divisions import lots_of
from bidding.rules.lots import LotPlan
from marketplace.web.access import demand

from .problems import Unclean
from .programs import Bearer, Key, answer, once
from .responses import errors
from .tenders import find_own, shown
from .written import LotsIn, TenderFile

router = Router(tags=["tender"], auth=Bearer())


class LotList(Schema):
    """The lots of a purchase by number, each with the file of its own tender."""

    lots: list[TenderFile]


ANSWERS = {200: LotList, **errors(401, 403, 404, 409)}


@router.get("/{public_id}/lots", response=ANSWERS, operation_id="read_lots")
def read(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read the lots of the purchase that a tender belongs to; nothing for a purchase in one piece."""
    return answer(200, {"lots": [shown(row) for row in lots_of(find_own(request, public_id))]})


@router.post("/{public_id}/lots", response=ANSWERS, operation_id="divide_tender")
def divide(request: HttpRequest, public_id: str, body: LotsIn, key: str = Key) -> HttpResponse:
    """Divide a draft into lots, or divide it anew; they are handed in and published together."""
    tender = find_own(request, public_id)
    demand(may_divide_tender(request.user, tender))
    plans = _plans(body)

    def act() -> tuple[int, object]:
        divide_tender(
            actor=request.user, tender=tender, plans=plans, most_lots=body.most_lots,
            award_order=body.award_order, now=request.now,
        )  # fmt: skip
        tender.refresh_from_db()
        return 200, {"lots": [shown(row) for row in lots_of(tender)]}

    return once(request, key, body.model_dump(mode="json"), act)


def _plans(body: LotsIn) -> list[LotPlan]:
    data: dict[str, object] = {"l-TOTAL_FORMS": len(body.lots), "l-INITIAL_FORMS": 0}
    for place, row in enumerate(body.lots):
        data |= {f"l-{place}-{name}": value for name, value in row.model_dump(exclude_none=True).items()}
    forms = LotForms(data, prefix="l")
    if not forms.is_valid():
        found = [str(error) for form in forms.forms for errors_ in form.errors.values() for error in errors_]
        raise Unclean({"lots": found})
    return forms.plans()


@router.post(
    "/{public_id}/again",
    response={201: TenderFile, **errors(401, 403, 404, 409)},
    operation_id="tender_lot_again",
)
def again(request: HttpRequest, public_id: str, key: str = Key) -> HttpResponse:
    """Begin a new draft for a lot that ended without award; the other lots go on."""
    tender = find_own(request, public_id)
    demand(may_tender_lot_again(request.user, tender))
    return once(
        request, key, None,
        lambda: (201, shown(tender_lot_again(actor=request.user, tender=tender, now=request.now))),
    )  # fmt: skip
