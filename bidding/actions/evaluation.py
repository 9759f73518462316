"""Qualification, committee, declarations, scores and the result of an evaluation."""

import json
import secrets
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from guardian.shortcuts import assign_perm, remove_perm

from bidding.models import (
    Bid,
    BidEvaluation,
    Declaration,
    Lot,
    LowPriceReview,
    Qualification,
    RosterMember,
    Score,
    ScoreSheet,
    Seat,
    Tender,
)
from bidding.queries.bids import opened_bids, profile_of, qualified_bids
from bidding.queries.evaluation import active_seats, low_price_triggers
from bidding.rules.committee import check_committee, required_size
from bidding.rules.criteria import standing_points
from bidding.rules.draws import order_by_draw
from bidding.rules.findings import require
from bidding.rules.scoring import evaluate
from bidding.states import SEAT, TENDER, CriterionKind, SeatRole, SeatState, TenderState, TieBreak
from marketplace.audit.actions import record
from marketplace.core.canonical import canonical, digest
from marketplace.core.money import round_half_up
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from organizations.models import Organization, User
from organizations.queries.people import experts_for, has_post, is_expert, organizations_of

from .tenders import fail_locked, locked

GRANT = "bidding.score_tender"


def _locked_lot(lot: Lot) -> Lot:
    tender = locked(lot.tender)
    fresh = Lot.objects.select_for_update(of=("self",)).get(pk=lot.pk)
    fresh.tender = tender
    return fresh


def _demand_state(tender: Tender, *states: str) -> None:
    if tender.state not in states:
        raise Refused("bidding.not_under_evaluation", status=409)


@transaction.atomic
def qualify_bid(*, actor: User, bid: Bid, is_qualified: bool, reason: str, now: datetime) -> Qualification:
    """Decide on a bid's qualification, with a reason when it fails; the buyer's act, not the committee's."""
    lot = _locked_lot(bid.lot)
    _demand_state(lot.tender, TenderState.OPENED)
    if not is_qualified and not reason.strip():
        raise Refused("bidding.reason_missing", field="reason")
    row = Qualification.objects.filter(bid=bid).first() or Qualification(bid=bid)
    before = {"is_qualified": row.is_qualified if row.pk else None}
    row.is_qualified, row.reason, row.decided_by, row.decided_at = is_qualified, reason, actor, now
    row.save()
    record(
        actor=actor,
        action="bid.qualified" if is_qualified else "bid.not_qualified",
        subject=lot,
        at=now,
        before=before,
        after={"bid": bid.receipt_number, "is_qualified": is_qualified},
        reason=reason,
    )
    return row


@transaction.atomic
def appoint_committee(
    *,
    actor: User,
    lot: Lot,
    representatives: list[User],
    now: datetime,
    experts: list[User] | None = None,
    reason: str = "",
) -> list[Seat]:
    """Seat a committee: experts drawn at random from the roster (seed logged), or chosen with a reason.

    Raises Refused with the article when size, share of experts or a member does not fit.
    """
    lot = _locked_lot(lot)
    _demand_state(lot.tender, TenderState.OPENED)
    if active_seats(lot).exists():
        raise Refused("bidding.sits_already", status=409)
    seed, pool = secrets.token_hex(16), 0
    if experts is None:
        experts, pool = _drawn(lot, len(representatives), seed)
    elif not reason.strip():
        raise Refused("bidding.reason_missing", field="reason", citation=Citation("O87", "art. 48"))
    members = [(user, SeatRole.EXPERT) for user in experts]
    members += [(user, SeatRole.BUYER) for user in representatives]
    _check_members(lot, members)
    seats = [
        _seat(actor, lot, user, role, now, is_chair=place == 0) for place, (user, role) in enumerate(members)
    ]
    record(
        actor=actor,
        action="committee.appointed",
        subject=lot,
        at=now,
        after={
            "members": len(seats),
            "experts": len(experts),
            "seed": "" if reason else seed,
            "pool": pool,
        },
        reason=reason,
    )
    return seats


def _drawn(lot: Lot, representatives: int, seed: str) -> tuple[list[User], int]:
    """Return experts in the order of the draw: as many as the size needs and two thirds demand (COM-04)."""
    tender = lot.tender
    size = required_size(profile_of(tender), tender.budget, tender.notice_date)
    wanted = max(size - representatives, 2 * representatives)
    wanted += (wanted + representatives + 1) % 2
    pool = {
        user.public_id: user
        for user in experts_for(tender.project.category_id)
        if not unfit(lot, user, SeatRole.EXPERT)
    }
    if len(pool) < wanted:
        raise Refused(
            "bidding.pool_small", pool=len(pool), needed=wanted, citation=Citation("O87", "art. 48")
        )
    return [pool[name] for name in order_by_draw(seed, pool)[:wanted]], len(pool)


def unfit(lot: Lot, user: User, role: str) -> str:
    """Return why the person cannot sit on the committee, or an empty text (COM-05, COM-07, OPEN-03)."""
    bidders = Organization.objects.filter(bids__lot=lot)
    if organizations_of(user).filter(pk__in=bidders.values("pk")).exists():
        return "bidding.is_bidder"
    if RosterMember.objects.filter(tender=lot.tender, officer=user).exists():
        return "bidding.is_opening_officer"
    own_unit = has_post(user, department=lot.tender.buyer)
    if role == SeatRole.BUYER:
        return "" if own_unit else "bidding.is_no_buyer"
    if own_unit:
        return "bidding.is_buyer_staff"
    return "" if is_expert(user) else "bidding.is_no_expert"


def _check_members(lot: Lot, members: list[tuple[User, str]]) -> None:
    tender = lot.tender
    seen: set[int] = set()
    for user, role in members:
        why = "bidding.sits_already" if user.pk in seen else unfit(lot, user, role)
        seen.add(user.pk)
        if why:
            raise Refused(
                "bidding.member_unfit", name=user.name, why=why, citation=Citation("O87", "art. 47")
            )
    experts = sum(role == SeatRole.EXPERT for _, role in members)
    require(check_committee(profile_of(tender), tender.budget, len(members), experts, tender.notice_date))


def _seat(actor: User, lot: Lot, user: User, role: str, now: datetime, *, is_chair: bool) -> Seat:
    seat = Seat.objects.create(
        lot=lot, member=user, role=role, is_chair=is_chair, appointed_by=actor, appointed_at=now
    )
    assign_perm(GRANT, user, seat)
    notify(
        recipients=[user],
        kind="bidding.seat_given",
        key=f"{seat.pk}",
        at=now,
        path=f"/work/evaluations/{seat.pk}/",
    )
    return seat


def _locked_seat(seat: Seat) -> Seat:
    lot = _locked_lot(seat.lot)
    fresh = Seat.objects.select_for_update(of=("self",)).select_related("member").get(pk=seat.pk)
    fresh.lot = lot
    return fresh


@transaction.atomic
def declare_conflicts(
    *, actor: User, seat: Seat, has_conflict: bool, statement: str, now: datetime
) -> Declaration:
    """Declare, once and before any content; a conflict takes the member off the scores at once."""
    seat = _locked_seat(seat)
    if seat.state != SeatState.APPOINTED:
        raise Refused("bidding.declared_already", status=409)
    if has_conflict and not statement.strip():
        raise Refused("bidding.reason_missing", field="statement")
    target = SeatState.CONFLICTED if has_conflict else SeatState.CLEARED
    require_transition(SEAT, seat.state, target)
    bidders = [bid.organization.public_id for bid in opened_bids(seat.lot)]
    declaration = Declaration.objects.create(
        seat=seat, has_conflict=has_conflict, statement=statement, bidders=bidders, declared_at=now
    )
    seat.state = target
    if has_conflict:
        seat.is_chair = False
        remove_perm(GRANT, seat.member, seat)
    seat.save(update_fields=["state", "is_chair"])
    record(
        actor=actor,
        action="conflict.declared",
        subject=seat,
        at=now,
        before={"state": SeatState.APPOINTED},
        after={"state": seat.state, "has_conflict": has_conflict},
    )
    return declaration


@transaction.atomic
def replace_member(*, actor: User, seat: Seat, successor: User, reason: str, now: datetime) -> Seat:
    """Replace a member; what the replaced member scored no longer counts (COM-09)."""
    seat = _locked_seat(seat)
    _demand_state(seat.lot.tender, TenderState.OPENED, TenderState.EVALUATING)
    require_transition(SEAT, seat.state, SeatState.REPLACED)
    if not reason.strip():
        raise Refused("bidding.reason_missing", field="reason")
    others = [(row.member, row.role) for row in active_seats(seat.lot).exclude(pk=seat.pk)]
    _check_members(seat.lot, [*others, (successor, seat.role)])
    before, was_chair = seat.state, seat.is_chair
    seat.state, seat.replaced_at, seat.replace_reason, seat.is_chair = SeatState.REPLACED, now, reason, False
    seat.save(update_fields=["state", "replaced_at", "replace_reason", "is_chair"])
    remove_perm(GRANT, seat.member, seat)
    chair_left = was_chair or not active_seats(seat.lot).filter(is_chair=True).exists()
    fresh = _seat(
        actor, seat.lot, successor, seat.role, now, is_chair=chair_left and seat.role == SeatRole.EXPERT
    )
    record(
        actor=actor,
        action="member.replaced",
        subject=seat,
        at=now,
        before={"state": before},
        after={"state": seat.state, "seat": fresh.pk},
        reason=reason,
    )
    return fresh


@transaction.atomic
def start_evaluation(*, actor: User, tender: Tender, now: datetime) -> Tender:
    """Hand the qualified bids to the committee; fewer than the procedure needs ends the tender (OPEN-05)."""
    tender = locked(tender)
    lot = tender.lots.get()
    lot.tender = tender
    require_transition(TENDER, tender.state, TenderState.EVALUATING)
    bids = list(opened_bids(lot))
    missing = sum(getattr(bid, "qualification", None) is None for bid in bids)
    if missing:
        raise Refused("bidding.qualification_open", missing=missing, citation=Citation("O87", "art. 44"))
    if qualified_bids(lot).count() < profile_of(tender).suppliers(tender.notice_date):
        return fail_locked(
            tender, actor=actor, code="failed_few_qualified", note="failed_few_qualified", now=now
        )
    _check_members(lot, [(seat.member, seat.role) for seat in active_seats(lot)])
    tender.state = TenderState.EVALUATING
    tender.save(update_fields=["state", "changed_at"])
    record(
        actor=actor,
        action="evaluation.started",
        subject=tender,
        at=now,
        before={"state": TenderState.OPENED},
        after={"state": tender.state, "bids": qualified_bids(lot).count()},
    )
    return tender


@transaction.atomic
def save_scores(
    *, actor: User, seat: Seat, bid: Bid, points: dict[int, Decimal | None], comment: str, now: datetime
) -> ScoreSheet:
    """Keep a draft of the member's points for one bid; refused (422) outside a criterion's range."""
    seat = _locked_seat(seat)
    _demand_scoring(seat)
    if not qualified_bids(seat.lot).filter(pk=bid.pk).exists():
        raise Refused("bidding.not_under_evaluation", status=409)
    sheet, _ = ScoreSheet.objects.update_or_create(
        seat=seat, bid=bid, defaults={"comment": comment, "saved_at": now}
    )
    for criterion in scored_criteria(seat.lot):
        value = points.get(criterion.pk)
        if value is None:
            sheet.scores.filter(criterion=criterion).delete()
            continue
        if not 0 <= value <= criterion.points:
            raise Refused(
                "bidding.score_range", field=f"c{criterion.pk}", criterion=criterion.text,
                points=criterion.points, citation=Citation("O87", "art. 64"),
            )  # fmt: skip
        Score.objects.update_or_create(sheet=sheet, criterion=criterion, defaults={"points": value})
    record(
        actor=actor,
        action="scores.saved",
        subject=seat,
        at=now,
        after={"sheet": sheet.pk, "given": sheet.scores.count()},
    )
    return sheet


def scored_criteria(lot: Lot) -> list:
    """Return the criteria that members score; declared past performance is read, not scored."""
    return [row for row in lot.criteria.all() if row.kind != CriterionKind.STANDING]


def _demand_scoring(seat: Seat) -> None:
    if seat.state == SeatState.LOCKED:
        raise Refused("bidding.scores_final", status=409)
    if seat.state != SeatState.CLEARED:
        raise Refused("bidding.not_cleared", status=403)
    _demand_state(seat.lot.tender, TenderState.EVALUATING)


@transaction.atomic
def lock_scores(*, actor: User, seat: Seat, now: datetime) -> Seat:
    """Make the member's scores final; refused while a criterion of a bid has none."""
    seat = _locked_seat(seat)
    _demand_scoring(seat)
    bids = qualified_bids(seat.lot).count()
    given = Score.objects.filter(sheet__seat=seat, sheet__bid__in=qualified_bids(seat.lot)).count()
    missing = bids * len(scored_criteria(seat.lot)) - given
    if missing:
        raise Refused("bidding.scores_missing", missing=missing)
    require_transition(SEAT, seat.state, SeatState.LOCKED)
    seat.state, seat.locked_at = SeatState.LOCKED, now
    seat.save(update_fields=["state", "locked_at"])
    rows = Score.objects.filter(sheet__seat=seat).order_by("sheet__bid_id", "criterion_id")
    record(
        actor=actor,
        action="scores.locked",
        subject=seat,
        at=now,
        before={"state": SeatState.CLEARED},
        after={
            "state": seat.state,
            "scores": digest(
                [[row.sheet.bid_id, row.criterion_id, row.points] for row in rows.select_related("sheet")]
            ),
        },
    )
    return seat


@transaction.atomic
def review_low_price(
    *, actor: User, bid: Bid, is_explained: bool, reason: str, now: datetime
) -> LowPriceReview:
    """Record the committee's decision on a price that looks abnormally low, with its reason (LOW-06)."""
    lot = _locked_lot(bid.lot)
    _demand_state(lot.tender, TenderState.EVALUATING)
    found = low_price_triggers(lot).get(bid.pk)
    if not found:
        raise Refused("bidding.no_trigger", status=409)
    if not reason.strip():
        raise Refused("bidding.reason_missing", field="reason", citation=Citation("F2026-2", "", "P"))
    row = LowPriceReview.objects.filter(bid=bid).first() or LowPriceReview(bid=bid)
    before = {"is_explained": row.is_explained if row.pk else None}
    row.triggers, row.is_explained, row.reason = found, is_explained, reason
    row.decided_by, row.decided_at = actor, now
    row.save()
    record(
        actor=actor,
        action="low_price.decided",
        subject=lot,
        at=now,
        before=before,
        after={"bid": bid.receipt_number, "triggers": found, "is_explained": is_explained},
        reason=reason,
    )
    return row


@transaction.atomic
def conclude_evaluation(*, actor: User, lot: Lot, now: datetime) -> BidEvaluation:
    """Freeze the input, compute totals and ranking, draw among equals; the result is final."""
    lot = _locked_lot(lot)
    tender = lot.tender
    require_transition(TENDER, tender.state, TenderState.EVALUATED)
    seats = list(active_seats(lot))
    if not seats or any(seat.state != SeatState.LOCKED for seat in seats):
        raise Refused("bidding.members_open", status=409)
    _check_members(lot, [(seat.member, seat.role) for seat in seats])
    _demand_reviews(lot)
    given, bidders = evaluation_input(lot, seats)
    result = evaluate(given)
    evaluation = BidEvaluation.objects.create(
        lot=lot,
        input=given,
        result=result,
        digest=digest({"input": given, "result": result}),
        bidders=bidders,
        draw=_draw(lot, result, bidders),
        made_by=actor,
        made_at=now,
    )
    record(
        actor=actor,
        action="evaluation.concluded",
        subject=lot,
        at=now,
        after={"outcome": result["outcome"], "digest": evaluation.digest, "draw": evaluation.draw},
    )
    if result["outcome"] == "failed":
        fail_locked(tender, actor=actor, code=str(result["reason"]), note=str(result["reason"]), now=now)
        return evaluation
    tender.state = TenderState.EVALUATED
    tender.save(update_fields=["state", "changed_at"])
    return evaluation


def _demand_reviews(lot: Lot) -> None:
    found = low_price_triggers(lot)
    decided = set(LowPriceReview.objects.filter(bid__in=found).values_list("bid_id", flat=True))
    if missing := set(found) - decided:
        raise Refused("bidding.low_price_open", missing=len(missing), citation=Citation("F2026-2", "", "P"))


def evaluation_input(lot: Lot, seats: list[Seat]) -> tuple[dict[str, object], dict[str, str]]:
    """Return exactly a file for `evaluate_bids`, and which organization stands behind each bidder code.

    Scores of one criterion are sorted, so that no place in the list points to a member.
    """
    tender = lot.tender
    bids = list(qualified_bids(lot))
    criteria = list(lot.criteria.all())
    started = len(bids) if tender.procedure == "consultation" else None
    given = {
        "procedure": "consultation" if tender.track == "below_limit" and tender.method == "comprehensive"
        else tender.procedure,
        "method": tender.method,
        "category": "services",
        "notice_date": tender.notice_date,
        "budget": tender.budget,
        "ceiling": tender.ceiling,
        "price_points": _text(tender.price_points),
        "score_scale": tender.score_scale,
        "rounding": tender.rounding,
        "started": started,
        "factors": [
            {"code": row.code, "points": _text(row.points), "combine": "equal" if row.is_objective else "mean"}
            for row in criteria
        ],
        "composite": None,
        "low_price_rates": tender.low_price_rates or None,
        "bids": [_bid_line(bid, seats, criteria) for bid in bids],
    }  # fmt: skip
    bidders = {bid.receipt_number: bid.organization.public_id for bid in bids}
    return json.loads(canonical(given)), bidders


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _bid_line(bid: Bid, seats: list[Seat], criteria: list) -> dict[str, object]:
    review = getattr(bid, "low_price_review", None)
    rows = Score.objects.filter(sheet__bid=bid, sheet__seat__in=seats)
    scores: dict[str, list[str]] = {}
    for criterion in criteria:
        if criterion.kind == CriterionKind.STANDING:
            exact = standing_points(criterion.points, bid.opened.standing, bid.lot.tender.notice_date)
            scores[criterion.code] = [format(round_half_up(exact, bid.lot.tender.score_scale), "f")]
        else:
            values = sorted(row.points for row in rows if row.criterion_id == criterion.pk)
            scores[criterion.code] = [format(value, "f") for value in values]
    return {
        "bidder": bid.receipt_number,
        "bid_price": bid.opened.price,
        "deduction": "0",
        "low_price_explained": review.is_explained if review else None,
        "scores": scores,
    }


def _draw(lot: Lot, result: dict, bidders: dict[str, str]) -> dict[str, object] | None:
    """Decide a tie for the first place in the document's way: declared standing, then a logged draw (EVA-08)."""
    tied = list(result["tie_for_first"])
    if not tied:
        return None
    if lot.tender.tie_break == TieBreak.STANDING:
        known = {
            bid.receipt_number: bid.opened.standing if bid.opened.standing is not None else Decimal(70)
            for bid in opened_bids(lot)
        }
        best = max(known[name] for name in tied)
        tied = [name for name in tied if known[name] == best]
    seed = secrets.token_hex(16)
    return {
        "seed": seed,
        "among": sorted(tied),
        "order": order_by_draw(seed, tied),
        "first": order_by_draw(seed, tied)[0],
    }
