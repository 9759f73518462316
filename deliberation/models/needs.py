from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deliberation.states import Display, Entry, NeedKind, NeedState, ScreeningResult, WhoActs
from marketplace.core.references import public_id
from marketplace.web.files import StoredFile
from marketplace.web.models import Spine
from organizations.models import Community, Household

from .deliberations import Deliberation
from .rule_sets import ScreeningRule

PERSON = settings.AUTH_USER_MODEL


class Need(models.Model):
    """What a resident says the community needs; the beginning of a thread through the loop."""

    reference = models.CharField(max_length=20, unique=True)
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    spine = models.ForeignKey(Spine, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="needs")
    entered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entry = models.CharField(max_length=10, choices=Entry.choices, default=Entry.ONLINE)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="needs")
    kind = models.CharField(_("kind"), max_length=20, choices=NeedKind.choices)
    title = models.CharField(_("in one sentence"), max_length=60)
    body = models.TextField(_("words of the need"), max_length=2000, blank=True)
    display = models.CharField(max_length=10, choices=Display.choices, default=Display.ANONYMOUS)
    is_private = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=NeedState.choices, default=NeedState.DRAFT)
    moves_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    raised_at = models.DateTimeField(null=True, blank=True)
    screened_at = models.DateTimeField(null=True, blank=True)
    rule = models.ForeignKey(
        ScreeningRule, on_delete=models.PROTECT, null=True, blank=True, related_name="needs"
    )
    who_acts = models.CharField(max_length=20, choices=WhoActs.choices, blank=True)
    screening_reason = models.TextField(max_length=1000, blank=True)
    channel = models.CharField(max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    threshold = models.PositiveIntegerField(null=True, blank=True)
    threshold_reached_at = models.DateTimeField(null=True, blank=True)
    proposal_reached_at = models.DateTimeField(null=True, blank=True)
    dormant_at = models.DateTimeField(null=True, blank=True)
    deliberation = models.ForeignKey(
        Deliberation, on_delete=models.PROTECT, null=True, blank=True, related_name="needs"
    )
    owner = models.CharField(max_length=120, blank=True)
    owner_due_on = models.DateField(null=True, blank=True)
    result = models.TextField(max_length=1000, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-raised_at", "-id"]
        indexes = [
            models.Index(fields=["-raised_at", "-id"], name="need_newest"),
            models.Index(fields=["community", "state"], name="need_by_community"),
            models.Index(fields=["author", "-raised_at"], name="need_by_author"),
            models.Index(fields=["state", "moves_at"], name="need_due_to_move"),
            models.Index(fields=["changed_at"], name="need_changed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=NeedState.DRAFT) | Q(raised_at__isnull=False),
                name="raised_needs_have_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=NeedState.SUPPORTING) | Q(threshold__isnull=False, moves_at__isnull=False),
                name="supported_needs_have_a_threshold",
            ),
            models.CheckConstraint(
                condition=~Q(state=NeedState.MERGED) | Q(merged_into__isnull=False),
                name="merged_needs_have_a_target",
            ),
            models.CheckConstraint(
                condition=Q(deliberation__isnull=False)
                | ~Q(state__in=[NeedState.IN_DELIBERATION, NeedState.ADOPTED, NeedState.TURNED_INTO_PROJECT]),
                name="deliberated_needs_have_a_deliberation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def path(self) -> str:
        """The language-neutral public address; it never changes with the state."""
        return f"/needs/{self.public_id}/"


class NeedPhoto(StoredFile):
    """A photo that came with a need (re-encoded, without position)."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="photos")
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)

    class Meta:
        ordering = ["id"]


class Screening(models.Model):
    """One screening of a need: code, reason, who; a refusal waits here for its second reviewer."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="screenings")
    rule = models.ForeignKey(ScreeningRule, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(max_length=20, choices=ScreeningResult.choices)
    reason = models.TextField(max_length=1000)
    channel = models.CharField(max_length=200, blank=True)
    screened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    screened_at = models.DateTimeField()
    review_due_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    is_confirmed = models.BooleanField(null=True)
    review_reason = models.TextField(max_length=1000, blank=True)
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["need"],
                condition=Q(result=ScreeningResult.REFUSED, is_confirmed__isnull=True),
                name="one_refusal_waiting_per_need",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=models.F("screened_by")),
                name="second_reviewer_is_another_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} {self.result}"


class Appeal(models.Model):
    """The one appeal of a refused need, decided by the level above."""

    need = models.OneToOneField(Need, on_delete=models.PROTECT, related_name="appeal")
    reason = models.TextField(max_length=1000)
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_upheld = models.BooleanField(null=True)
    answer = models.TextField(max_length=1000, blank=True)

    def __str__(self) -> str:
        return f"{self.need_id}"


class Support(models.Model):
    """A verified resident needs it too; counted once per household, from `counts_from` on. A number in public."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="supports")
    user = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    counts_from = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "user"], name="one_support_per_person")]
        indexes = [
            models.Index(fields=["need", "household", "counts_from"], name="support_by_household"),
            models.Index(fields=["user", "at"], name="support_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.need_id}"
