"""What each person has to do about performance reviews."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from marketplace.web.duties import Duty
from marketplace.web.models import Stop
from organizations.models import Post, User
from organizations.queries.people import organizations_of, residency_of
from organizations.states import MemberRole, PostRole, ResidentLevel
from ranking.models import HouseholdAnswer, PanelSeat, Rating, Review, SelfRating
from ranking.states import AppealState, Grade, PanelSeatState, RatingKind, ReviewState

from .appeals import all_appeals
from .consequences import open_consequences
from .draws import spot_duties
from .relations import relation_of
from .reviews import all_reviews
from .round_duties import round_duties


def duties_of(user: User, now: datetime) -> list[Duty]:
    """Return the reviews that wait for the person (constant number of queries)."""
    return [
        *_to_rate(user),
        *_to_ask(user, now),
        *_to_publish(user, now),
        *_to_decide(user),
        *_consequences(user),
        *_as_third_party(user, now),
        *_to_draw(user, now),
        *_to_rate_own(user, now),
        *_to_reply(user, now),
        *_as_resident(user, now),
        *round_duties(user, now),
        *spot_duties(user),
    ]


def _duty(code: str, review: Review, label: str, due: datetime | None, url: str = "") -> Duty:
    return Duty(
        code=f"ranking.{code}",
        reference=review.reference,
        title=review.contract.title,
        url=url or review.desk_path,
        label=label,
        due_at=due,
        place=review.contract.buyer.name,
        step=str(Stop.EVALUATION.label),
        is_approval=code in {"publish", "consequence"},
    )


def _departments(user: User, role: str):
    return Post.objects.filter(user=user, role=role, until__isnull=True).values("department")


def _rated(kind: str) -> Exists:
    return Exists(Rating.objects.filter(review=OuterRef("pk"), kind=kind))


def _to_rate(user: User) -> Iterator[Duty]:
    rows = all_reviews().filter(
        ~_rated(RatingKind.OFFICIAL),
        state=ReviewState.OPEN,
        contract__buyer__in=_departments(user, PostRole.PROJECT_OFFICER),
    )
    for review in rows:
        yield _duty("rate", review, _("Rate"), review.collect_until)


def _to_ask(user: User, now: datetime) -> Iterator[Duty]:
    rows = all_reviews().filter(
        _rated(RatingKind.OFFICIAL),
        state=ReviewState.OPEN,
        collect_until__lte=now,
        contract__buyer__in=_departments(user, PostRole.PROJECT_OFFICER),
    )
    for review in rows:
        yield _duty("ask", review, _("Ask for the reply"), None)


def _to_publish(user: User, now: datetime) -> Iterator[Duty]:
    rows = all_reviews().filter(
        Q(replied_at__isnull=False) | Q(reply_until__lte=now),
        ~Exists(Rating.objects.filter(review=OuterRef("pk"), rater=user)),
        state=ReviewState.REPLYING,
        contract__buyer__in=_departments(user, PostRole.APPROVER),
    )
    for review in rows:
        yield _duty("publish", review, _("Publish the result"), None)


def _to_decide(user: User) -> Iterator[Duty]:
    rated = Rating.objects.filter(review__contract=OuterRef("contract"), rater=user)
    rows = all_appeals().filter(
        ~Exists(rated),
        ~Q(contract__review__published_by=user),
        state=AppealState.FILED,
        contract__buyer__in=_departments(user, PostRole.APPROVER),
    )
    for appeal in rows:
        yield Duty(
            code="ranking.decide_appeal",
            reference=appeal.reference,
            title=appeal.contract.title,
            url=appeal.desk_path,
            label=_("Decide the appeal"),
            due_at=appeal.answer_by,
            place=appeal.contract.buyer.name,
            step=str(Stop.RANKING.label),
            is_approval=True,
        )


def _as_third_party(user: User, now: datetime) -> Iterator[Duty]:
    seats = PanelSeat.objects.filter(expert=user, panel__review__state=ReviewState.OPEN)
    rows = seats.filter(
        Q(state=PanelSeatState.INVITED, answer_by__gt=now)
        | Q(
            ~Exists(Rating.objects.filter(review=OuterRef("panel__review"), rater=user)),
            state=PanelSeatState.ACCEPTED,
        )
    ).values_list("panel__review", "state", "answer_by")
    found = {review: (state, until) for review, state, until in rows}
    for review in all_reviews().filter(pk__in=found):
        state, until = found[review.pk]
        if state == PanelSeatState.INVITED:
            yield _duty("third_party", review, _("Answer the invitation"), until, f"{review.desk_path}seat/")
        else:
            yield _duty("third_party", review, _("Rate"), review.collect_until)


def _to_draw(user: User, now: datetime) -> Iterator[Duty]:
    rows = all_reviews().filter(
        panel__isnull=True,
        state=ReviewState.OPEN,
        collect_until__gt=now,
        contract__buyer__in=_departments(user, PostRole.PROJECT_OFFICER),
    )
    for review in rows:
        yield _duty("draw", review, _("Draw the third party by lot"), review.collect_until)


def _consequences(user: User) -> Iterator[Duty]:
    rows = all_reviews().filter(
        ~Exists(Rating.objects.filter(review=OuterRef("pk"), rater=user)),
        Q(grade=Grade.FAIL, amended_at__isnull=True) | Q(amended_grade=Grade.FAIL),
        state=ReviewState.PUBLISHED,
        contract__buyer__in=_departments(user, PostRole.APPROVER),
    )
    for review in rows.select_related("contract__award__lot__tender").prefetch_related("decisions"):
        for row in open_consequences(review):
            url = f"{review.desk_path}consequences/{row.code}/"
            yield _duty("consequence", review, _("Decide what follows from the grade"), None, url)


def _to_rate_own(user: User, now: datetime) -> Iterator[Duty]:
    rows = all_reviews().filter(
        ~Exists(SelfRating.objects.filter(review=OuterRef("pk"))),
        state=ReviewState.OPEN,
        collect_until__gt=now,
        contract__organization__in=organizations_of(user, MemberRole.LEGAL_REPRESENTATIVE),
    )
    for review in rows:
        yield _duty(
            "rate_own", review, _("Rate your own work"), review.collect_until, f"{review.desk_path}self/"
        )


def _to_reply(user: User, now: datetime) -> Iterator[Duty]:
    rows = all_reviews().filter(
        state=ReviewState.REPLYING,
        replied_at__isnull=True,
        reply_until__gt=now,
        contract__organization__in=organizations_of(user, MemberRole.LEGAL_REPRESENTATIVE),
    )
    for review in rows:
        yield _duty("reply", review, _("Reply"), review.reply_until)


def _as_resident(user: User, now: datetime) -> Iterator[Duty]:
    for review in reviews_to_star(user, now):
        yield _duty("stars", review, _("Give stars"), review.collect_until, f"{review.path}rate/")


def reviews_to_star(user: User, now: datetime) -> list[Review]:
    """Return the services in the resident's community that wait for the household's stars, soonest first, five at most."""
    home = residency_of(user)
    if home is None or home.level == ResidentLevel.REGISTERED:
        return []
    answered = HouseholdAnswer.objects.filter(review=OuterRef("pk"), household=home.household_id)
    rows = all_reviews().filter(
        ~Exists(answered),
        state=ReviewState.OPEN,
        collect_until__gt=now,
        contract__project__communities=home.community_id,
    )
    found = rows.order_by("collect_until")[:5]
    return [review for review in found if not relation_of(user, review.contract)]
