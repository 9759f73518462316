"""Ratings: by the buyer's official and the third party with points and facts, by residents with stars."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from marketplace.audit.actions import record
from marketplace.core.clock import day_of, is_late, local
from marketplace.core.refusals import Citation, Refused
from marketplace.web.access import demand
from organizations.models import User
from organizations.queries.people import residency_of
from ranking.models import Ballot, HouseholdAnswer, Rating, Review, SelfRating
from ranking.permissions import (
    may_rate_as_resident,
    may_rate_as_third_party,
    may_rate_for_buyer,
    may_rate_own_work,
)
from ranking.queries.proofs import Proof, proofs_of
from ranking.queries.reviews import has_answered
from ranking.rules.evidence import check_evidence, check_known
from ranking.rules.grades import is_extreme
from ranking.rules.rubric import total_points
from ranking.states import RatingKind, ReviewState

from .reviews import locked, moment_text

HOUSE = Citation("HOUSE", trust="D")
FACTS = 2
MOST_STARS = 5


@transaction.atomic
def rate_contract(
    *,
    actor: User,
    review: Review,
    kind: str,
    points: Mapping[str, Decimal],
    comment: str,
    now: datetime,
    findings: Sequence[str] = (),
    evidence: Mapping[str, Sequence[str]] | None = None,
) -> Rating:
    """Give the rating of a named voice, once; `findings` are the codes of specific criteria that were met.

    `evidence` by criterion are keys of `queries.proofs`. A total of 95 and more, or 60 and less, needs two facts on
    lines of their own; a criterion in those bands needs evidence. Raises Refused or Denied.
    """
    review = locked(review)
    _check_open(review, now)
    given = review.ratings.filter(kind=kind)
    if (given if kind == RatingKind.OFFICIAL else given.filter(rater=actor)).exists():
        raise Refused("ranking.already_rated", status=409)
    may = may_rate_for_buyer if kind == RatingKind.OFFICIAL else may_rate_as_third_party
    demand(may(actor, review))
    total = total_points(review.rubric["common"], points)
    facts = [line for line in comment.splitlines() if line.strip()]
    if is_extreme(total, day_of(now)) and len(facts) < FACTS:
        raise Refused("ranking.facts_missing", field="comment", citation=HOUSE, total=total)
    rating = Rating.objects.create(
        review=review, kind=kind, rater=actor, total=total, comment=comment, rated_at=now,
        evidence=_proven(review, points, evidence or {}, now), **_marks(review, points, findings),
    )  # fmt: skip
    record(
        actor=actor, action="contract.rated", subject=review, at=now,
        after={"kind": kind, "total": total, "points": rating.points},
    )  # fmt: skip
    return rating


def _marks(review: Review, points: Mapping[str, Decimal], findings: Sequence[str]) -> dict[str, object]:
    met = {row["code"] for row in review.rubric["specific"]} & set(findings)
    return {"points": {code: str(value) for code, value in points.items()}, "findings": sorted(met)}


def _proven(
    review: Review,
    points: Mapping[str, Decimal],
    evidence: Mapping[str, Sequence[str]],
    now: datetime,
    *,
    is_asked: bool = True,
) -> dict[str, list[Proof]]:
    known = {str(row["key"]): row for row in proofs_of(review.contract)}
    linked = {code: keys for code, keys in evidence.items() if keys}
    if is_asked:
        check_evidence(review.rubric["common"], points, linked, known, day_of(now))
    else:
        check_known(linked, known)
    return {code: [known[key] for key in keys] for code, keys in linked.items()}


@transaction.atomic
def rate_own_work(
    *,
    actor: User,
    review: Review,
    points: Mapping[str, Decimal],
    comment: str,
    now: datetime,
    findings: Sequence[str] = (),
    evidence: Mapping[str, Sequence[str]] | None = None,
) -> SelfRating:
    """Keep how the organization rates itself, once and before it reads the others; it is shown and never counted."""
    review = locked(review)
    _check_open(review, now)
    demand(may_rate_own_work(actor, review))
    if SelfRating.objects.filter(review=review).exists():
        raise Refused("ranking.already_rated", status=409)
    total = total_points(review.rubric["common"], points)
    rating = SelfRating.objects.create(
        review=review, rater=actor, total=total, comment=comment, rated_at=now,
        evidence=_proven(review, points, evidence or {}, now, is_asked=False), **_marks(review, points, findings),
    )  # fmt: skip
    record(
        actor=actor, action="contract.rated_itself", subject=review, at=now,
        after={"total": total, "points": rating.points},
    )  # fmt: skip
    return rating


@transaction.atomic
def answer_as_resident(*, actor: User, review: Review, stars: int, now: datetime) -> None:
    """Drop the household's ballot: one per household and contract. Raises Refused (409 for the second) or Denied.

    Ballot and log carry neither person nor household, and the time only to the hour.
    """
    review = locked(review)
    _check_open(review, now)
    demand(may_rate_as_resident(actor, review))
    if stars not in range(1, MOST_STARS + 1):
        raise Refused("ranking.stars_outside", field="stars")
    household_id = residency_of(actor).household_id
    if has_answered(review, household_id):
        raise Refused("ranking.household_answered", status=409, citation=HOUSE)
    hour = local(now).replace(minute=0, second=0, microsecond=0)
    HouseholdAnswer.objects.create(review=review, household_id=household_id)
    Ballot.objects.create(review=review, stars=stars, hour=hour)
    record(actor=None, action="review.household_answered", subject=review, at=hour)


def _check_open(review: Review, now: datetime) -> None:
    if review.state != ReviewState.OPEN or is_late(now, review.collect_until):
        raise Refused(
            "ranking.collection_over", status=409, citation=HOUSE, until=moment_text(review.collect_until)
        )
