from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bidding.states import (
    DRAFTS,
    CriterionKind,
    Method,
    Procedure,
    TenderState,
    TieBreak,
    Track,
    phase_of,
)
from marketplace.core.references import public_id
from marketplace.web.models import Spine
from organizations.models import Department
from projects.models import Project

from .divisions import Division


class Tender(models.Model):
    """How a supplier is looked for: money, rules, dates. Its published text is frozen in its documents."""

    reference = models.CharField(max_length=20, unique=True)
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="tenders")
    spine = models.ForeignKey(Spine, on_delete=models.PROTECT, related_name="+")
    division = models.ForeignKey(
        Division, on_delete=models.PROTECT, null=True, blank=True, related_name="tenders"
    )
    lot_number = models.PositiveSmallIntegerField(default=1)
    buyer = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="tenders")
    title = models.CharField(_("tender title"), max_length=120)
    need = models.TextField(_("service needed"), max_length=4000)
    place = models.CharField(_("place of service"), max_length=200)
    qualification = models.TextField(_("who may bid"), max_length=2000)
    acceptance = models.TextField(_("acceptance"), max_length=2000)
    payment = models.TextField(_("payment"), max_length=2000)
    contact = models.CharField(_("contact office"), max_length=80)
    contact_phone = models.CharField(_("contact phone"), max_length=40)
    starts_on = models.DateField(_("service begins"))
    ends_on = models.DateField(_("service ends"))
    track = models.CharField(_("track"), max_length=20, choices=Track.choices)
    procedure = models.CharField(_("procedure"), max_length=20, choices=Procedure.choices)
    profile_version = models.CharField(max_length=60, blank=True)
    method = models.CharField(_("evaluation method"), max_length=20, choices=Method.choices)
    price_points = models.DecimalField(
        _("price points"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    score_scale = models.PositiveSmallIntegerField(default=2)
    rounding = models.CharField(max_length=20, default="half_up")
    tie_break = models.CharField(
        _("way to decide a tie"), max_length=20, choices=TieBreak.choices, default=TieBreak.DRAW
    )
    low_price_rates = models.JSONField(default=dict, blank=True)
    budget = models.DecimalField(_("budget"), max_digits=14, decimal_places=2)
    ceiling = models.DecimalField(_("price ceiling"), max_digits=14, decimal_places=2, null=True, blank=True)
    deposit = models.DecimalField(_("bid deposit"), max_digits=14, decimal_places=2, null=True, blank=True)
    is_overdue_declared = models.BooleanField(default=False)
    is_sme_reserved = models.BooleanField(default=False)
    official_address = models.URLField(_("address on the official medium"), blank=True)
    approval_number = models.CharField(_("approval of the method"), max_length=80, blank=True)
    cause = models.CharField(_("legal cause of the method"), max_length=30, blank=True)
    cause_note = models.TextField(_("facts behind the cause"), max_length=1000, blank=True)
    has_final_quotes = models.BooleanField(default=False)
    comment_record = models.CharField(_("record of public comment"), max_length=200, blank=True)
    invited = models.ManyToManyField("organizations.Organization", blank=True, related_name="+")
    notice_date = models.DateField(null=True, blank=True)
    bid_deadline = models.DateTimeField(_("bid deadline"), null=True, blank=True)
    state = models.CharField(max_length=20, choices=TenderState.choices, default=TenderState.DRAFT)
    return_reason = models.TextField(max_length=1000, blank=True)
    end_reason = models.CharField(max_length=60, blank=True)
    end_note = models.TextField(max_length=1000, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    document_digest = models.CharField(max_length=64, blank=True)
    roster_version = models.PositiveSmallIntegerField(default=0)
    roster_digest = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-published_at", "-id"]
        indexes = [
            models.Index(F("published_at").desc(nulls_last=True), F("id").desc(), name="tender_newest"),
            models.Index(fields=["state", "bid_deadline"], name="tender_by_deadline"),
            models.Index(fields=["changed_at"], name="tender_changed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DRAFTS, published_at__isnull=True)
                | Q(state=TenderState.CANCELLED)
                | (~Q(state__in=DRAFTS) & Q(published_at__isnull=False, notice_date__isnull=False)),
                name="a_tender_is_a_draft_until_published",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(bid_deadline__gt=F("published_at")),
                name="bid_deadline_after_publication",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | (Q(published_by__isnull=False) & ~Q(published_by=F("created_by")) & ~Q(document_digest="")),
                name="published_by_another_official",
            ),
            models.CheckConstraint(
                condition=Q(ceiling__isnull=True) | Q(ceiling__lte=F("budget")),
                name="ceiling_within_budget",
            ),
            models.CheckConstraint(
                condition=Q(deposit__isnull=True) | Q(deposit__gt=0, deposit__lt=F("budget")),
                name="tender_deposit_below_budget",
            ),
            models.CheckConstraint(condition=Q(budget__gt=0), name="tender_budgets_are_positive"),
            models.UniqueConstraint(
                fields=["project", "lot_number"],
                condition=~Q(state__in=[TenderState.FAILED, TenderState.CANCELLED]),
                name="one_running_tender_per_project_and_lot",
            ),
            models.CheckConstraint(
                condition=Q(lot_number=1) | Q(division__isnull=False) & Q(lot_number__gte=1),
                name="lot_numbers_belong_to_a_division",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def audit_chain(self) -> str:
        """One chain per tender, so that a stranger can check the whole life of it."""
        return f"bidding.tender:{self.pk}"

    @property
    def path(self) -> str:
        """The language-neutral public address."""
        return f"/tenders/{self.public_id}/"

    @property
    def limit(self) -> object:
        """The ceiling, or the budget where there is none."""
        return self.budget if self.ceiling is None else self.ceiling

    @property
    def whole_budget(self) -> object:
        """The money of the whole purchase: of all lots together, which law looks at (GPR art. 28)."""
        return self.budget if self.division is None else self.division.budget

    @property
    def is_demo(self) -> bool:
        """Whether the project is demonstration data."""
        return self.project.is_demo

    @cached_property
    def document(self) -> "TenderDocument | None":
        """The published document in force."""
        return self.documents.order_by("-version").first()

    @property
    def notice(self) -> dict[str, object] | None:
        """The frozen notice as data, or None before publication."""
        return self.document.body if self.document else None

    def phase(self, now: datetime) -> str:
        """Return the state as the clock gives it."""
        return phase_of(self.state, self.bid_deadline, now)


class Lot(models.Model):
    """A part of a tender that is scored and awarded alone; a tender without parts has one."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="lots")
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120)
    budget = models.DecimalField(max_digits=14, decimal_places=2)
    ceiling = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["tender_id", "number"]
        constraints = [models.UniqueConstraint(fields=["tender", "number"], name="one_lot_per_number")]

    def __str__(self) -> str:
        return f"{self.tender.reference}-{self.number}"

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return f"bidding.tender:{self.tender_id}"

    @property
    def limit(self) -> object:
        """The ceiling, or the budget where there is none."""
        return self.budget if self.ceiling is None else self.ceiling


class Criterion(models.Model):
    """What is scored, with how many points, and how a number of points is reached."""

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="criteria")
    code = models.SlugField(max_length=30)
    kind = models.CharField(max_length=20, choices=CriterionKind.choices)
    text = models.CharField(_("criterion"), max_length=200)
    bands = models.TextField(_("how points are given"), max_length=1000)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)
    is_objective = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "id"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["lot", "code"], name="one_criterion_per_code"),
            models.CheckConstraint(
                condition=Q(points__gt=0, points__lte=100), name="criterion_points_to_100"
            ),
            models.UniqueConstraint(
                fields=["lot"], condition=Q(kind=CriterionKind.STANDING), name="one_standing_criterion"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class TenderDocument(models.Model):
    """A published version of the tender document: canonical data, its page, and the digest of both. Immutable."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="documents")
    version = models.PositiveSmallIntegerField()
    body = models.JSONField()
    html = models.TextField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["tender", "version"], name="one_document_per_version")]

    def __str__(self) -> str:
        return f"{self.tender.reference} v{self.version}"
