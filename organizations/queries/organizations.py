"""Organizations as others may read them."""

from datetime import date, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery

from marketplace.statutes import STATUTES
from organizations.models import Badge, Certificate, IdentityChange, Organization, OverdueMark, Standing
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
    return certificates_of(organization).filter(Q(expires_on__isnull=True) | Q(expires_on__gte=day))


def certificates_of(organization: Organization) -> QuerySet[Certificate]:
    """Return the certificates of the library."""
    return organization.certificates.filter(withdrawn_at__isnull=True)


def certificates_expiring(day: date) -> QuerySet[Certificate]:
    """Return the kept certificates that have not expired but will within the reminder period."""
    last = day + timedelta(days=STATUTES.on("certificate.reminder", day).days)
    return (
        Certificate.objects.filter(withdrawn_at__isnull=True, expires_on__gte=day, expires_on__lte=last)
        .select_related("organization")
        .order_by("expires_on", "pk")
    )


def open_change_of(organization: Organization) -> IdentityChange | None:
    """Return the change of identity that waits for the registrar, or None."""
    return organization.identity_changes.filter(decided_at__isnull=True).first()


def organizations_to_review() -> QuerySet[Organization]:
    """Return what waits for a registrar: submitted records and proposed changes, oldest first."""
    waiting = IdentityChange.objects.filter(organization=OuterRef("pk"), decided_at__isnull=True)
    return (
        Organization.objects.annotate(change_at=Subquery(waiting.values("proposed_at")[:1]))
        .filter(Q(state=OrganizationState.SUBMITTED) | Q(change_at__isnull=False))
        .order_by("submitted_at", "pk")
    )
