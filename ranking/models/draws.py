from django.conf import settings
from django.db import models

from contracts.models import Contract
from marketplace.core.references import public_id
from organizations.models import Department


class YearlyDraw(models.Model):
    """A department's draw of running contracts for a spot check; a later one of the year asks only new contracts.

    `frame` is kept before the seed is made: [{key, reference, title, starts_on, ends_on}], key the public id.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="yearly_draws")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    frame = models.JSONField()
    frame_digest = models.CharField(max_length=64)
    seed = models.CharField(max_length=64)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["-drawn_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["department", "year", "number"], name="one_draw_of_each_number")
        ]

    def __str__(self) -> str:
        return f"{self.department_id} {self.year}/{self.number}"

    @property
    def path(self) -> str:
        """The language-neutral public address."""
        return f"/draws/{self.public_id}/"

    @property
    def desk_path(self) -> str:
        """The address of the department's officers."""
        return f"/work/draws/{self.public_id}/"


class DrawnContract(models.Model):
    """One contract that was drawn; its spot check is the stage evaluation begun after the draw."""

    draw = models.ForeignKey(YearlyDraw, on_delete=models.PROTECT, related_name="drawn")
    position = models.PositiveSmallIntegerField()
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="yearly_draws")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "contract"], name="one_contract_once_in_a_draw")
        ]

    def __str__(self) -> str:
        return f"{self.draw_id}/{self.position}"
