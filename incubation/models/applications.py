from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incubation.states import OPEN_APPLICATION, ApplicationState, Ground
from marketplace.core.references import public_id
from marketplace.web.files import StoredFile
from organizations.models import Organization


def _person(**options: object) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class Intake(models.Model):
    """A round of admission: when it is open, how many places, which kinds may apply, what graduation will ask."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    title = models.CharField(_("title"), max_length=120, unique=True)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    summary = models.TextField(_("what is offered"), max_length=2000, blank=True)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    seats = models.PositiveSmallIntegerField(_("places offered"))
    kinds = models.JSONField(_("types admitted"), default=list)
    criteria = models.JSONField(_("graduation criteria"), default=list)
    created_by = _person()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-opens_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="an_intake_closes_later"),
            models.CheckConstraint(condition=Q(seats__gt=0), name="an_intake_has_places"),
        ]

    def __str__(self) -> str:
        return self.title


class Application(models.Model):
    """An organization's application: five sections, prefilled from its profile, frozen when handed in.

    `answers` maps the fields of `rules.sections`; `missing` is the one complete list: [{field, note}].
    """

    reference = models.CharField(max_length=20, unique=True)
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="applications")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="incubation_applications"
    )
    state = models.CharField(max_length=20, choices=ApplicationState.choices, default=ApplicationState.DRAFT)
    answers = models.JSONField(default=dict)
    prefilled = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = _person(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    check_until = models.DateField(null=True, blank=True)
    decision_on = models.DateField(null=True, blank=True)
    missing = models.JSONField(default=list)
    returned_at = models.DateTimeField(null=True, blank=True)
    interview = models.TextField(max_length=2000, blank=True)
    interviewed_on = models.DateField(null=True, blank=True)
    proposed_by = _person(null=True, blank=True)
    mean_score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    notice_at = models.DateTimeField(null=True, blank=True)
    notice_ends_on = models.DateField(null=True, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = _person(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        permissions = [("review_application", "Review the application")]
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(state__in=[str(s) for s in OPEN_APPLICATION]),
                name="one_open_application_per_organization",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="an_application_was_handed_in",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.NOT_ADMITTED) | ~Q(reason=""),
                name="a_refused_application_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.PUBLIC_NOTICE) | Q(notice_ends_on__isnull=False),
                name="a_public_notice_has_an_end",
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at"], name="application_by_state")]

    def __str__(self) -> str:
        return f"{self.reference} {self.organization}"

    @property
    def path(self) -> str:
        """The address of the applicant."""
        return f"/my/incubation/applications/{self.public_id}/"

    @property
    def desk_path(self) -> str:
        """The address of centre, reviewers and bureau."""
        return f"/work/incubation/applications/{self.public_id}/"


class ApplicationFile(StoredFile):
    """A document of an application: charter, accounts, letters of support."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="files")
    title = models.CharField(_("what it is"), max_length=120)

    class Meta:
        ordering = ["id"]


class ReviewSeat(models.Model):
    """A reviewer of one application: declares conflicts first, scores alone, locks before the discussion."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="seats")
    reviewer = _person()
    appointed_at = models.DateTimeField()
    declared_at = models.DateTimeField(null=True, blank=True)
    has_conflict = models.BooleanField(default=False)
    declaration = models.TextField(max_length=500, blank=True)
    scores = models.JSONField(default=dict)
    total = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    comment = models.TextField(max_length=1000, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "reviewer"], name="one_seat_per_reviewer"),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True)
                | Q(declared_at__isnull=False, has_conflict=False, total__isnull=False),
                name="scores_are_locked_without_conflict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.reviewer_id}"

    @property
    def audit_chain(self) -> str:
        """The chain of the application."""
        return f"incubation.application:{self.application_id}"


class Objection(models.Model):
    """What somebody says against an admission during the public notice, and the answer."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="objections")
    raised_by = _person()
    raised_at = models.DateTimeField()
    text = models.TextField(max_length=1000)
    answer = models.TextField(max_length=1000, blank=True)
    answered_by = _person(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["raised_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "raised_by"], name="one_objection_per_person"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="an_answer_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.raised_at:%Y-%m-%d}"

    @property
    def audit_chain(self) -> str:
        """The chain of the application."""
        return f"incubation.application:{self.application_id}"


class BarringRecord(models.Model):
    """A decision of an authority that bars an organization from the incubator for a time, with its source."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="barring_records")
    ground = models.CharField(max_length=10, choices=Ground.choices)
    decided_on = models.DateField()
    source = models.CharField(max_length=300)
    recorded_by = _person()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "ground", "decided_on"], name="one_record_per_decision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.ground} {self.decided_on}"
