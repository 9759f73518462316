"""Life cycles of organizations and memberships, and the roles people hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core.states import table


class OrganizationState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for verification")
    RETURNED = "returned", _("Returned for correction")
    VERIFIED = "verified", _("Verified")
    SUSPENDED = "suspended", _("Suspended")


ORGANIZATION = table(
    "organization",
    OrganizationState.DRAFT,
    [
        (OrganizationState.DRAFT, "submit_organization", OrganizationState.SUBMITTED, "legal_representative"),
        (OrganizationState.SUBMITTED, "verify_organization", OrganizationState.VERIFIED, "registrar"),
        (OrganizationState.SUBMITTED, "return_organization", OrganizationState.RETURNED, "registrar"),
        (
            OrganizationState.RETURNED,
            "submit_organization",
            OrganizationState.SUBMITTED,
            "legal_representative",
        ),
        (OrganizationState.VERIFIED, "suspend_organization", OrganizationState.SUSPENDED, "registrar"),
        (OrganizationState.SUSPENDED, "reinstate_organization", OrganizationState.VERIFIED, "registrar"),
    ],
)


class OrganizationKind(models.TextChoices):
    SOCIAL_GROUP = "social_group", _("Social group")
    SERVICE_INSTITUTION = "service_institution", _("Social service institution")
    FOUNDATION = "foundation", _("Foundation")
    COMMUNITY_FILED = "community_filed", _("Filed community organization")


class MemberRole(models.TextChoices):
    LEGAL_REPRESENTATIVE = "legal_representative", _("Legal representative")
    BID_WRITER = "bid_writer", _("Bid writer")
    FINANCE = "finance", _("Finance")


class PostRole(models.TextChoices):
    """What an official does in a department."""

    PROJECT_OFFICER = "project_officer", _("Project officer")
    APPROVER = "approver", _("Approver")
    REGISTRAR = "registrar", _("Registrar of organizations")
    OPENING_OFFICER = "opening_officer", _("Opening officer")
    FINANCE = "finance", _("Finance officer")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class DepartmentKind(models.TextChoices):
    BUREAU = "bureau", _("Civil affairs bureau")
    SUBDISTRICT = "subdistrict", _("Sub-district office")
    DEPARTMENT = "department", _("District department")
    FINANCE = "finance", _("Finance bureau")
    SUPERVISION = "supervision", _("Supervision")


class ResidentLevel(models.TextChoices):
    REGISTERED = "registered", _("Registered")
    VERIFIED = "verified", _("Verified resident")
    REPRESENTATIVE = "representative", _("Residents' representative")


class BadgeKind(models.TextChoices):
    INCUBATING = "incubating", _("In the incubator")
    GRADUATED = "graduated", _("Graduated")


class StandingStatus(models.TextChoices):
    RANKED = "ranked", _("Ranked")
    PROVISIONAL = "provisional", _("Provisional")
    NONE = "none", _("Not ranked yet")
    SUSPENDED = "suspended", _("Suspended")


class SanctionKind(models.TextChoices):
    """A warning is shown; a ban also keeps from bidding until its last day."""

    WARNING = "warning", _("Risk warning")
    BAN = "ban", _("Ban from bidding")
