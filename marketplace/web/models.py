import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stop(models.TextChoices):
    """The eight stops of the spine, in order (ux rule 1)."""

    NEED = "need", _("Need")
    DELIBERATION = "deliberation", _("Deliberation")
    PROJECT = "project", _("Project")
    TENDER = "tender", _("Tender")
    CONTRACT = "contract", _("Contract")
    SUPERVISION = "supervision", _("Residents' check")
    EVALUATION = "evaluation", _("Evaluation")
    RANKING = "ranking", _("Ranking")


class Spine(models.Model):
    """One thread through the loop; made by a need (or a project without one) and inherited downstream."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    def __str__(self) -> str:
        return str(self.id)


class SpineStop(models.Model):
    """The link of one public object on a thread, written by its room when the object becomes public."""

    spine = models.ForeignKey(Spine, on_delete=models.PROTECT, related_name="stops")
    stop = models.CharField(max_length=20, choices=Stop.choices)
    reference = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    path = models.CharField(max_length=300)
    reached_at = models.DateTimeField()

    class Meta:
        ordering = ["reached_at", "id"]
        constraints = [models.UniqueConstraint(fields=["spine", "stop", "path"], name="one_stop_per_object")]

    def __str__(self) -> str:
        return f"{self.stop} {self.reference}"
