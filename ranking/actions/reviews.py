"""The performance review: opened when a contract closes, answered by the organization, published by a second official."""

from datetime import datetime, time, timedelta

from django.db import transaction

from contracts.models import Contract
from contracts.states import ContractState
from marketplace.audit.actions import next_reference, record
from marketplace.core.canonical import digest
from marketplace.core.clock import SHANGHAI, day_of, is_late, local, utc_text
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.outbox.actions import publish
from marketplace.statutes import STATUTES
from marketplace.web.models import Stop
from marketplace.web.spine import write_stop
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import add_working_days
from organizations.models import User
from organizations.queries.people import members_of, officials_with
from organizations.states import MemberRole, PostRole
from projects.states import CriterionKind
from ranking.events import EvaluationPublished
from ranking.models import Pseudonym, Rating, Review, SelfRating
from ranking.queries.reviews import (
    invited_residents,
    ratings_by_voice,
    resident_voice,
    score_of,
    self_rating_of,
)
from ranking.rules.grades import grade_of
from ranking.rules.rubric import check_rubric
from ranking.states import REVIEW, Grade, RatingKind, ReviewState

HOUSE = Citation("HOUSE", trust="D")


def locked(review: Review) -> Review:
    """Return the review locked until the end of the transaction."""
    return (
        Review.objects.select_for_update(of=("self",))
        .select_related(
            "contract__organization", "contract__buyer", "contract__category", "contract__project"
        )
        .get(pk=review.pk)
    )


def moment_text(moment: datetime) -> str:
    """Return a moment as messages and refusals show it."""
    return f"{local(moment):%Y-%m-%d %H:%M}"


@transaction.atomic
def open_review(*, contract: Contract, now: datetime, actor: User | None = None) -> Review:
    """Open the review of a closed contract, once; a second call returns the same one. Raises Refused."""
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    found = Review.objects.filter(contract=contract).first()
    if found:
        return found
    if contract.state != ContractState.CLOSED:
        raise Refused("core.not_in_this_state", status=409)
    rubric = rubric_of(contract)
    check_rubric(rubric["common"])
    review = Review.objects.create(
        reference=next_reference("LY", local(now).year),
        contract=contract,
        rubric=rubric,
        opened_at=now,
        collect_until=now + timedelta(days=STATUTES.on("performance.collect", day_of(now)).days),
    )
    record(
        actor=actor, action="review.opened", subject=review, at=now, after={"contract": contract.reference}
    )
    _invite(review, now)
    return review


def rubric_of(contract: Contract) -> dict[str, list[dict[str, str]]]:
    """Return the criteria that the project promised: the common score with points, the specific ones without."""
    rubric: dict[str, list[dict[str, str]]] = {"common": [], "specific": []}
    for number, row in enumerate(contract.project.criteria.order_by("position", "id"), start=1):
        entry = {"code": f"c{number}", "text": row.text, "text_en": row.text_en}
        if row.kind == CriterionKind.COMMON:
            rubric["common"].append({**entry, "points": format(row.points.normalize(), "f")})
        else:
            rubric["specific"].append(entry)
    return rubric


def _invite(review: Review, now: datetime) -> None:
    contract = review.contract
    facts = {"title": contract.title, "until": moment_text(review.collect_until)}
    officers = officials_with(PostRole.PROJECT_OFFICER, department=contract.buyer)
    notify(
        recipients=officers, kind="ranking.review_opened", key=review.reference, at=now,
        path=review.desk_path, **facts,
    )  # fmt: skip
    notify(
        recipients=members_of(contract.organization, MemberRole.LEGAL_REPRESENTATIVE),
        kind="ranking.own_rating_invited", key=review.reference, at=now, path=f"{review.desk_path}self/", **facts,
    )  # fmt: skip
    notify(
        recipients=invited_residents(contract), kind="ranking.residents_invited", key=review.reference,
        at=now, path=f"{review.path}rate/", **facts,
    )  # fmt: skip


@transaction.atomic
def request_reply(*, actor: User, review: Review, now: datetime) -> Review:
    """End the collection of ratings and ask the organization; it has the reply period. Raises Refused."""
    review = locked(review)
    require_transition(REVIEW, review.state, ReviewState.REPLYING)
    if RatingKind.OFFICIAL not in ratings_by_voice(review):
        raise Refused("ranking.official_missing", status=409)
    if not is_late(now, review.collect_until):
        raise Refused(
            "ranking.still_collecting", status=409, citation=HOUSE, until=moment_text(review.collect_until)
        )
    days = STATUTES.on("performance.reply", day_of(now)).days
    last_day = add_working_days(day_of(now), days, load_calendar())
    review.state = ReviewState.REPLYING
    review.reply_requested_at = now
    review.reply_until = datetime.combine(last_day + timedelta(days=1), time.min, SHANGHAI)
    review.save(update_fields=["state", "reply_requested_at", "reply_until", "changed_at"])
    record(
        actor=actor, action="review.reply_requested", subject=review, at=now,
        before={"state": ReviewState.OPEN}, after={"state": review.state, "until": review.reply_until},
    )  # fmt: skip
    notify(
        recipients=members_of(review.contract.organization, MemberRole.LEGAL_REPRESENTATIVE),
        kind="ranking.reply_requested", key=review.reference, at=now, path=review.desk_path,
        title=review.contract.title, until=f"{last_day:%Y-%m-%d}",
    )  # fmt: skip
    return review


@transaction.atomic
def reply_to_review(*, actor: User, review: Review, text: str, now: datetime) -> Review:
    """Keep the organization's answer, once, within the period. Raises Refused."""
    review = locked(review)
    if review.state != ReviewState.REPLYING:
        raise Refused("core.not_in_this_state", status=409)
    if review.replied_at:
        raise Refused("ranking.already_replied", status=409)
    if is_late(now, review.reply_until):
        raise Refused("ranking.reply_over", status=409, citation=HOUSE, until=moment_text(review.reply_until))
    review.reply, review.replied_by, review.replied_at = text, actor, now
    review.save(update_fields=["reply", "replied_by", "replied_at", "changed_at"])
    record(actor=actor, action="review.replied", subject=review, at=now, after={"reply": text})
    notify(
        recipients=officials_with(PostRole.APPROVER, department=review.contract.buyer),
        kind="ranking.reply_received", key=review.reference, at=now, path=review.desk_path,
        title=review.contract.title, organization=review.contract.organization,
    )  # fmt: skip
    return review


@transaction.atomic
def publish_review(*, actor: User, review: Review, now: datetime) -> Review:
    """Publish the result with the reply; the evidence counts from now on. Raises Refused.

    Before the reply period has run out it needs the reply; the publisher never rated (four eyes).
    """
    review = locked(review)
    require_transition(REVIEW, review.state, ReviewState.PUBLISHED)
    ratings = ratings_by_voice(review)
    if any(rating.rater_id == actor.pk for rating in ratings.values()):
        raise Refused("ranking.four_eyes", status=403, citation=HOUSE)
    if not review.replied_at and not is_late(now, review.reply_until):
        raise Refused(
            "ranking.reply_period_runs", status=409, citation=HOUSE, until=moment_text(review.reply_until)
        )
    Pseudonym.objects.bulk_create(
        [Pseudonym(user_id=rating.rater_id) for rating in ratings.values()], ignore_conflicts=True
    )
    review.score = score_of(ratings)
    review.grade = grade_of(review.score, day_of(now))
    review.state, review.published_at, review.published_by = ReviewState.PUBLISHED, now, actor
    review.result = result_of(review)
    review.digest = digest(review.result)
    review.save(
        update_fields=[
            "score", "grade", "state", "published_at", "published_by", "result", "digest", "changed_at",
        ]
    )  # fmt: skip
    record(
        actor=actor, action="review.published", subject=review, at=now,
        before={"state": ReviewState.REPLYING},
        after={"state": review.state, "score": review.score, "grade": review.grade, "digest": review.digest},
    )  # fmt: skip
    _tell(review, now)
    return review


def result_of(review: Review) -> dict[str, object]:
    """Return the frozen public record: criteria, totals, residents with n, reply; no person's name."""
    contract = review.contract
    voice = {key: str(value) if key == "mean" else value for key, value in resident_voice(review).items()}
    return {
        "reference": review.reference,
        "contract": contract.reference,
        "organization": contract.organization.public_id,
        "rubric": review.rubric,
        "ratings": {voice: _voice(rating) for voice, rating in sorted(ratings_by_voice(review).items())},
        "self": _voice(own) if (own := self_rating_of(review)) else None,
        "residents": voice,
        "reply": review.reply,
        "score": str(review.score),
        "grade": review.grade,
        "published_at": utc_text(review.published_at),
    }


def _voice(rating: Rating | SelfRating) -> dict[str, object]:
    return {
        "points": rating.points,
        "findings": rating.findings,
        "evidence": rating.evidence,
        "total": str(rating.total),
        "comment": rating.comment,
    }


def _tell(review: Review, now: datetime) -> None:
    contract = review.contract
    write_stop(
        spine_id=contract.spine_id, stop=Stop.EVALUATION, reference=review.reference, title=contract.title,
        path=review.path, at=now,
    )  # fmt: skip
    write_stop(
        spine_id=contract.spine_id, stop=Stop.RANKING, reference="", title=contract.organization.name,
        path=f"/ranking/{contract.organization.public_id}/", at=now,
    )  # fmt: skip
    publish(EvaluationPublished(review_id=review.pk))
    notify(
        recipients=members_of(contract.organization), kind="ranking.review_published", key=review.reference,
        at=now, path=review.path, title=contract.title, grade=Grade(review.grade).label,
    )  # fmt: skip
