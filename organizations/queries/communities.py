"""Communities and their households."""

from django.db.models import QuerySet

from organizations.models import Community, Department, Residency
from organizations.states import ResidentLevel


def all_communities() -> QuerySet[Community]:
    """Return every community with its sub-district, by code."""
    return Community.objects.select_related("subdistrict").order_by("code")


def all_departments() -> QuerySet[Department]:
    """Return every department, by code."""
    return Department.objects.order_by("code")


def residencies_to_confirm(communities: QuerySet[Community]) -> QuerySet[Residency]:
    """Return the registered residents of the communities whose residence nobody has confirmed, oldest first."""
    return (
        Residency.objects.filter(community__in=communities, level=ResidentLevel.REGISTERED)
        .select_related("user", "community")
        .order_by("pk")
    )


def residents_without_phone(communities: QuerySet[Community]) -> QuerySet[Residency]:
    """Return the residents of the communities who cannot raise needs yet: no number of theirs is verified."""
    return (
        Residency.objects.filter(
            community__in=communities, user__phone_verified_at__isnull=True, user__is_active=True
        )
        .select_related("user", "community")
        .order_by("pk")
    )
