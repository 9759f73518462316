from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bidding.models import Award
from contracts.states import ContractState, TerminationGround
from marketplace.core.references import public_id
from marketplace.web.models import Spine
from organizations.models import Department, Organization
from projects.models import Category, Project
from projects.models.catalogue import in_language

C = ContractState


def _person(**options) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        **options,
    )


class Contract(models.Model):
    """What one organization promised one department, for one sum.

    While it is drawn up the officer may edit it. When it is offered for signature `document` is frozen and
    `digest` taken; both sides sign that digest. Published with the buyer's signature.
    """

    reference = models.CharField(max_length=20, unique=True)
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    spine = models.ForeignKey(Spine, on_delete=models.PROTECT, related_name="+")
    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="contract")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="contracts")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="contracts")
    buyer = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="contracts")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="contracts")
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    starts_on = models.DateField()
    ends_on = models.DateField()
    is_long_term = models.BooleanField(default=False)
    is_public_service = models.BooleanField(default=True)
    recipients = models.CharField(max_length=200, blank=True)
    acceptance_plan = models.TextField(max_length=2000, blank=True)
    subcontracting = models.TextField(max_length=1000, blank=True)
    late_day_share = models.DecimalField(max_digits=7, decimal_places=6, default=0)
    breach_amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    penalty_cap_share = models.DecimalField(max_digits=5, decimal_places=4, default=0)
    difficulty = models.PositiveSmallIntegerField(default=3)
    state = models.CharField(max_length=20, choices=C.choices, default=C.DRAWN_UP)
    version = models.PositiveIntegerField(default=1)
    drawn_up_at = models.DateTimeField()
    sign_by = models.DateField()
    document = models.JSONField(null=True, blank=True)
    document_html = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    offered_by = _person()
    offered_at = models.DateTimeField(null=True, blank=True)
    supplier_signed_by = _person()
    supplier_signed_at = models.DateTimeField(null=True, blank=True)
    buyer_signed_by = _person()
    signed_at = models.DateTimeField(null=True, blank=True)
    late_reason = models.TextField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = _person()
    unchecked_reason = models.TextField(max_length=500, blank=True)
    terminated_at = models.DateTimeField(null=True, blank=True)
    termination_ground = models.CharField(max_length=20, choices=TerminationGround.choices, blank=True)
    termination_reason = models.TextField(max_length=1000, blank=True)
    settlement = models.JSONField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-signed_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="contract_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="contract_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(difficulty__range=(1, 5)), name="difficulty_1_to_5"),
            models.CheckConstraint(
                condition=Q(late_day_share=0, breach_amount=0)
                | Q(late_day_share__gte=0, breach_amount__gte=0, penalty_cap_share__gt=0),
                name="a_penalty_clause_has_a_cap",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[C.DRAWN_UP, C.TERMINATED]) | ~Q(digest=""),
                name="an_offered_contract_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[C.ACTIVE, C.CLOSED])
                | Q(supplier_signed_at__isnull=False, signed_at__isnull=False, published_at__isnull=False),
                name="an_active_contract_is_signed_and_public",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(signed_at__gte=F("supplier_signed_at")),
                name="the_supplier_signs_first",
            ),
            models.CheckConstraint(
                condition=Q(state=C.CLOSED, closed_at__isnull=False)
                | (~Q(state=C.CLOSED) & Q(closed_at__isnull=True)),
                name="a_closed_contract_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=C.TERMINATED)
                | (Q(terminated_at__isnull=False) & ~Q(termination_reason="")),
                name="a_terminated_contract_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["-signed_at", "-id"], name="contract_newest"),
            models.Index(fields=["state", "category"], name="contract_by_state"),
            models.Index(fields=["organization", "state"], name="contract_of_organization"),
            models.Index(fields=["changed_at"], name="contract_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title, self.title_en)

    @property
    def path(self) -> str:
        """The language-neutral public address."""
        return f"/contracts/{self.public_id}/"

    @property
    def desk_path(self) -> str:
        """The address of the buyer's officials."""
        return f"/work/contracts/{self.public_id}/"

    @property
    def supplier_path(self) -> str:
        """The address of the supplier."""
        return f"/my/contracts/{self.public_id}/"

    @property
    def audit_chain(self) -> str:
        """One chain for a contract and everything in it."""
        return f"contracts.contract:{self.pk}"
