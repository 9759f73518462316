"""Decide what follows from a failed grade; amend the grade when an appeal took a rating away."""

from datetime import datetime

from django.db import transaction

from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.notifications.actions import notify
from marketplace.web.access import demand
from organizations.actions import exclude_from_track, lift_exclusions
from organizations.models import User
from organizations.queries.people import members_of
from ranking.models import Appeal, GradeDecision, Review
from ranking.permissions import may_decide_consequence
from ranking.queries.consequences import consequences_for, decided_by_code, last_day
from ranking.queries.reviews import ratings_by_voice, score_of
from ranking.rules.consequences import EXCLUSION
from ranking.rules.grades import grade_of
from ranking.states import AppealState, Grade

from .reviews import locked


@transaction.atomic
def decide_consequence(
    *, actor: User, review: Review, code: str, is_applied: bool, reason: str, now: datetime
) -> GradeDecision:
    """Apply a consequence that the grade allows on this track, or do without it; once, with reasons.

    An exclusion keeps from new bids on the track until its last day. Raises Refused (409) or Denied.
    """
    review = locked(review)
    demand(may_decide_consequence(actor, review))
    row = next((row for row in consequences_for(review) if row.is_decided and row.code == code), None)
    if row is None:
        raise Refused("ranking.no_consequence", status=409)
    if code in decided_by_code(review):
        raise Refused("ranking.consequence_decided", status=409)
    ends_on = last_day(row, now) if is_applied else None
    decision = GradeDecision.objects.create(
        review=review, code=code, is_applied=is_applied, reason=reason, ends_on=ends_on, decided_by=actor,
        decided_at=now,
    )  # fmt: skip
    after = {"code": code, "applied": is_applied, "ends_on": ends_on}
    record(
        actor=actor, action="review.consequence_decided", subject=review, at=now, after=after, reason=reason
    )
    if is_applied and code == EXCLUSION:
        exclude_from_track(
            actor=actor, organization=review.contract.organization, reason=reason[:500],
            track=review.contract.award.lot.tender.track, citation=f"VEN-07 {review.reference}",
            source=review.path, starts_on=day_of(now), ends_on=ends_on, now=now,
        )  # fmt: skip
    notify(
        recipients=members_of(review.contract.organization), kind="ranking.consequence_decided",
        key=f"{review.reference}:{code}", at=now, path=review.path, title=review.contract.title, reason=reason,
    )  # fmt: skip
    return decision


@transaction.atomic
def amend_grade(*, actor: User, appeal: Appeal, now: datetime) -> Review | None:
    """Compute the grade anew without the ratings that upheld appeals took away; called inside the decision.

    A grade that no longer fails lifts the exclusions that rest on it.
    """
    found = Review.objects.filter(contract=appeal.contract_id, published_at__isnull=False).first()
    if found is None or appeal.item not in ratings_by_voice(found):
        return None
    review = locked(found)
    gone = set(
        Appeal.objects.filter(contract=appeal.contract_id, state=AppealState.UPHELD).values_list(
            "item", flat=True
        )
    )
    before = {"grade": review.grade_now}
    review.amended_at = now
    left = score_of(ratings_by_voice(review), without=gone)
    review.amended_score = left
    review.amended_grade = "" if left is None else grade_of(left, day_of(review.published_at))
    review.save(update_fields=["amended_at", "amended_score", "amended_grade", "changed_at"])
    after = {"score": review.amended_score, "grade": review.amended_grade}
    record(actor=actor, action="review.amended", subject=review, at=now, before=before, after=after)
    if review.amended_grade != Grade.FAIL:
        lift_exclusions(actor=actor, source=review.path, reason=appeal.reference, now=now)
    return review
