"""What the committee has to agree on when all scores are final: wide spreads, objective differences, corrections."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from bidding.models import Bid, Criterion, Lot, Opinion, Score, ScoreCorrection, Seat, SpreadNote
from bidding.rules.consensus import Spread, spread_of
from bidding.states import CriterionKind

from .bids import qualified_bids
from .evaluation import active_seats
from .terms import terms_of


@dataclass
class Difference:
    """One criterion of one bid on which members differ: each member's score, the spread, the leader's reason."""

    bid: Bid
    criterion: Criterion
    spread: Spread
    scores: list[Score]
    note: SpreadNote | None

    @property
    def is_open(self) -> bool:
        """Say whether the leader must still act."""
        return self.spread.must_be_equal or (self.spread.is_wide and self.note is None)


def differences(lot: Lot) -> list[Difference]:
    """Return what stands out among the final scores of a lot, bid by bid."""
    share = terms_of(lot.tender).spread_share
    rows = Score.objects.filter(sheet__seat__in=active_seats(lot), sheet__bid__in=qualified_bids(lot))
    grouped: dict[tuple[int, int], list[Score]] = defaultdict(list)
    for score in rows.select_related("sheet__seat__member", "sheet__bid__organization", "criterion").order_by(
        "sheet__bid_id", "criterion__position", "sheet__seat_id"
    ):
        grouped[score.sheet.bid_id, score.criterion_id].append(score)
    notes = {(row.bid_id, row.criterion_id): row for row in SpreadNote.objects.filter(bid__lot=lot)}
    found = [_difference(key, scores, notes, share) for key, scores in grouped.items()]
    return [row for row in found if row is not None]


def _difference(
    key: tuple[int, int], scores: list[Score], notes: dict[tuple[int, int], SpreadNote], share: Decimal
) -> Difference | None:
    criterion = scores[0].criterion
    spread = spread_of(
        [row.points for row in scores],
        points=criterion.points,
        share=share,
        is_objective=criterion.is_objective,
    )
    if not spread.is_wide and not spread.must_be_equal:
        return None
    note = notes.get(key)
    if note is not None and (note.low, note.high) != (spread.low, spread.high):
        note = None
    return Difference(scores[0].sheet.bid, criterion, spread, scores, note)


def open_corrections(lot: Lot) -> QuerySet[ScoreCorrection]:
    """Return the corrections that members have not settled."""
    rows = ScoreCorrection.objects.filter(seat__in=active_seats(lot), settled_at=None)
    return rows.select_related("seat__member", "bid__organization", "criterion")


def corrections_of(lot: Lot) -> QuerySet[ScoreCorrection]:
    """Return every correction, in order."""
    rows = ScoreCorrection.objects.filter(seat__lot=lot)
    return rows.select_related("seat__member", "bid__organization", "criterion")


def corrections_for(seat: Seat) -> QuerySet[ScoreCorrection]:
    """Return what the member has to look at again."""
    return open_corrections(seat.lot).filter(seat=seat)


def opinions_of(lot: Lot) -> dict[int, Opinion]:
    """Return the signatures under the report of the evaluation in force, by seat."""
    evaluation = getattr(lot, "evaluation", None)
    if evaluation is None:
        return {}
    rows = Opinion.objects.filter(seat__lot=lot, evaluation_digest=evaluation.digest)
    return {row.seat_id: row for row in rows}


def scored_by_members(lot: Lot) -> bool:
    """Say whether members score anything beside what is read from records."""
    return lot.criteria.exclude(kind=CriterionKind.STANDING).exists()
