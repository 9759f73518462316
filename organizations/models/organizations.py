from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.references import public_id
from marketplace.web.files import StoredFile
from organizations.states import BadgeKind, OrganizationKind, OrganizationState, StandingStatus

from .communities import Community


class Organization(models.Model):
    """A social organization: one record and one id for its whole life."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    uscc = models.CharField(_("unified social credit code"), max_length=18, null=True, blank=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    kind = models.CharField(_("type"), max_length=30, choices=OrganizationKind.choices)
    state = models.CharField(
        max_length=20, choices=OrganizationState.choices, default=OrganizationState.DRAFT
    )
    summary = models.TextField(_("what it does"), max_length=2000, blank=True)
    registrar = models.CharField(_("registration authority"), max_length=120, blank=True)
    supervising_unit = models.CharField(_("supervising unit"), max_length=120, blank=True)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, null=True, blank=True, related_name="organizations"
    )
    categories = models.JSONField(_("fields of service"), default=list, blank=True)
    bank_account = models.CharField(_("bank account"), max_length=40, blank=True)
    bank_name = models.CharField(_("bank"), max_length=120, blank=True)
    assessment_grade = models.PositiveSmallIntegerField(_("assessment grade"), null=True, blank=True)
    grade_issued_on = models.DateField(_("grade issued on"), null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.TextField(blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(assessment_grade__isnull=True) | Q(assessment_grade__range=(1, 5)),
                name="grade_1a_to_5a",
            ),
            models.CheckConstraint(
                condition=Q(kind=OrganizationKind.COMMUNITY_FILED)
                | Q(uscc__isnull=False)
                | Q(state=OrganizationState.DRAFT),
                name="registered_organizations_have_a_code",
            ),
            models.UniqueConstraint(
                fields=["uscc"],
                condition=~Q(state=OrganizationState.DRAFT),
                name="one_organization_per_code",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "kind", "name"], name="organization_directory"),
            models.Index(fields=["changed_at"], name="organization_changed"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """The language-neutral public address."""
        return f"/organizations/{self.public_id}/"


class IdentityChange(models.Model):
    """A change of identity fields of a verified organization; the verified values hold until it is accepted."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="identity_changes")
    proposed = models.JSONField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_accepted = models.BooleanField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(decided_at__isnull=True),
                name="one_open_change_per_organization",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, is_accepted__isnull=True)
                | Q(decided_at__isnull=False, is_accepted__isnull=False),
                name="decided_changes_have_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {', '.join(self.proposed)}"


class Certificate(StoredFile):
    """A certificate of an organization with its expiry; used again in every bid."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="certificates")
    title = models.CharField(pgettext_lazy("organization", "certificate"), max_length=120)
    number = models.CharField(pgettext_lazy("certificate", "number"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["expires_on", "id"]


class Standing(models.Model):
    """An organization's present standing in one category (`*` overall); written by `ranking`, read by all."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="standings")
    category = models.CharField(max_length=8, default="*")
    status = models.CharField(max_length=20, choices=StandingStatus.choices, default=StandingStatus.NONE)
    rank = models.PositiveIntegerField(null=True, blank=True)
    score = models.DecimalField(max_digits=9, decimal_places=6)
    error = models.DecimalField(max_digits=9, decimal_places=6)
    low = models.DecimalField(max_digits=9, decimal_places=6)
    high = models.DecimalField(max_digits=9, decimal_places=6)
    contracts = models.PositiveIntegerField(default=0)
    evidence = models.PositiveIntegerField(default=0)
    as_of = models.DateTimeField()
    version = models.CharField(max_length=40)
    params_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "category"], name="one_standing_per_category")
        ]
        indexes = [models.Index(fields=["category", "rank"], name="standing_by_rank")]

    def __str__(self) -> str:
        return f"{self.organization} {self.category} {self.score}"


class Badge(models.Model):
    """Membership of the incubator or graduation from it, as others may read it; carries no points."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="badges")
    kind = models.CharField(max_length=20, choices=BadgeKind.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind", "since"], name="one_badge_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.kind}"


class OverdueMark(models.Model):
    """A report that was due and has not come: written by `contracts`, shown in public, read by `bidding`."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="overdue_marks")
    contract_reference = models.CharField(max_length=40)
    milestone = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    cured_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract_reference", "milestone"], name="one_mark_per_milestone")
        ]

    def __str__(self) -> str:
        return f"{self.contract_reference} {self.milestone}"
