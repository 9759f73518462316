from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.states import FileKind, ReportState
from marketplace.core.references import public_id
from marketplace.web.files import StoredFile

from .milestones import Milestone, MilestoneIndicator


class Report(models.Model):
    """What the supplier says about a milestone. One report serves acceptance, payment and public progress.

    A draft is kept as it is typed; a returned report stays as it was and the next one starts from its copy.
    """

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=ReportState.choices, default=ReportState.DRAFT)
    summary = models.TextField(max_length=3000, blank=True)
    version = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "number"], name="one_report_per_number"),
            models.UniqueConstraint(
                fields=["milestone"],
                condition=Q(state__in=["draft", "submitted", "accepted"]),
                name="one_current_report_per_milestone",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT, submitted_at__isnull=True)
                | (~Q(state=ReportState.DRAFT) & Q(submitted_at__isnull=False)),
                name="a_submitted_report_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.RETURNED) | ~Q(return_reason=""),
                name="a_returned_report_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id}/{self.number} {self.state}"

    @property
    def audit_chain(self) -> str:
        """The chain of the contract."""
        return f"contracts.contract:{self.milestone.contract_id}"


class ReportValue(models.Model):
    """The number reached, beside the number planned."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="values")
    indicator = models.ForeignKey(MilestoneIndicator, on_delete=models.PROTECT, related_name="values")
    actual = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["indicator__position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="one_value_per_indicator"),
            models.CheckConstraint(
                condition=Q(actual__isnull=True) | Q(actual__gte=0), name="reported_value_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.actual}"


class ReportFile(StoredFile):
    """A photo or document of a report; photos were re-encoded without position before they were kept."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=FileKind.choices)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["report", "kind"], name="files_of_report")]

    def get_absolute_url(self) -> str:
        """Return the public address of a photo of accepted work; a document has none."""
        if self.kind != FileKind.PHOTO:
            return ""
        return f"/contracts/{self.report.milestone.contract.public_id}/photos/{self.public_id}/"
