from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bidding.states import (
    OPEN_COMPLAINTS,
    ChallengeKind,
    ChallengeState,
    ComplaintState,
    PauseKind,
    Remedy,
)
from marketplace.core.references import public_id
from marketplace.web.files import StoredFile
from organizations.models import Organization

from .tenders import Tender

DECIDED = (ChallengeState.UPHELD, ChallengeState.REJECTED)


class Challenge(models.Model):
    """A written challenge of a participant; one official drafts the answer, another issues it (GPL art. 52, 53)."""

    reference = models.CharField(max_length=20, unique=True)
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="challenges")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="challenges")
    kind = models.CharField(max_length=20, choices=ChallengeKind.choices)
    matters = models.JSONField()
    facts = models.TextField(max_length=4000)
    basis = models.TextField(max_length=1000)
    request = models.TextField(max_length=1000)
    state = models.CharField(max_length=20, choices=ChallengeState.choices, default=ChallengeState.FILED)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    known_on = models.DateField()
    answer_by = models.DateField()
    affects_result = models.BooleanField(default=True)
    release_reason = models.TextField(max_length=1000, blank=True)
    draft_outcome = models.CharField(max_length=20, choices=ChallengeState.choices, blank=True)
    remedy = models.CharField(max_length=20, choices=Remedy.choices, default=Remedy.NONE)
    answer = models.TextField(max_length=4000, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafted_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-filed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tender", "organization", "kind"],
                condition=Q(state=ChallengeState.FILED),
                name="one_open_challenge_per_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_at__isnull=False, drafted_by__isnull=False)
                | (~Q(state__in=DECIDED) & Q(decided_at__isnull=True)),
                name="answered_challenges_have_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("drafted_by")),
                name="challenges_are_answered_by_another_official",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return f"bidding.tender:{self.tender_id}"

    @property
    def path(self) -> str:
        """The language-neutral address for those concerned."""
        return f"/challenges/{self.public_id}/"

    @property
    def is_answered(self) -> bool:
        """Say whether the buyer has answered."""
        return self.state in DECIDED


class Complaint(models.Model):
    """A complaint to the finance department about matters of an answered, or overdue, challenge (GPL art. 55, 56)."""

    reference = models.CharField(max_length=20, unique=True)
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="complaints")
    matters = models.JSONField()
    statement = models.TextField(max_length=4000)
    state = models.CharField(max_length=20, choices=ComplaintState.choices, default=ComplaintState.FILED)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    received_on = models.DateField()
    review_by = models.DateField()
    copy_by = models.DateField()
    correct_by = models.DateField(null=True, blank=True)
    note = models.TextField(max_length=1000, blank=True)
    examined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    buyer_statement = models.TextField(max_length=4000, blank=True)
    remedy = models.CharField(max_length=20, choices=Remedy.choices, default=Remedy.NONE)
    decision = models.TextField(max_length=4000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-filed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["challenge"],
                condition=Q(state__in=OPEN_COMPLAINTS),
                name="one_open_complaint_per_challenge",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return self.challenge.audit_chain

    @property
    def path(self) -> str:
        """The language-neutral address for those concerned."""
        return f"/complaints/{self.public_id}/"


class ComplaintPause(models.Model):
    """A time that does not count for the decision of a complaint."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="pauses")
    kind = models.CharField(max_length=20, choices=PauseKind.choices)
    reason = models.TextField(max_length=1000)
    begun_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["complaint_id", "begun_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(ended_on__isnull=True),
                name="one_running_pause_per_complaint",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint} {self.kind}"


class Suspension(models.Model):
    """The time in which a complaint stops the procurement: at most 30 days, ended by the clock or before (GPL art. 57)."""

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="suspension")
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="suspensions")
    begun_on = models.DateField()
    ends_on = models.DateField()
    lifted_on = models.DateField(null=True, blank=True)
    lift_reason = models.TextField(max_length=1000, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-begun_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begun_on")), name="suspensions_end_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tender.reference} {self.begun_on}"

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return f"bidding.tender:{self.tender_id}"


class ObjectionFile(StoredFile):
    """Evidence of a challenge or complaint; read by those concerned, never public."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="files")
    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, null=True, blank=True, related_name="files"
    )

    class Meta:
        ordering = ["id"]
