from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization

from .tenders import Tender


class Terms(models.Model):
    """What the tender document says beside the tender's own fields, so that nothing of O87 art. 20 is missing."""

    tender = models.OneToOneField(Tender, on_delete=models.CASCADE, related_name="terms")
    buyer_address = models.CharField(_("address of the buyer"), max_length=200, blank=True)
    agent_name = models.CharField(_("procurement agent"), max_length=120, blank=True)
    agent_address = models.CharField(_("address of the agent"), max_length=200, blank=True)
    agent_phone = models.CharField(_("phone of the agent"), max_length=40, blank=True)
    agent_fee = models.TextField(_("fee of the agent"), max_length=500, blank=True)
    manner = models.TextField(_("manner of the service"), max_length=1000, blank=True)
    standards = models.TextField(_("service standards"), max_length=4000, blank=True)
    key_requirements = models.TextField(_("requirements without deviation"), max_length=2000, blank=True)
    policy = models.TextField(_("policy requirements"), max_length=2000, blank=True)
    allows_consortium = models.BooleanField(_("consortia may bid"), default=True)
    subcontract_parts = models.TextField(_("parts that may be subcontracted"), max_length=1000, blank=True)
    validity_days = models.PositiveSmallIntegerField(
        _("bid validity in days"), default=90, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    opening_place = models.CharField(_("place of the opening"), max_length=200, blank=True)
    specifiers = models.TextField(_("organizations that specified the purchase"), max_length=1000, blank=True)
    credit_check = models.TextField(_("credit check"), max_length=1000, blank=True)
    other = models.TextField(_("other matters"), max_length=2000, blank=True)
    small_deduction = models.DecimalField(
        _("price deduction for small and micro enterprises (%)"),
        max_digits=4, decimal_places=2, null=True, blank=True,
    )  # fmt: skip
    consortium_deduction = models.DecimalField(
        _("price deduction for consortia with small enterprises (%)"),
        max_digits=4, decimal_places=2, null=True, blank=True,
    )  # fmt: skip
    spread_share = models.DecimalField(
        _("spread of scores that must be explained (%)"), max_digits=5, decimal_places=2, default=Decimal(30)
    )

    class Meta:
        verbose_name_plural = "terms"
        constraints = [
            models.CheckConstraint(
                condition=Q(validity_days__gte=1, validity_days__lte=365), name="validity_within_a_year"
            ),
            models.CheckConstraint(
                condition=Q(spread_share__gt=0, spread_share__lte=100), name="spread_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return self.tender.reference


class DocumentTaker(models.Model):
    """An organization that took the tender document: it is told of every change; its name is secret before opening."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="takers")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["tender_id", "taken_at"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "organization"], name="a_document_is_taken_once")
        ]

    def __str__(self) -> str:
        return f"{self.tender.reference} {self.organization_id}"

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return f"bidding.tender:{self.tender_id}"
