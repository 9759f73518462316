"""Memberships and invitations."""

import hashlib

from django.db.models import QuerySet

from organizations.models import Invitation, Membership, Organization


def token_hash(token: str) -> str:
    """Return what is kept of an invitation's token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def invitation_by_token(token: str) -> Invitation | None:
    """Return the invitation of a token, used or not."""
    return (
        Invitation.objects.select_related("organization", "invited_by")
        .filter(token_hash=token_hash(token))
        .first()
    )


def open_invitations(organization: Organization, now: object) -> QuerySet[Invitation]:
    """Return invitations that can still be accepted."""
    return organization.invitations.filter(accepted_at=None, revoked_at=None, expires_at__gt=now).order_by(
        "pk"
    )


def open_memberships(organization: Organization) -> QuerySet[Membership]:
    """Return the open memberships of the organization with their people."""
    return (
        Membership.objects.filter(organization=organization, ended_at__isnull=True)
        .select_related("user")
        .order_by("since", "pk")
    )
