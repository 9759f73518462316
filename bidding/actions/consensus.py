"""The committee after independent scoring: reasons for wide spreads, corrections on legal grounds, opinions on the report."""

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from bidding.models import (
    Bid,
    BidEvaluation,
    Criterion,
    Lot,
    Opinion,
    Score,
    ScoreCorrection,
    Seat,
    SpreadNote,
)
from bidding.queries.consensus import corrections_for, differences, open_corrections
from bidding.queries.evaluation import are_scores_final
from bidding.states import CorrectionGround, TenderState
from marketplace.audit.actions import record
from marketplace.core.refusals import Citation, Refused
from organizations.models import User

from .committee import demand_state, locked_seat
from .tenders import demand_reason

ARTICLE_64 = Citation("O87", "art. 64")


def _demand_consensus(seat: Seat) -> None:
    """Refuse (409) before every member's scores are final, and after the result."""
    demand_state(seat.lot.tender, TenderState.EVALUATING)
    if not are_scores_final(seat.lot):
        raise Refused("bidding.members_open", status=409, citation=Citation("O87", "art. 62"))


@transaction.atomic
def explain_spread(
    *, actor: User, seat: Seat, bid: Bid, criterion: Criterion, reason: str, now: datetime
) -> SpreadNote:
    """Write down, as leader, why the scores of one criterion of one bid lie far apart."""
    seat = locked_seat(seat)
    _demand_consensus(seat)
    demand_reason(reason)
    wide = [row for row in differences(seat.lot) if row.spread.is_wide and not row.spread.must_be_equal]
    found = [row for row in wide if (row.bid.pk, row.criterion.pk) == (bid.pk, criterion.pk)]
    if not found:
        raise Refused("bidding.no_spread", status=409)
    low, high = found[0].spread.low, found[0].spread.high
    note, _ = SpreadNote.objects.update_or_create(
        bid=bid,
        criterion=criterion,
        defaults={"low": low, "high": high, "reason": reason, "written_by": seat, "written_at": now},
    )
    record(
        actor=actor,
        action="spread.explained",
        subject=seat,
        at=now,
        after={"bid": bid.receipt_number, "criterion": criterion.code, "low": low, "high": high},
        reason=reason,
    )
    return note


@transaction.atomic
def ask_correction(
    *, actor: User, seat: Seat, score: Score, ground: str, reason: str, now: datetime
) -> ScoreCorrection:
    """Ask a member, as leader, to look at a final score again: only on a ground of O87 art. 64 (EVA-11)."""
    # EVA-11
    seat = locked_seat(seat)
    _demand_consensus(seat)
    demand_reason(reason)
    objective = ground == CorrectionGround.OBJECTIVE
    if ground not in CorrectionGround.values or objective != score.criterion.is_objective:
        raise Refused("bidding.correction_ground", field="ground", citation=ARTICLE_64)
    target = Seat.objects.get(pk=score.sheet.seat_id, lot=seat.lot)
    try:
        with transaction.atomic():
            row = ScoreCorrection.objects.create(
                seat=target, bid=score.sheet.bid, criterion=score.criterion, ground=ground, reason=reason,
                asked_by=seat, asked_at=now, before=score.points,
            )  # fmt: skip
    except IntegrityError:
        raise Refused("bidding.correction_waits", status=409) from None
    record(
        actor=actor,
        action="correction.asked",
        subject=row,
        at=now,
        after={"criterion": score.criterion.code, "ground": ground, "before": score.points},
        reason=reason,
    )
    return row


@transaction.atomic
def settle_correction(
    *, actor: User, seat: Seat, correction: ScoreCorrection, points: Decimal, answer: str, now: datetime
) -> ScoreCorrection:
    """Correct the own score, or keep it, with a reason; refused (422) outside the range of the criterion."""
    seat = locked_seat(seat)
    _demand_consensus(seat)
    row = corrections_for(seat).select_for_update(of=("self",)).filter(pk=correction.pk).first()
    if row is None:
        raise Refused("bidding.correction_settled", status=409)
    demand_reason(answer)
    if not 0 <= points <= row.criterion.points:
        raise Refused(
            "bidding.score_range", field="points", criterion=row.criterion.text, points=row.criterion.points,
            citation=ARTICLE_64,
        )  # fmt: skip
    Score.objects.filter(sheet__seat=seat, sheet__bid=row.bid_id, criterion=row.criterion_id).update(
        points=points
    )
    row.after, row.answer, row.settled_at = points, answer, now
    row.save(update_fields=["after", "answer", "settled_at"])
    record(
        actor=actor,
        action="correction.settled",
        subject=row,
        at=now,
        before={"points": row.before},
        after={"points": points},
        reason=answer,
    )
    return row


def demand_consensus(lot: Lot) -> None:
    """Refuse (409) a result while a correction is open or a difference is neither equal nor explained (EVA-06)."""
    if missing := open_corrections(lot).count():
        raise Refused("bidding.correction_open", status=409, missing=missing, citation=ARTICLE_64)
    if missing := sum(row.is_open for row in differences(lot)):
        raise Refused("bidding.spread_open", status=409, missing=missing, citation=ARTICLE_64)


@transaction.atomic
def sign_report(*, actor: User, seat: Seat, agrees: bool, text: str, now: datetime) -> Opinion:
    """Sign the report, or dissent with reasons; who signs nothing agrees (COM-10, O87 art. 61)."""
    # COM-10
    seat = locked_seat(seat)
    demand_state(seat.lot.tender, TenderState.EVALUATED)
    if not agrees and not text.strip():
        raise Refused("bidding.reason_missing", field="text", citation=Citation("O87", "art. 61"))
    if seat.lot.awards.exists():
        raise Refused("bidding.report_closed", status=409)
    evaluation = BidEvaluation.objects.get(lot=seat.lot)
    try:
        with transaction.atomic():
            opinion = Opinion.objects.create(
                seat=seat, evaluation_digest=evaluation.digest, agrees=agrees, text=text, signed_at=now
            )
    except IntegrityError:
        raise Refused("bidding.report_signed", status=409) from None
    record(
        actor=actor,
        action="report.signed",
        subject=opinion,
        at=now,
        after={"agrees": agrees, "evaluation": evaluation.digest},
        reason=text,
    )
    return opinion
