from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organizations.models import Department


def in_language(chinese: str, english: str) -> str:
    """Return the text in the reader's language; Chinese when the English is missing."""
    return english if english and (get_language() or "").startswith("en") else chinese


class CategoryGroup(models.Model):
    """One of the eight groups of the service catalogue."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name, self.name_en)


class Category(models.Model):
    """A category of the service catalogue; codes stay stable, the bureau may edit the rest.

    `indicators`: list of {name, name_en, unit, unit_en, is_outcome}. `criteria`: list of {text, text_en}.
    `scores`: the common score, list of {code, name, name_en, points}.
    """

    code = models.CharField(max_length=8, primary_key=True)
    group = models.ForeignKey(CategoryGroup, on_delete=models.PROTECT, related_name="categories")
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120)
    unit = models.CharField(max_length=40)
    unit_en = models.CharField(max_length=80)
    indicators = models.JSONField(default=list)
    criteria = models.JSONField(default=list)
    scores = models.JSONField(default=list)
    qualification = models.TextField(blank=True)
    qualification_en = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    basis_en = models.TextField(blank=True)
    is_vulnerable = models.BooleanField(default=False)
    is_works_guarded = models.BooleanField(default=False)
    is_identity_secret = models.BooleanField(default=False)
    local_code = models.CharField(_("code in the local guiding catalogue"), max_length=40, blank=True)
    local_name = models.CharField(_("name in the local guiding catalogue"), max_length=120, blank=True)
    procurement_code = models.CharField(_("procurement catalogue code"), max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name, self.name_en)

    @property
    def unit_label(self) -> str:
        """The unit in the reader's language."""
        return in_language(self.unit, self.unit_en)

    @property
    def path(self) -> str:
        """The language-neutral public address."""
        return f"/catalogue/{self.code}/"


class BudgetLine(models.Model):
    """Money of one year that a department may spend on services, and its fund."""

    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="budget_lines")
    fund = models.CharField(max_length=80)
    fund_en = models.CharField(max_length=120, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    plan_until = models.DateField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-year", "code"]
        constraints = [
            models.UniqueConstraint(fields=["year", "code"], name="one_budget_line_per_year_and_code"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="budget_lines_are_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.code} {self.label}"

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name, self.name_en)

    @property
    def audit_chain(self) -> str:
        """One chain per line and year."""
        return f"projects.budgetline:{self.pk}"
