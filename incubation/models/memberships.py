from django.conf import settings
from django.db import models
from django.db.models import Q

from incubation.states import ACTIVE, ExitCause, HearingPurpose, MembershipState, Residence
from marketplace.core.references import public_id
from organizations.models import Organization

from .applications import Application


def _person(**options: object) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class IncubatorMembership(models.Model):
    """An organization's time in the incubator, from the agreement to aftercare."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="incubator_memberships"
    )
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="membership")
    state = models.CharField(
        max_length=20, choices=MembershipState.choices, default=MembershipState.AGREEMENT
    )
    residence = models.CharField(max_length=10, choices=Residence.choices)
    room = models.CharField(max_length=60, blank=True)
    mentor = _person()
    agreement = models.JSONField()
    digest = models.CharField(max_length=64)
    sign_by = models.DateField()
    organization_signed_at = models.DateTimeField(null=True, blank=True)
    organization_signed_by = _person(null=True, blank=True)
    centre_signed_at = models.DateTimeField(null=True, blank=True)
    centre_signed_by = _person(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    stage_started_on = models.DateField(null=True, blank=True)
    stage_ends_on = models.DateField(null=True, blank=True)
    was_extended = models.BooleanField(default=False)
    returns_to = models.CharField(max_length=20, choices=MembershipState.choices, blank=True)
    suspended_until = models.DateField(null=True, blank=True)
    room_used_on = models.DateField(null=True, blank=True)
    next_visit_on = models.DateField(null=True, blank=True)
    exit_cause = models.CharField(max_length=20, choices=ExitCause.choices, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    hand_over_by = models.DateField(null=True, blank=True)
    graduated_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(state__in=[str(s) for s in ACTIVE]),
                name="one_active_membership_per_organization",
            ),
            models.CheckConstraint(
                condition=~Q(residence=Residence.PHYSICAL) | ~Q(room=""), name="a_room_is_named"
            ),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.SUSPENDED)
                | ~Q(returns_to="") & Q(suspended_until__isnull=False),
                name="a_suspension_ends_and_knows_its_stage",
            ),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.EXITED) | ~Q(exit_cause="") & ~Q(reason=""),
                name="an_exit_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MembershipState.GRADUATED, MembershipState.ALUMNI])
                | Q(graduated_on__isnull=False),
                name="a_graduate_has_a_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "stage_ends_on"], name="membership_by_state")]

    def __str__(self) -> str:
        return str(self.organization)

    @property
    def path(self) -> str:
        """The address of the member."""
        return "/my/incubation/"

    @property
    def desk_path(self) -> str:
        """The address of centre and bureau."""
        return f"/work/incubation/members/{self.public_id}/"


class _OfMembership(models.Model):
    class Meta:
        abstract = True

    @property
    def audit_chain(self) -> str:
        """The chain of the membership."""
        return f"incubation.incubatormembership:{self.membership_id}"  # type: ignore[attr-defined]


class GrowthGoal(_OfMembership):
    """A goal of the growth plan in one stage, and how far it is reached."""

    membership = models.ForeignKey(IncubatorMembership, on_delete=models.CASCADE, related_name="goals")
    stage = models.CharField(max_length=20, choices=MembershipState.choices)
    title = models.CharField(max_length=200)
    progress = models.PositiveSmallIntegerField(default=0)
    evidence = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="progress_in_percent"),
            models.UniqueConstraint(fields=["membership", "stage", "title"], name="one_goal_per_title"),
        ]

    def __str__(self) -> str:
        return self.title


class QuarterCheck(_OfMembership):
    """The quarterly look at plan, attendance, use of the room and finances."""

    membership = models.ForeignKey(IncubatorMembership, on_delete=models.CASCADE, related_name="quarters")
    number = models.PositiveSmallIntegerField()
    checked_on = models.DateField()
    checked_by = _person()
    goals_percent = models.PositiveSmallIntegerField()
    is_passed = models.BooleanField()
    note = models.TextField(max_length=1000)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["membership", "number"], name="one_check_per_quarter")]

    def __str__(self) -> str:
        return f"{self.membership_id} Q{self.number}"


class Assessment(_OfMembership):
    """The six dimensions of capability on a day: level 1-5 each, with the evidence seen."""

    membership = models.ForeignKey(IncubatorMembership, on_delete=models.CASCADE, related_name="assessments")
    stage = models.CharField(max_length=20, choices=MembershipState.choices)
    levels = models.JSONField()
    evidence = models.JSONField()
    assessed_on = models.DateField()
    assessed_at = models.DateTimeField()
    assessed_by = _person()

    class Meta:
        ordering = ["-assessed_at", "-id"]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.assessed_on}"


class GraduationFinding(_OfMembership):
    """What the centre found on a criterion that no table of this platform can answer, with its evidence."""

    membership = models.ForeignKey(IncubatorMembership, on_delete=models.CASCADE, related_name="findings")
    code = models.CharField(max_length=40)
    is_met = models.BooleanField()
    evidence = models.TextField(max_length=1000)
    recorded_by = _person()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["membership", "code"], name="one_finding_per_criterion")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.code}"


class Hearing(_OfMembership):
    """The stated cause of a suspension or an exit, and the member's right to answer it first."""

    membership = models.ForeignKey(IncubatorMembership, on_delete=models.CASCADE, related_name="hearings")
    purpose = models.CharField(max_length=12, choices=HearingPurpose.choices)
    cause = models.CharField(max_length=20, choices=ExitCause.choices)
    statement = models.TextField(max_length=1000)
    opened_at = models.DateTimeField()
    opened_by = _person()
    answer_by = models.DateField()
    answer = models.TextField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(closed_at__isnull=True), name="one_open_hearing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.purpose}"


class AlumniReport(_OfMembership):
    """The short yearly report of a graduate, for three years."""

    membership = models.ForeignKey(IncubatorMembership, on_delete=models.CASCADE, related_name="reports")
    year = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=2000)
    staff = models.PositiveSmallIntegerField()
    filed_at = models.DateTimeField()
    filed_by = _person()

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["membership", "year"], name="one_report_per_year"),
            models.CheckConstraint(condition=Q(year__range=(1, 3)), name="three_years_of_aftercare"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.year}"
