"""What a published grade leads to, with what was decided."""

from datetime import datetime

from marketplace.core.clock import day_of
from ranking.models import GradeDecision, Review
from ranking.rules.consequences import Consequence, consequences_of, exclusion_end


def consequences_for(review: Review) -> list[Consequence]:
    """Return what the grade that holds leads to on the contract's track; nothing where none holds."""
    if review.published_at is None or not review.grade_now:
        return []
    track = review.contract.award.lot.tender.track
    return consequences_of(review.grade_now, track, day_of(review.published_at))


def decided_by_code(review: Review) -> dict[str, GradeDecision]:
    """Return the decisions on consequences by code."""
    return {row.code: row for row in review.decisions.all()}


def open_consequences(review: Review) -> list[Consequence]:
    """Return the consequences on which a person has to decide."""
    known = decided_by_code(review)
    return [row for row in consequences_for(review) if row.is_decided and row.code not in known]


def last_day(row: Consequence, now: datetime) -> object:
    """Return the last day of an exclusion decided now, or None for what has no term."""
    return exclusion_end(day_of(now), row.years) if row.years else None
