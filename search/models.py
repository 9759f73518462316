from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What can be found."""

    PROJECT = "project", _("Service projects")
    TENDER = "tender", _("Tenders")
    CONTRACT = "contract", _("Contracts")
    ORGANIZATION = "organization", _("Organizations")
    NEED = "need", _("Needs")
    DELIBERATION = "deliberation", _("Deliberations")
    CATEGORY = "category", _("Service catalogue")
    PAST = "past", _("Historical records")
    PAGE = "page", _("Pages and rules")


class SearchDocument(models.Model):
    """The public face of one object, ready to be found: derived, rebuilt at any time, never the truth."""

    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=40)
    language = models.CharField(max_length=10, blank=True)
    path = models.CharField(max_length=300)
    reference = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    category = models.CharField(max_length=8, blank=True)
    communities = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=40, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    grams = SearchVectorField()
    words = SearchVectorField()
    digest = models.CharField(max_length=64)
    is_gone = models.BooleanField(default=False)
    is_sent = models.BooleanField(default=False)

    class Meta:
        ordering = ["kind", "key"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_document_per_object")]
        indexes = [
            GinIndex(fields=["grams"], name="search_grams"),
            GinIndex(fields=["communities"], name="search_communities"),
            models.Index(fields=["kind", "-day", "id"], name="search_kind_day"),
            models.Index(fields=["id"], name="search_unsent", condition=models.Q(is_sent=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class SearchWord(models.Model):
    """A word of our own vocabulary and how many documents use it; the source of "did you mean"."""

    word = models.CharField(max_length=40, primary_key=True)
    documents = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["-documents"], name="search_word_use")]

    def __str__(self) -> str:
        return self.word


class SweepMark(models.Model):
    """How far the sweep of changed rows has come for one kind."""

    kind = models.CharField(max_length=20, primary_key=True)
    through = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.through}"
