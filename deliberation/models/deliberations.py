from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deliberation.states import DeliberationState, Format, Level, Origin, PartyKind, Stance
from marketplace.core.references import public_id
from marketplace.web.files import StoredFile
from marketplace.web.models import Spine
from organizations.models import Community, Organization

from .rule_sets import ScreeningRule

PERSON = settings.AUTH_USER_MODEL


class Deliberation(models.Model):
    """One matter, one list of participants, six steps that cannot be skipped."""

    reference = models.CharField(max_length=20, unique=True)
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    spine = models.ForeignKey(Spine, on_delete=models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="deliberations")
    topic = models.CharField(_("topic in one sentence"), max_length=80)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    reason = models.TextField(max_length=1000, blank=True)
    convener = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=DeliberationState.choices, default=DeliberationState.PLANNED
    )
    rule = models.ForeignKey(ScreeningRule, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stance = models.CharField(max_length=10, choices=Stance.choices, blank=True)
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.COMMUNITY)
    format = models.CharField(max_length=12, choices=Format.choices, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.TextField(max_length=1000, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    agreed = models.JSONField(default=list, blank=True)
    open_points = models.JSONField(default=list, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    paused_from = models.CharField(max_length=10, choices=DeliberationState.choices, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    pause_ends_at = models.DateTimeField(null=True, blank=True)
    pause_reason = models.TextField(max_length=1000, blank=True)
    result_posted_at = models.DateTimeField(null=True, blank=True)
    result_until = models.DateTimeField(null=True, blank=True)
    was_reopened = models.BooleanField(default=False)
    channel = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="deliberation_newest"),
            models.Index(fields=["community", "state"], name="deliberation_by_community"),
            models.Index(fields=["changed_at"], name="deliberation_changed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("convener")),
                name="convener_does_not_confirm",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliberationState.PAUSED)
                | (Q(pause_ends_at__isnull=False) & ~Q(paused_from="") & ~Q(pause_reason="")),
                name="a_pause_has_reason_and_end",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliberationState.CLOSED) | Q(closed_at__isnull=False),
                name="closed_deliberations_have_a_day",
            ),
            models.CheckConstraint(condition=Q(round__lte=3), name="at_most_three_rounds"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.topic}"

    @property
    def path(self) -> str:
        """The language-neutral public address."""
        return f"/deliberations/{self.public_id}/"


class StepClock(models.Model):
    """The clock of one step: start, due, paused time, extension, end; so that a page can explain itself."""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.PROTECT, related_name="clocks")
    step = models.CharField(max_length=10, choices=DeliberationState.choices)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    paused_seconds = models.PositiveBigIntegerField(default=0)
    extended_at = models.DateTimeField(null=True, blank=True)
    extension_reason = models.TextField(max_length=1000, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["deliberation"],
                condition=Q(finished_at__isnull=True),
                name="one_running_clock_per_deliberation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.deliberation_id} {self.step}"


class Party(models.Model):
    """Somebody who takes part: shown by name and part; `user` may cast this party's ballot."""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.PROTECT, related_name="parties")
    kind = models.CharField(max_length=20, choices=PartyKind.choices)
    name = models.CharField(max_length=80)
    user = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "kind", "name"], name="one_party_per_name"),
            models.UniqueConstraint(
                fields=["deliberation", "user"],
                condition=Q(user__isnull=False),
                name="one_party_per_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """A meeting or an online phase of step 3: its notice, then its record."""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.PROTECT, related_name="meetings")
    round = models.PositiveSmallIntegerField()
    is_online = models.BooleanField(default=False)
    noticed_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    chair = models.CharField(max_length=80, blank=True)
    requirements = models.JSONField(default=dict, blank=True)
    present = models.PositiveIntegerField(null=True, blank=True)
    spoke = models.PositiveIntegerField(null=True, blank=True)
    favor = models.TextField(max_length=3000, blank=True)
    against = models.TextField(max_length=3000, blank=True)
    concerns = models.TextField(max_length=3000, blank=True)
    agreed = models.JSONField(default=list, blank=True)
    open_points = models.JSONField(default=list, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    additions = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=True)
                | Q(present__isnull=False, spoke__isnull=False, spoke__lte=models.F("present")),
                name="recorded_meetings_count_heads",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__gt=models.F("noticed_at")), name="notice_before_meeting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deliberation_id} {self.round}"


class MeetingFile(StoredFile):
    """Material of a meeting, public with its notice."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="files")
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)

    class Meta:
        ordering = ["id"]
