"""`score`: a member declares, scores, makes final. `evaluation`: the buyer qualifies, seats the committee, concludes."""

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from bidding.actions import evaluation as acts
from bidding.forms import LowPriceForm, ScoreForm
from bidding.models import Bid, Seat
from bidding.permissions import (
    may_appoint_committee,
    may_conclude_evaluation,
    may_declare_conflicts,
    may_qualify_bid,
    may_read_evaluation,
    may_score_tender,
)
from bidding.queries.bids import opened_bids, qualified_bids
from bidding.queries.evaluation import own_scores, seats_of
from bidding.queries.tenders import lot_of
from bidding.states import AFTER_OPENING
from marketplace.core.refusals import Refused
from marketplace.web.access import demand
from organizations.models import User
from organizations.queries.people import experts_for, officials_with

from .judged import (
    BidderOut,
    BidsOut,
    CommitteeIn,
    CommitteeOut,
    DeclarationIn,
    EvaluationOut,
    LowPriceIn,
    PointsIn,
    QualificationIn,
    ScoresOut,
    SeatOut,
    SeatsOut,
)
from .programs import Bearer, Key, answer, once, plain
from .responses import errors
from .tenders import cleaned, find_own, shown
from .written import CriterionOut, TenderFile

scores = Router(tags=["score"], auth=Bearer())
evaluations = Router(tags=["evaluation"], auth=Bearer())
REFUSED = errors(401, 403, 404, 409)


def _seat(request: HttpRequest, seat_id: int) -> Seat:
    found = seats_of(request.user).filter(pk=seat_id).first() if seat_id < 2**63 else None
    if found is None:
        raise Http404
    return found


def _bid(rows, public_id: str) -> Bid:
    found = rows.filter(public_id=public_id).first() if public_id.isascii() and public_id.isalnum() else None
    if found is None:
        raise Http404
    return found


@scores.get("", response={200: SeatsOut, **errors(401)}, operation_id="list_seats")
def list_seats(request: HttpRequest) -> HttpResponse:
    """List the own seats on committees."""
    return answer(200, {"seats": [plain(SeatOut, row) for row in seats_of(request.user)[:100]]})


@scores.post("/{seat_id}/declaration", response={201: SeatOut, **REFUSED}, operation_id="declare_conflicts")
def declare(request: HttpRequest, seat_id: int, body: DeclarationIn, key: str = Key) -> HttpResponse:
    """Declare, once and before any scoring, whether there is a conflict with one of the bidders."""
    seat = _seat(request, seat_id)
    demand(may_declare_conflicts(request.user, seat))

    def act() -> tuple[int, object]:
        declared = acts.declare_conflicts(actor=request.user, seat=seat, now=request.now, **body.model_dump())
        return 201, plain(SeatOut, declared.seat)

    return once(request, key, body.model_dump(), act)


@scores.get("/{seat_id}/scores", response={200: ScoresOut, **REFUSED}, operation_id="read_scores")
def read(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Read the criteria, the bids and the own points; nobody reads those of another member."""
    seat = _seat(request, seat_id)
    demand(may_score_tender(request.user, seat))
    return answer(200, _scores(seat))


def _scores(seat: Seat) -> dict[str, object]:
    given, criteria = own_scores(seat), acts.scored_criteria(seat.lot)
    comments = dict(seat.sheets.values_list("bid_id", "comment"))
    bids = list(qualified_bids(seat.lot))
    return {
        "seat": plain(SeatOut, seat),
        "criteria": [plain(CriterionOut, row) for row in criteria],
        "bids": [plain(BidderOut, row) for row in bids],
        "sheets": [
            {
                "bid": bid.public_id,
                "points": {
                    str(row.pk): format(given[bid.pk, row.pk].points, "f")
                    for row in criteria
                    if (bid.pk, row.pk) in given
                },
                "comment": comments.get(bid.pk, ""),
            }
            for bid in bids
        ],
    }


@scores.put("/{seat_id}/scores/{bid}", response={200: ScoresOut, **REFUSED}, operation_id="write_scores")
def write(request: HttpRequest, seat_id: int, bid: str, body: PointsIn, key: str = Key) -> HttpResponse:
    """Write the points for one bid; they replace what was written before, until the scores are locked."""
    seat = _seat(request, seat_id)
    demand(may_score_tender(request.user, seat))
    found, criteria = _bid(qualified_bids(seat.lot), bid), acts.scored_criteria(seat.lot)
    if unknown := set(body.points) - {str(row.pk) for row in criteria}:
        raise Refused("opendata.unknown_parameter", field="points", name=min(unknown)[:40])
    data = {f"c{name}": value for name, value in body.points.items()}
    form = cleaned(ScoreForm({**data, "comment": body.comment}, criteria=criteria))

    def act() -> tuple[int, object]:
        acts.save_scores(
            actor=request.user, seat=seat, bid=found, points=form.points(),
            comment=form.cleaned_data["comment"], now=request.now,
        )  # fmt: skip
        return 200, _scores(_seat(request, seat_id))

    return once(request, key, body.model_dump(mode="json"), act)


@scores.post("/{seat_id}/lock", response={200: SeatOut, **REFUSED}, operation_id="lock_scores")
def lock(request: HttpRequest, seat_id: int, key: str = Key) -> HttpResponse:
    """Make the own scores final; nothing changes them afterwards."""
    seat = _seat(request, seat_id)
    demand(may_score_tender(request.user, seat))

    def act() -> tuple[int, object]:
        locked = acts.lock_scores(actor=request.user, seat=seat, now=request.now)
        return 200, plain(SeatOut, locked)

    return once(request, key, None, act)


@scores.put("/{seat_id}/low-price/{bid}", response={200: SeatOut, **REFUSED}, operation_id="decide_low_price")
def low_price(request: HttpRequest, seat_id: int, bid: str, body: LowPriceIn, key: str = Key) -> HttpResponse:
    """Record the committee's decision on a price that looks abnormally low, with its reason."""
    seat = _seat(request, seat_id)
    demand(may_score_tender(request.user, seat))
    found = _bid(qualified_bids(seat.lot), bid)
    form = cleaned(
        LowPriceForm({"reason": body.reason, "is_explained": "yes" if body.is_explained else "no"})
    )

    def act() -> tuple[int, object]:
        acts.review_low_price(actor=request.user, bid=found, now=request.now, **form.cleaned_data)
        return 200, plain(SeatOut, _seat(request, seat_id))

    return once(request, key, body.model_dump(), act)


# --- the buyer's part ---------------------------------------------------------------------------------------------


@evaluations.get("/{public_id}/bids", response={200: BidsOut, **REFUSED}, operation_id="list_opened_bids")
def list_bids(request: HttpRequest, public_id: str) -> HttpResponse:
    """List the opened bids for the buyer's check; before the opening there is nothing to list."""
    tender = find_own(request, public_id)
    rows = opened_bids(lot_of(tender)) if tender.state in AFTER_OPENING else Bid.objects.none()
    return answer(200, {"bids": [plain(BidderOut, row) for row in rows]})


@evaluations.put(
    "/{public_id}/bids/{bid}/qualification", response={200: BidderOut, **REFUSED}, operation_id="qualify_bid"
)
def qualify(
    request: HttpRequest, public_id: str, bid: str, body: QualificationIn, key: str = Key
) -> HttpResponse:
    """Decide whether a bid meets the conditions of the notice; the buyer's act, not the committee's."""
    tender = find_own(request, public_id)
    demand(may_qualify_bid(request.user, tender))
    found = _bid(opened_bids(lot_of(tender)), bid)

    def act() -> tuple[int, object]:
        acts.qualify_bid(actor=request.user, bid=found, now=request.now, **body.model_dump())
        return 200, plain(BidderOut, found)

    return once(request, key, body.model_dump(), act)


@evaluations.post(
    "/{public_id}/committee", response={201: CommitteeOut, **REFUSED}, operation_id="appoint_committee"
)
def committee(request: HttpRequest, public_id: str, body: CommitteeIn, key: str = Key) -> HttpResponse:
    """Seat the committee: experts drawn at random (seed logged), or named with a reason."""
    tender = find_own(request, public_id)
    demand(may_appoint_committee(request.user, tender))
    staff = officials_with(department=tender.buyer).exclude(pk=request.user.pk)
    chosen = {
        "representatives": _people(staff, body.representatives, "representatives"),
        "experts": None
        if body.experts is None
        else _people(experts_for(tender.project.category_id), body.experts, "experts"),
        "reason": body.reason if body.experts is not None else "",
    }

    def act() -> tuple[int, object]:
        seats = acts.appoint_committee(actor=request.user, lot=lot_of(tender), now=request.now, **chosen)
        return 201, {"members": len(seats)}

    return once(request, key, body.model_dump(), act)


def _people(rows, ids: list[str], field: str) -> list[User]:
    known = {
        user.public_id: user for user in rows.filter(public_id__in=[name for name in ids if name.isalnum()])
    }
    if len(known) < len(set(ids)):
        raise Refused("opendata.person_unknown", field=field)
    return [known[name] for name in dict.fromkeys(ids)]


@evaluations.post(
    "/{public_id}/evaluation/start", response={200: TenderFile, **REFUSED}, operation_id="start_evaluation"
)
def start(request: HttpRequest, public_id: str, key: str = Key) -> HttpResponse:
    """Hand the qualified bids to the committee; fewer than the procedure needs ends the tender."""
    tender = find_own(request, public_id)
    demand(may_qualify_bid(request.user, tender))
    return once(
        request, key, None,
        lambda: (200, shown(acts.start_evaluation(actor=request.user, tender=tender, now=request.now))),
    )  # fmt: skip


@evaluations.post(
    "/{public_id}/evaluation/conclude",
    response={200: EvaluationOut, **REFUSED},
    operation_id="conclude_evaluation",
)
def conclude(request: HttpRequest, public_id: str, key: str = Key) -> HttpResponse:
    """Compute totals and ranking from the locked scores; the result is frozen and can be recomputed."""
    tender = find_own(request, public_id)
    demand(may_conclude_evaluation(request.user, tender))

    def act() -> tuple[int, object]:
        found = acts.conclude_evaluation(actor=request.user, lot=lot_of(tender), now=request.now)
        return 200, plain(EvaluationOut, found)

    return once(request, key, None, act)


@evaluations.get(
    "/{public_id}/evaluation", response={200: EvaluationOut, **REFUSED}, operation_id="read_evaluation"
)
def evaluation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read the frozen evaluation."""
    tender = find_own(request, public_id)
    demand(may_read_evaluation(request.user, tender))
    found = getattr(lot_of(tender), "evaluation", None)
    if found is None:
        raise Http404
    return answer(200, plain(EvaluationOut, found))
