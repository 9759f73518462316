from datetime import timedelta

from django.db import models


class CalendarYear(models.Model):
    """A year whose holiday plan is loaded, with its source."""

    year = models.PositiveSmallIntegerField(unique=True)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class WorkdayOverride(models.Model):
    """A day that differs from Monday-to-Friday: a day off (False) or a make-up working day (True)."""

    date = models.DateField(unique=True)
    is_workday = models.BooleanField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date}: {'working' if self.is_workday else 'off'}"


class ClockOffset(models.Model):
    """How far the clock of a demo or test district runs ahead; no row means no offset. Never in production."""

    only = models.BooleanField(primary_key=True, default=True)
    offset = models.DurationField(default=timedelta)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="one_clock_offset")]

    def __str__(self) -> str:
        return str(self.offset)
