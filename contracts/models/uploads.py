from django.conf import settings
from django.db import models
from django.db.models import Q

from .milestones import Milestone
from .reports import ReportFile


class PhotoUpload(models.Model):
    """A photo of a report on its way up: what has arrived, by the digest of the whole; kept once however often sent."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="uploads")
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField(default=b"")
    file = models.ForeignKey(ReportFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["milestone", "digest"], name="one_upload_per_photo"),
            models.CheckConstraint(condition=Q(size__gt=0), name="an_upload_has_a_size"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.digest[:8]} {self.received}/{self.size}"

    @property
    def received(self) -> int:
        """How many bytes have arrived."""
        return len(self.content)
