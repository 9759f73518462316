import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.models import Contract
from marketplace.core.references import public_id
from organizations.models import Household
from ranking.states import Grade, RatingKind, ReviewState


class Review(models.Model):
    """The performance review of one contract: three voices, the organization's reply, then the published result.

    `rubric` is frozen when the review opens: {"common": [{code, text, text_en, points}], "specific": [{text, text_en}]}.
    """

    reference = models.CharField(max_length=20, unique=True)
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="review")
    state = models.CharField(max_length=20, choices=ReviewState.choices, default=ReviewState.OPEN)
    rubric = models.JSONField()
    opened_at = models.DateTimeField()
    collect_until = models.DateTimeField()
    reply_requested_at = models.DateTimeField(null=True, blank=True)
    reply_until = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(max_length=2000, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replied_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    grade = models.CharField(max_length=10, choices=Grade.choices, blank=True)
    amended_at = models.DateTimeField(null=True, blank=True)
    amended_score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    amended_grade = models.CharField(max_length=10, choices=Grade.choices, blank=True)
    result = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        permissions = [("rate_as_third_party", "Rate the contract of this review as third party")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ReviewState.OPEN) | Q(reply_until__isnull=True),
                name="an_open_review_waits_for_no_reply",
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.PUBLISHED, published_at__isnull=False, score__isnull=False)
                & ~Q(grade="")
                | ~Q(state=ReviewState.PUBLISHED) & Q(published_at__isnull=True),
                name="a_published_review_has_a_result",
            ),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True) | ~Q(reply=""), name="a_reply_says_something"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-opened_at"], name="review_by_state"),
            models.Index(fields=["-published_at", "-id"], name="review_newest"),
            models.Index(fields=["changed_at"], name="review_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.contract.title}"

    @property
    def path(self) -> str:
        """The language-neutral public address."""
        return f"/reviews/{self.public_id}/"

    @property
    def desk_path(self) -> str:
        """The address of those who rate, reply and publish."""
        return f"/work/reviews/{self.public_id}/"

    @property
    def grade_now(self) -> str:
        """The grade that holds: the published one, or what an upheld appeal left of it (empty when nothing)."""
        return self.amended_grade if self.amended_at else self.grade

    @property
    def is_demo(self) -> bool:
        """Whether the contract belongs to the demonstration."""
        return self.contract.is_demo


class Rating(models.Model):
    """The rating of one named person by the rubric: points per criterion, their sum, and why.

    `evidence` by criterion: what of the contract's record the points rest on, as it was when the rating was given.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="ratings")
    kind = models.CharField(max_length=10, choices=RatingKind.choices)
    rater = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    points = models.JSONField()
    findings = models.JSONField(default=list)
    evidence = models.JSONField(default=dict)
    total = models.DecimalField(max_digits=5, decimal_places=2)
    comment = models.TextField(max_length=2000)
    rated_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review"],
                condition=Q(kind=RatingKind.OFFICIAL),
                name="one_rating_for_the_buyer",
            ),
            models.UniqueConstraint(fields=["review", "rater"], name="one_rating_per_person"),
            models.CheckConstraint(condition=Q(total__range=(0, 100)), name="a_rating_is_0_to_100"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.kind} {self.total}"

    @property
    def audit_chain(self) -> str:
        """The chain of the review."""
        return f"ranking.review:{self.review_id}"


class SelfRating(models.Model):
    """How the organization rates its own work, before it reads the others; shown beside them and never counted."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="self_rating")
    rater = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    points = models.JSONField()
    findings = models.JSONField(default=list)
    evidence = models.JSONField(default=dict)
    total = models.DecimalField(max_digits=5, decimal_places=2)
    comment = models.TextField(max_length=2000)
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(total__range=(0, 100)), name="a_self_rating_is_0_to_100")
        ]

    def __str__(self) -> str:
        return f"{self.review_id} self {self.total}"

    @property
    def audit_chain(self) -> str:
        """The chain of the review."""
        return f"ranking.review:{self.review_id}"


class Ballot(models.Model):
    """One household's stars. No person, no household, a random key, the time only to the hour."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="ballots")
    stars = models.PositiveSmallIntegerField()
    hour = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="stars_1_to_5")]

    def __str__(self) -> str:
        return str(self.review_id)


class HouseholdAnswer(models.Model):
    """That a household has answered, written in the same transaction as its ballot; says nothing of the stars."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="answers")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "household"], name="one_answer_per_household")
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.household_id}"
