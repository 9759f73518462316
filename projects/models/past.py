from django.db import models
from django.db.models import F, Q

from marketplace.core.references import public_id
from projects.states import PastKind

from .catalogue import Category, in_language


class PastProcess(models.Model):
    """Published history: a real record with its source, or an imported open-contracting process. Read only."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    kind = models.CharField(max_length=10, choices=PastKind.choices)
    ocid = models.CharField(max_length=200, unique=True, null=True, blank=True)
    key = models.CharField(max_length=80, unique=True, null=True, blank=True)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    buyer = models.CharField(max_length=300, blank=True)
    supplier = models.CharField(max_length=500, blank=True)
    amount = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    day = models.DateField(null=True, blank=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="past_processes"
    )
    method = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=60, blank=True)
    summary = models.TextField(blank=True)
    source_title = models.CharField(max_length=300, blank=True)
    source_address = models.CharField(max_length=500, blank=True)
    body = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    imported_at = models.DateTimeField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-day", "-id"]
        verbose_name_plural = "past processes"
        indexes = [
            models.Index(F("day").desc(nulls_last=True), F("id").desc(), name="past_newest"),
            models.Index(fields=["kind", "category"], name="past_by_kind"),
            models.Index(fields=["changed_at"], name="past_changed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ocid__isnull=False) | Q(key__isnull=False), name="past_processes_have_a_key"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title, self.title_en)

    @property
    def path(self) -> str:
        """The language-neutral public address."""
        return f"/projects/past/{self.public_id}/"
