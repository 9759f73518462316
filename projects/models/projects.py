from django.conf import settings
from django.db import models
from django.db.models import F, Q

from deliberation.models import Outcome
from marketplace.core.references import public_id
from marketplace.web.models import Spine, Stop
from organizations.models import Community, Department
from projects.states import CriterionKind, ProjectSource, ProjectState

from .catalogue import BudgetLine, Category, in_language

STOPS = {
    ProjectState.LISTED: Stop.PROJECT,
    ProjectState.TENDERING: Stop.TENDER,
    ProjectState.CONTRACTED: Stop.CONTRACT,
    ProjectState.DELIVERING: Stop.SUPERVISION,
    ProjectState.CLOSED: Stop.EVALUATION,
    ProjectState.CANCELLED: Stop.PROJECT,
}


class Project(models.Model):
    """What the government will fund: a service, its money, its term, its indicators and how it will be judged."""

    reference = models.CharField(max_length=20, unique=True)
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    spine = models.ForeignKey(Spine, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=160, blank=True)
    summary = models.TextField(max_length=2000)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="projects")
    communities = models.ManyToManyField(Community, related_name="projects")
    source = models.CharField(max_length=10, choices=ProjectSource.choices)
    outcome = models.ForeignKey(
        Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="projects"
    )
    office_reason = models.TextField(max_length=1000, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="projects")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="projects")
    budget_line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="projects")
    budget = models.DecimalField(max_digits=14, decimal_places=2)
    starts_on = models.DateField()
    ends_on = models.DateField()
    long_term_grounds = models.JSONField(default=list, blank=True)
    quantity = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=40)
    unit_en = models.CharField(max_length=80, blank=True)
    frequency = models.CharField(max_length=120, blank=True)
    recipients = models.CharField(max_length=200)
    recipients_count = models.PositiveIntegerField(null=True, blank=True)
    works_declared_at = models.DateTimeField(null=True, blank=True)
    works_explanation = models.TextField(max_length=1000, blank=True)
    state = models.CharField(max_length=12, choices=ProjectState.choices, default=ProjectState.DRAFT)
    listed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(max_length=1000, blank=True)
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-listed_at", "-id"]
        indexes = [
            models.Index(F("listed_at").desc(nulls_last=True), F("id").desc(), name="project_newest"),
            models.Index(fields=["state", "category"], name="project_by_state"),
            models.Index(fields=["changed_at"], name="project_changed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome"],
                condition=~Q(state=ProjectState.CANCELLED),
                name="one_living_project_per_outcome",
            ),
            models.CheckConstraint(condition=Q(budget__gt=0), name="project_budgets_are_positive"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="a_project_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state=ProjectState.DRAFT)
                | Q(state=ProjectState.CANCELLED)
                | Q(listed_at__isnull=False),
                name="listed_projects_have_a_day",
            ),
            models.CheckConstraint(
                condition=Q(source=ProjectSource.OUTCOME, outcome__isnull=False)
                | (Q(source=ProjectSource.OFFICE, outcome__isnull=True) & ~Q(office_reason="")),
                name="a_project_has_an_outcome_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProjectState.CANCELLED) | ~Q(cancel_reason=""),
                name="cancelled_projects_say_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def stop(self) -> str:
        """How far it has come on the spine, by its state alone: the step line of cards asks nothing else."""
        return STOPS.get(ProjectState(self.state), Stop.PROJECT)

    @property
    def path(self) -> str:
        """The language-neutral public address."""
        return f"/projects/{self.public_id}/"

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title, self.title_en)


class ProjectIndicator(models.Model):
    """A number to be reached, shown as planned and actual."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=20)
    unit_en = models.CharField(max_length=40, blank=True)
    planned = models.DecimalField(max_digits=12, decimal_places=2)
    is_outcome = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="one_indicator_per_name"),
            models.CheckConstraint(condition=Q(planned__gte=0), name="planned_is_not_negative"),
        ]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


class ProjectCriterion(models.Model):
    """How the service will be judged: the common score adds up to 100; specific criteria have no points."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="criteria")
    kind = models.CharField(max_length=10, choices=CriterionKind.choices)
    text = models.CharField(max_length=200)
    text_en = models.CharField(max_length=300, blank=True)
    points = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "id"]
        verbose_name_plural = "project criteria"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=CriterionKind.SPECIFIC, points__isnull=True)
                | Q(kind=CriterionKind.COMMON, points__gte=0, points__lte=100),
                name="only_common_criteria_have_points",
            )
        ]

    def __str__(self) -> str:
        return in_language(self.text, self.text_en)
