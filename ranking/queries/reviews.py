"""Reviews and their voices, as each audience may read them."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from contracts.models import Contract
from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES
from organizations.models import Community, Organization, Residency, User
from organizations.queries.people import departments_of, organizations_of
from organizations.states import ResidentLevel
from ranking.models import HouseholdAnswer, PanelSeat, Rating, Review, SelfRating
from ranking.rules.grades import mean_score
from ranking.standing.contract import trimmed_mean
from ranking.standing.parameters import MER1
from ranking.states import SEATED, ReviewState


def all_reviews() -> QuerySet[Review]:
    """Return every review with what its pages show."""
    return Review.objects.select_related(
        "contract__organization", "contract__buyer", "contract__category", "contract__project"
    )


def published_reviews() -> QuerySet[Review]:
    """Return the public reviews, newest first."""
    return all_reviews().filter(state=ReviewState.PUBLISHED).order_by("-published_at", "-id")


def reviews_of(organization: Organization) -> QuerySet[Review]:
    """Return the published reviews of an organization, newest first."""
    return published_reviews().filter(contract__organization=organization)


def review_of(contract: Contract) -> Review | None:
    """Return the review of a contract, or None."""
    return Review.objects.filter(contract=contract).first()


def reviews_visible_to(user: User) -> QuerySet[Review]:
    """Return the reviews a person works with: buyer's officials, the third party, the organization that is rated."""
    drawn = PanelSeat.objects.filter(panel__review=OuterRef("pk"), expert=user, state__in=SEATED)
    return all_reviews().filter(
        Q(contract__buyer__in=departments_of(user))
        | Exists(drawn)
        | Q(contract__organization__in=organizations_of(user))
    )


def ratings_by_voice(review: Review) -> dict[str, Rating]:
    """Return the named ratings of a review: `official`, `expert`, and `expert2` … of a panel, oldest first."""
    found: dict[str, Rating] = {}
    counts: Counter[str] = Counter()
    for rating in review.ratings.all():
        counts[rating.kind] += 1
        number = counts[rating.kind]
        found[rating.kind if number == 1 else f"{rating.kind}{number}"] = rating
    return found


def score_of(ratings: Mapping[str, Rating], without: Collection[str] = ()) -> Decimal | None:
    """Return the mean of the voices, each once however many experts speak; None when no rating is left."""
    totals: dict[str, list[Decimal]] = {}
    for row in ratings.values():
        if row.kind not in without:
            totals.setdefault(row.kind, []).append(row.total)
    return mean_score(totals.values()) if totals else None


def self_rating_of(review: Review) -> SelfRating | None:
    """Return how the organization rated itself, or None."""
    return SelfRating.objects.filter(review=review).first()


def resident_voice(review: Review) -> dict[str, object]:
    """Return the residents' voice: n always; stars, their mean and distribution only from five answers up."""
    stars = list(review.ballots.values_list("stars", flat=True))
    minimum = STATUTES.on("evaluation.minimum_answers", day_of(review.opened_at)).days
    if len(stars) < minimum:
        return {"n": len(stars), "minimum": minimum, "is_shown": False}
    counts = Counter(stars)
    return {
        "n": len(stars),
        "minimum": minimum,
        "is_shown": True,
        "mean": round(trimmed_mean([float(s) for s in stars], MER1.trim), 2),
        "counts": [(value, counts[value]) for value in (5, 4, 3, 2, 1)],
    }


def invited_residents(contract: Contract) -> QuerySet[User]:
    """Return the verified residents of the communities that the project served."""
    homes = Residency.objects.filter(
        user=OuterRef("pk"), community__in=served_communities(contract), household__isnull=False
    ).exclude(level=ResidentLevel.REGISTERED)
    return User.objects.filter(Exists(homes), is_active=True).order_by("pk")


def served_communities(contract: Contract) -> QuerySet[Community]:
    """Return the communities of the contract's project."""
    return Community.objects.filter(projects=contract.project_id)


def has_answered(review: Review, household_id: int | None) -> bool:
    """Say whether the household has given its stars."""
    return HouseholdAnswer.objects.filter(review=review, household_id=household_id).exists()


def is_collecting(review: Review, now: datetime) -> bool:
    """Say whether ratings are open (the end is late)."""
    return review.state == ReviewState.OPEN and now < review.collect_until
