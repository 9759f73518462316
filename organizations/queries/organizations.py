"""Organizations as others may read them."""

from datetime import date

from django.db.models import Q, QuerySet

from organizations.models import Badge, Certificate, Organization, OverdueMark, Standing
from organizations.rules.grades import is_grade_valid
from organizations.states import OrganizationState

PUBLIC = (OrganizationState.VERIFIED, OrganizationState.SUSPENDED)


def public_organizations() -> QuerySet[Organization]:
    """Return the verified organizations: those with a public profile that may bid."""
    return Organization.objects.filter(state=OrganizationState.VERIFIED).select_related("community")


def known_organizations() -> QuerySet[Organization]:
    """Return every organization that was ever public, suspended ones included: their history stays readable."""
    return Organization.objects.filter(state__in=PUBLIC).select_related("community")


def standing_of(organization: Organization, category: str = "*") -> Standing | None:
    """Return the standing in the category (`*` overall), or None."""
    return Standing.objects.filter(organization=organization, category=category).first()


def badges_of(organization: Organization, day: date) -> QuerySet[Badge]:
    """Return the badges that hold on the day."""
    return Badge.objects.filter(_holds(day), organization=organization).order_by("since", "pk")


def _holds(day: date) -> Q:
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def open_overdue_marks(organization: Organization) -> QuerySet[OverdueMark]:
    """Return the reports that were due and have not come."""
    return OverdueMark.objects.filter(organization=organization, cured_at__isnull=True).order_by(
        "due_at", "pk"
    )


def grade_on(organization: Organization, day: date) -> int | None:
    """Return the assessment grade (1-5) if it holds on the day."""
    valid = is_grade_valid(organization.assessment_grade, organization.grade_issued_on, day)
    return organization.assessment_grade if valid else None


def certificates_valid_on(organization: Organization, day: date) -> QuerySet[Certificate]:
    """Return the certificates that have no expiry or have not expired on the day."""
    return organization.certificates.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=day))
