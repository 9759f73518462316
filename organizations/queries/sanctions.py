"""Sanctions as the public, the organization and those who decide on bids read them."""

from datetime import date

from django.db.models import Max, Q, QuerySet

from organizations.models import Organization, Sanction, User
from organizations.states import MemberRole, PostRole, SanctionKind

from .people import has_post, organizations_of


def sanctions_of(organization: Organization) -> QuerySet[Sanction]:
    """Return every decision about the organization, ended ones included, newest first."""
    return Sanction.objects.filter(organization=organization).select_related("organization")


def sanctions_holding(organization: Organization, day: date) -> list[Sanction]:
    """Return the decisions that hold on the day."""
    return [row for row in sanctions_of(organization) if row.holds_on(day)]


def banned_until(organization: Organization) -> date | None:
    """Return the last day of the longest ban that has begun or will, or None; the reader compares it with the day."""
    bans = Sanction.objects.filter(~Q(is_upheld=True) | Q(is_upheld__isnull=True), organization=organization)
    return bans.filter(kind=SanctionKind.BAN).aggregate(last=Max("ends_on"))["last"]


def sanctions_visible_to(user: User) -> QuerySet[Sanction]:
    """Return the decisions that the person takes part in: registrars all, members those about their organization."""
    rows = Sanction.objects.select_related("organization")
    if has_post(user, PostRole.REGISTRAR, PostRole.APPROVER):
        return rows
    return rows.filter(organization__in=organizations_of(user, MemberRole.LEGAL_REPRESENTATIVE))


def appeals_to_answer(user: User) -> QuerySet[Sanction]:
    """Return the appeals that the person may decide."""
    rows = Sanction.objects.filter(appealed_at__isnull=False, answered_at__isnull=True)
    if not has_post(user, PostRole.REGISTRAR, PostRole.APPROVER):
        return rows.none()
    return rows.exclude(decided_by_id=user.pk).select_related("organization")
