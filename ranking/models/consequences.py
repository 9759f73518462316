from django.conf import settings
from django.db import models
from django.db.models import Q

from .reviews import Review


class GradeDecision(models.Model):
    """A person's decision whether a consequence that a failed grade allows is applied, with reasons, once."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="decisions")
    code = models.CharField(max_length=20)
    is_applied = models.BooleanField()
    reason = models.TextField(max_length=1000)
    ends_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "code"], name="one_decision_per_consequence"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_consequence_is_reasoned"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.code}"

    @property
    def audit_chain(self) -> str:
        """The chain of the review."""
        return f"ranking.review:{self.review_id}"
