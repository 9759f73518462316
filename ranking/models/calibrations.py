from django.db import models


class FrozenCalibration(models.Model):
    """The calibration of a quarter: estimated once, used unchanged until the next; `report` says what it moved."""

    day = models.DateField(unique=True)
    computed_at = models.DateTimeField()
    version = models.CharField(max_length=40)
    params_hash = models.CharField(max_length=64)
    input_hash = models.CharField(max_length=64)
    content = models.TextField()
    report = models.JSONField()

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return self.day.isoformat()
