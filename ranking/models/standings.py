from django.conf import settings
from django.db import models

from contracts.models import Contract
from marketplace.core.references import public_id
from organizations.models import Organization
from organizations.states import StandingStatus
from ranking.states import EvidenceKind

from .reviews import Review


class Pseudonym(models.Model):
    """The random name under which a person's ratings stand in published files."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, unique=True, default=public_id)

    def __str__(self) -> str:
        return self.code


class StatusChange(models.Model):
    """When an organization was suspended or stood again, as the method needs it for any day."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="status_changes")
    is_active = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.is_active}"


class Contribution(models.Model):
    """One line of a present standing: the starting point, or one row of evidence; the lines add up to the score."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="contributions")
    category = models.CharField(max_length=8)
    position = models.PositiveIntegerField()
    item = models.CharField(max_length=10, choices=EvidenceKind.choices)
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    rater = models.CharField(max_length=12, blank=True)
    count = models.PositiveIntegerField(default=0)
    adjusted = models.DecimalField(max_digits=9, decimal_places=6)
    contribution = models.DecimalField(max_digits=9, decimal_places=6)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "category", "position"], name="one_line_per_position"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.category} {self.item} {self.contribution}"


class Snapshot(models.Model):
    """What was computed on a day, with the files anyone can compute it from again."""

    day = models.DateField(unique=True)
    computed_at = models.DateTimeField()
    version = models.CharField(max_length=40)
    params_hash = models.CharField(max_length=64)
    input_hash = models.CharField(max_length=64)
    events = models.TextField()
    ranking = models.TextField()
    explanation = models.TextField()
    calibration = models.TextField()

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return self.day.isoformat()


class Place(models.Model):
    """Where an organization stood in a snapshot."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="places")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="places")
    category = models.CharField(max_length=8)
    status = models.CharField(max_length=20, choices=StandingStatus.choices)
    rank = models.PositiveIntegerField(null=True, blank=True)
    score = models.DecimalField(max_digits=9, decimal_places=6)
    low = models.DecimalField(max_digits=9, decimal_places=6)
    high = models.DecimalField(max_digits=9, decimal_places=6)
    contracts = models.PositiveIntegerField()
    evidence = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "organization", "category"], name="one_place_per_snapshot"
            )
        ]
        indexes = [models.Index(fields=["snapshot", "category", "rank"], name="place_in_snapshot")]

    def __str__(self) -> str:
        return f"{self.snapshot_id} {self.organization_id} {self.category} {self.rank}"
