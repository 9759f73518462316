import uuid

from django.db import models
from django.utils.translation import pgettext_lazy


class Stop(models.TextChoices):
    """The eight stops of the spine, in order (ux rule 1)."""

    NEED = "need", pgettext_lazy("stop", "Need")
    DELIBERATION = "deliberation", pgettext_lazy("stop", "Deliberation")
    PROJECT = "project", pgettext_lazy("stop", "Project")
    TENDER = "tender", pgettext_lazy("stop", "Tender")
    CONTRACT = "contract", pgettext_lazy("stop", "Contract")
    SUPERVISION = "supervision", pgettext_lazy("stop", "Residents' check")
    EVALUATION = "evaluation", pgettext_lazy("stop", "Evaluation")
    RANKING = "ranking", pgettext_lazy("stop", "Ranking")


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
