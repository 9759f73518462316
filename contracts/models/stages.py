from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.states import RectificationState, SampleResult, StageConclusion, StageKind, StageState
from marketplace.core.references import public_id
from marketplace.web.files import StoredFile

from .contracts import Contract


def _person(**options: object) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class StageEvaluation(models.Model):
    """A look at the whole contract: a sample drawn by lot, progress against plan, findings, a conclusion.

    `seed` and `frame` are kept before anything was looked at, so that anybody can draw the same sample again.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="stages")
    kind = models.CharField(max_length=10, choices=StageKind.choices)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=StageState.choices, default=StageState.BEGUN)
    register = models.CharField(max_length=80, blank=True)
    records = models.PositiveIntegerField(default=0)
    seed = models.CharField(max_length=64)
    frame = models.JSONField()
    frame_digest = models.CharField(max_length=64)
    begun_by = _person()
    begun_at = models.DateTimeField()
    progress = models.JSONField(null=True, blank=True)
    findings = models.TextField(max_length=2000, blank=True)
    conclusion = models.CharField(max_length=10, choices=StageConclusion.choices, blank=True)
    published_by = _person(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["begun_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "kind"], condition=~Q(kind=StageKind.SPOT), name="one_stage_of_each_kind"
            ),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(kind=StageKind.SPOT, state=StageState.BEGUN),
                name="one_open_spot_check",
            ),
            models.CheckConstraint(
                condition=Q(state=StageState.BEGUN, published_at__isnull=True)
                | Q(state=StageState.PUBLISHED, published_at__isnull=False)
                & ~Q(findings="")
                & ~Q(conclusion=""),
                name="a_published_stage_says_what_was_found",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.kind}"

    @property
    def audit_chain(self) -> str:
        """The chain of the contract."""
        return f"contracts.contract:{self.contract_id}"

    @property
    def path(self) -> str:
        """The language-neutral public address."""
        return f"/contracts/{self.contract.public_id}/stages/{self.public_id}/"

    @property
    def desk_path(self) -> str:
        """The address of the buyer's officials."""
        return f"/work/contracts/{self.contract.public_id}/stages/{self.public_id}/"


class SampleItem(models.Model):
    """One item of the sample: what was drawn, what the inspector found."""

    stage = models.ForeignKey(StageEvaluation, on_delete=models.PROTECT, related_name="sample")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    facts = models.JSONField()
    result = models.CharField(max_length=10, choices=SampleResult.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)
    inspector = _person(null=True, blank=True)
    inspected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "key"], name="drawn_once"),
            models.CheckConstraint(
                condition=Q(result="", inspected_at__isnull=True)
                | ~Q(result="") & Q(inspected_at__isnull=False, inspector__isnull=False),
                name="a_result_has_an_inspector",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage_id} {self.key}"


class SamplePhoto(StoredFile):
    """What the inspector photographed: for both sides of the contract, never public."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    item = models.OneToOneField(SampleItem, on_delete=models.CASCADE, related_name="photo")


class Rectification(models.Model):
    """An order to put things right until a day. Overdue and escalated follow from the clock, never from a flag."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="rectifications")
    number = models.PositiveSmallIntegerField()
    stage = models.ForeignKey(
        StageEvaluation, on_delete=models.PROTECT, null=True, blank=True, related_name="rectifications"
    )
    state = models.CharField(
        max_length=10, choices=RectificationState.choices, default=RectificationState.ORDERED
    )
    reason = models.TextField(max_length=1000)
    due_at = models.DateTimeField()
    turns = models.PositiveSmallIntegerField(default=0)
    ordered_by = _person()
    ordered_at = models.DateTimeField()
    answered_by = _person(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    checked_by = _person(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="one_rectification_per_number"),
            models.CheckConstraint(
                condition=~Q(state__in=[RectificationState.DONE, RectificationState.FAILED])
                | Q(checked_at__isnull=False) & ~Q(remark=""),
                name="an_ended_rectification_says_why",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="rectification_owed")]

    def __str__(self) -> str:
        return f"{self.contract_id}/{self.number}"

    @property
    def audit_chain(self) -> str:
        """The chain of the contract."""
        return f"contracts.contract:{self.contract_id}"

    @property
    def desk_path(self) -> str:
        """The address of the buyer's officials."""
        return f"/work/contracts/{self.contract.public_id}/rectifications/{self.number}/"

    @property
    def supplier_path(self) -> str:
        """The address of the organization."""
        return f"/my/contracts/{self.contract.public_id}/rectifications/{self.number}/"


class RectificationItem(models.Model):
    """One thing to put right, and what the organization says about it."""

    rectification = models.ForeignKey(Rectification, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    answer = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["rectification", "number"], name="one_item_per_number")
        ]

    def __str__(self) -> str:
        return self.text


class RectificationFile(StoredFile):
    """Evidence beside the answer to an item: for both sides of the contract."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    item = models.ForeignKey(RectificationItem, on_delete=models.CASCADE, related_name="files")
