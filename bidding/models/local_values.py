from django.conf import settings
from django.db import models
from django.db.models import F, Q

from marketplace.core.references import public_id


class LocalValue(models.Model):
    """A number of the district that takes the place of a national one: with its source, by two people, kept for ever."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    key = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    source_address = models.URLField(max_length=300, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["key", "-since", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by=F("proposed_by"))),
                name="local_values_are_confirmed_by_another",
            ),
            models.CheckConstraint(condition=Q(value__gt=0), name="local_values_are_positive"),
            models.CheckConstraint(condition=~Q(source=""), name="local_values_have_a_source"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="local_values_last_a_day"
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(confirmed_at__isnull=False, until__isnull=True),
                name="one_local_value_in_force",
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(confirmed_at__isnull=True, dropped_at__isnull=True),
                name="one_proposed_local_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.value}"
