from django.conf import settings
from django.db import models
from django.db.models import Q

from ranking.states import DeclineGround, PanelSeatState

from .reviews import Review


def _person(**options: object) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class Panel(models.Model):
    """The third-party voice of one review: experts drawn by lot from a pool.

    `codes` stand for the pool: random, made before the seed, so that anybody can draw again without knowing a name.
    Without a seed nobody was drawn: the pool was too small and every seat was given by hand.
    """

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="panel")
    wanted = models.PositiveSmallIntegerField()
    codes = models.JSONField(default=list)
    codes_digest = models.CharField(max_length=64, blank=True)
    seed = models.CharField(max_length=64, blank=True)
    drawn_by = _person(null=True, blank=True)
    drawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"panel of {self.review_id}"

    @property
    def audit_chain(self) -> str:
        """The chain of the review."""
        return f"ranking.review:{self.review_id}"


class PanelSeat(models.Model):
    """One expert of the pool in the order of the draw, or one chosen by hand with a reason."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="seats")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=16)
    expert = _person()
    state = models.CharField(max_length=10, choices=PanelSeatState.choices, default=PanelSeatState.WAITING)
    hand_reason = models.CharField(max_length=400, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ground = models.CharField(max_length=20, choices=DeclineGround.choices, blank=True)
    statement = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "position"], name="one_seat_per_position"),
            models.UniqueConstraint(fields=["panel", "expert"], name="one_seat_per_expert"),
            models.UniqueConstraint(fields=["panel", "code"], name="one_seat_per_code"),
            models.CheckConstraint(
                condition=Q(state__in=[PanelSeatState.WAITING, PanelSeatState.PASSED])
                | Q(invited_at__isnull=False, answer_by__isnull=False),
                name="an_invited_expert_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=PanelSeatState.DECLINED) | ~Q(ground=""), name="a_refusal_names_its_ground"
            ),
        ]
        indexes = [models.Index(fields=["state", "answer_by"], name="panel_seat_due")]

    def __str__(self) -> str:
        return f"{self.panel_id}/{self.position}"
