from django.conf import settings
from django.db import models

from contracts.states import CheckResult
from marketplace.core.references import public_id
from marketplace.web.files import StoredFile
from organizations.models import Community

from .milestones import Milestone


class ResidentCheck(models.Model):
    """What a verified resident or a residents' representative found; shown without a name."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="checks")
    resident = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    is_representative = models.BooleanField(default=False)
    result = models.CharField(max_length=10, choices=CheckResult.choices)
    line = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["-checked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "resident"], name="one_check_per_resident")
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.result}"

    @property
    def audit_chain(self) -> str:
        """The chain of the contract."""
        return f"contracts.contract:{self.milestone.contract_id}"


class CheckPhoto(StoredFile):
    """The photo of a check, re-encoded without position."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    check_row = models.OneToOneField(ResidentCheck, on_delete=models.CASCADE, related_name="photo")
