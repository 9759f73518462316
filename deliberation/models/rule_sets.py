from django.conf import settings
from django.db import models
from django.db.models import Q

from deliberation.states import RuleKind


class RuleSet(models.Model):
    """A version of the screening rules; the newest confirmed one screens, else the newest (shipped defaults)."""

    version = models.PositiveIntegerField(unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="rule_set_confirmed_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"v{self.version}"


class ScreeningRule(models.Model):
    """One line of a rule set: its code, what it says, where a need goes, and where the line comes from."""

    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="rules")
    code = models.CharField(max_length=4)
    kind = models.CharField(max_length=10, choices=RuleKind.choices)
    label = models.CharField(max_length=200)
    label_en = models.CharField(max_length=300)
    next_step = models.CharField(max_length=200, blank=True)
    next_step_en = models.CharField(max_length=300, blank=True)
    template = models.CharField(max_length=300, blank=True)
    template_en = models.CharField(max_length=400, blank=True)
    source = models.CharField(max_length=200, blank=True)
    trust = models.CharField(max_length=4, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "code"], name="one_rule_per_code_and_version")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
