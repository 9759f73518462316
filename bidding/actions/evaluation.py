"""Qualification, committee, declarations, scores and the result of an evaluation."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from bidding.models import (
    Bid,
    BidFacts,
    Lot,
    LowPriceReview,
    Qualification,
    Score,
    ScoreSheet,
    Seat,
    Tender,
)
from bidding.queries.bids import needed_suppliers, opened_bids, qualified_bids
from bidding.queries.evaluation import active_seats, low_price_triggers
from bidding.queries.facts import allowed_by, with_partners
from bidding.queries.terms import terms_of
from bidding.rules.facts import Papers, check_papers
from bidding.rules.findings import require
from bidding.states import SEAT, TENDER, CriterionKind, HearingKind, SeatState, TenderState
from marketplace.audit.actions import record
from marketplace.core.canonical import digest
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from organizations.models import User

from .committee import (
    appoint_committee,
    check_members,
    declare_conflicts,
    demand_state,
    locked_lot,
    locked_seat,
    replace_member,
)
from .ending import fail_locked
from .negotiations import begin_negotiation, demand_quotes_open
from .remarks import annex_locked
from .results import conclude_evaluation, evaluation_input
from .signals import keep_signals
from .tenders import locked


@transaction.atomic
def qualify_bid(
    *, actor: User, bid: Bid, is_qualified: bool, reason: str, now: datetime, papers: Papers | None = None
) -> Qualification:
    """Decide on a bid's qualification, with a reason when it fails; the buyer's act, not the committee's.

    `papers` is what the buyer found in them: a bid is not qualified while they miss what law and document ask.
    """
    lot = locked_lot(bid.lot)
    demand_state(lot.tender, TenderState.OPENED)
    if not is_qualified and not reason.strip():
        raise Refused("bidding.reason_missing", field="reason")
    if papers is not None:
        _note_papers(actor, bid, papers, now, is_qualified=is_qualified)
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


def _note_papers(actor: User, bid: Bid, papers: Papers, now: datetime, *, is_qualified: bool) -> None:
    # BID-03, BID-06, BID-07
    tender = bid.lot.tender
    if is_qualified:
        found = check_papers(
            with_partners(bid, papers), allowed_by(terms_of(tender)), tender.notice_date or day_of(now)
        )
        require(found)
    kept = ("proofs", "partners", "has_agreement", "small_share", "subcontracted", "deduction")
    BidFacts.objects.update_or_create(
        bid=bid,
        defaults={**{name: getattr(papers, name) for name in kept}, "noted_by": actor, "noted_at": now},
    )


@transaction.atomic
def start_evaluation(*, actor: User, tender: Tender, now: datetime) -> Tender:
    """Hand the qualified bids to the committee; fewer than the procedure needs ends the tender (OPEN-05)."""
    tender = locked(tender)
    lot = tender.lots.get()
    lot.tender = tender
    require_transition(TENDER, tender.state, TenderState.EVALUATING)
    annex_locked(tender, now)
    bids = list(opened_bids(lot))
    missing = sum(getattr(bid, "qualification", None) is None for bid in bids)
    if missing:
        raise Refused("bidding.qualification_open", missing=missing, citation=Citation("O87", "art. 44"))
    if qualified_bids(lot).count() < needed_suppliers(tender):
        return fail_locked(
            tender, actor=actor, code="failed_few_qualified", note="failed_few_qualified", now=now
        )
    check_members(lot, [(seat.member, seat.role) for seat in active_seats(lot)])
    signals = keep_signals(lot=lot, now=now)
    begin_negotiation(lot, now)
    tender.state = TenderState.EVALUATING
    tender.save(update_fields=["state", "changed_at"])
    record(
        actor=actor,
        action="evaluation.started",
        subject=tender,
        at=now,
        before={"state": TenderState.OPENED},
        after={"state": tender.state, "bids": qualified_bids(lot).count(), "signals": len(signals)},
    )
    return tender


@transaction.atomic
def save_scores(
    *, actor: User, seat: Seat, bid: Bid, points: dict[int, Decimal | None], comment: str, now: datetime
) -> ScoreSheet:
    """Keep a draft of the member's points for one bid; refused (422) outside a criterion's range."""
    seat = locked_seat(seat)
    _demand_scoring(seat)
    if not qualified_bids(seat.lot).filter(pk=bid.pk).exists():
        raise Refused("bidding.not_under_evaluation", status=409)
    sheet, _ = ScoreSheet.objects.update_or_create(
        seat=seat, bid=bid, defaults={"comment": comment, "saved_at": now}
    )
    criteria = scored_criteria(seat.lot)
    given = [
        Score(sheet=sheet, criterion=row, points=points[row.pk])
        for row in criteria
        if points.get(row.pk) is not None
    ]
    for score in given:
        _demand_range(score)
    if len(given) < len(criteria):
        sheet.scores.exclude(criterion__in=[score.criterion_id for score in given]).delete()
    Score.objects.bulk_create(
        given, update_conflicts=True, unique_fields=["sheet", "criterion"], update_fields=["points"]
    )
    record(
        actor=actor,
        action="scores.saved",
        subject=seat,
        at=now,
        after={"sheet": sheet.pk, "given": sheet.scores.count()},
    )
    return sheet


def _demand_range(score: Score) -> None:
    # EVA-05
    criterion = score.criterion
    if not 0 <= score.points <= criterion.points:
        raise Refused(
            "bidding.score_range", field=f"c{criterion.pk}", criterion=criterion.text,
            points=criterion.points, citation=Citation("O87", "art. 64"),
        )  # fmt: skip


def scored_criteria(lot: Lot) -> list:
    """Return the criteria that members score; declared past performance is read, not scored."""
    return [row for row in lot.criteria.all() if row.kind != CriterionKind.STANDING]


def _demand_scoring(seat: Seat) -> None:
    if seat.state == SeatState.LOCKED:
        raise Refused("bidding.scores_final", status=409)
    if seat.state != SeatState.CLEARED:
        raise Refused("bidding.not_cleared", status=403)
    demand_state(seat.lot.tender, TenderState.EVALUATING)
    demand_quotes_open(seat.lot)


@transaction.atomic
def lock_scores(*, actor: User, seat: Seat, now: datetime) -> Seat:
    """Make the member's scores final; refused while a criterion of a bid has none."""
    seat = locked_seat(seat)
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
    lot = locked_lot(bid.lot)
    demand_state(lot.tender, TenderState.EVALUATING)
    found = low_price_triggers(lot).get(bid.pk)
    if not found:
        raise Refused("bidding.no_trigger", status=409)
    if not reason.strip():
        raise Refused("bidding.reason_missing", field="reason", citation=Citation("F2026-2", "", "P"))
    _demand_heard(bid, now, is_explained=is_explained)
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


def _demand_heard(bid: Bid, now: datetime, *, is_explained: bool) -> None:
    """Let no low price fail unheard, and let no decision come before the bidder's time is over (LOW-05)."""
    hearing = bid.hearings.filter(kind=HearingKind.LOW_PRICE).first()
    citation = Citation("F2026-2", "", "P")
    if hearing is None and not is_explained:
        raise Refused("bidding.not_heard", status=409, citation=citation)
    if hearing is not None and hearing.answered_at is None and now < hearing.answer_by:
        raise Refused("bidding.hearing_runs", status=409, citation=citation)


__all__ = [
    "appoint_committee",
    "conclude_evaluation",
    "declare_conflicts",
    "evaluation_input",
    "lock_scores",
    "qualify_bid",
    "replace_member",
    "review_low_price",
    "save_scores",
    "scored_criteria",
    "start_evaluation",
]
