"""What a person decides about a record: that one organization continues another, that evidence no longer counts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.models import Contract, Milestone
from marketplace.core.references import public_id
from organizations.models import Organization
from ranking.states import AppealState, EvidenceKind


class Succession(models.Model):
    """A registrar's decision that `new` continues `old`: it holds the whole record from `at` on."""

    old = models.OneToOneField(Organization, on_delete=models.PROTECT, related_name="succession")
    new = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="successions")
    reason = models.TextField(max_length=500)
    document = models.CharField(max_length=200)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(old=F("new")), name="nobody_succeeds_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} -> {self.new_id}"


class Appeal(models.Model):
    """An organization's appeal against one piece of evidence; upheld, the evidence counts as absent from then on."""

    reference = models.CharField(max_length=20, unique=True)
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="standing_appeals")
    item = models.CharField(max_length=10, choices=EvidenceKind.choices)
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, null=True, blank=True, related_name="standing_appeals"
    )
    state = models.CharField(max_length=10, choices=AppealState.choices, default=AppealState.FILED)
    grounds = models.TextField(max_length=2000)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    decision = models.TextField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-filed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "item", "milestone"],
                nulls_distinct=False,
                name="one_appeal_per_piece_of_evidence",
            ),
            models.CheckConstraint(
                condition=Q(item=EvidenceKind.MILESTONE, milestone__isnull=False)
                | ~Q(item=EvidenceKind.MILESTONE) & Q(milestone__isnull=True),
                name="a_milestone_is_named",
            ),
            models.CheckConstraint(
                condition=Q(state=AppealState.FILED, decided_at__isnull=True)
                | ~Q(state=AppealState.FILED) & Q(decided_at__isnull=False) & ~Q(decision=""),
                name="a_decision_is_reasoned",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def desk_path(self) -> str:
        """The address of those who appeal and decide."""
        return f"/work/reviews/appeals/{self.public_id}/"
