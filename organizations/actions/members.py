"""Members of an organization: invited, joined, left with their work handed over."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from marketplace.audit.actions import record
from marketplace.core.clock import is_late
from marketplace.core.refusals import Refused
from marketplace.notifications.actions import notify
from marketplace.statutes import STATUTES
from organizations.gateways.invitations import send_invitation
from organizations.models import Invitation, Membership, Organization, User
from organizations.queries.members import token_hash
from organizations.queries.people import has_post, members_of
from organizations.states import MemberRole

from .registration import locked


@transaction.atomic
def invite_member(
    *, actor: User, organization: Organization, email: str, role: str, now: datetime
) -> tuple[Invitation, str]:
    """Invite a person by mail; return the invitation and its token, which is kept nowhere.

    Raises Refused when the same invitation is open or the person already has the role.
    """
    organization = locked(organization)
    email = email.strip().lower()
    check_invitation(organization, email, role, now)
    token = secrets.token_urlsafe(24)
    days = STATUTES.on("invitation.validity", now.date()).days
    invitation = Invitation.objects.create(
        organization=organization,
        email=email,
        role=role,
        token_hash=token_hash(token),
        invited_by=actor,
        expires_at=now + timedelta(days=days),
    )
    record(
        actor=actor,
        action="member.invited",
        subject=organization,
        at=now,
        after={"role": role, "invitation": invitation.pk},
    )
    transaction.on_commit(lambda: send_invitation(invitation, token), robust=True)
    return invitation, token


def check_invitation(organization: Organization, email: str, role: str, now: datetime) -> None:
    """Refuse (409) an invitation that is open already, or of a person who has the role."""
    open_ones = organization.invitations.filter(
        email=email, role=role, accepted_at=None, revoked_at=None, expires_at__gt=now
    )
    if open_ones.exists():
        raise Refused("organizations.already_invited", status=409, field="email")
    if members_of(organization, role).filter(email=email).exists():
        raise Refused("organizations.already_member", status=409, field="email")


@transaction.atomic
def revoke_invitation(*, actor: User, invitation: Invitation, now: datetime) -> Invitation:
    """Withdraw an open invitation."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at:
        raise Refused("organizations.invitation_used", status=409)
    if invitation.revoked_at:
        raise Refused("organizations.invitation_revoked", status=409)
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    record(
        actor=actor,
        action="invitation.revoked",
        subject=invitation.organization,
        at=now,
        after={"invitation": invitation.pk},
    )
    return invitation


@transaction.atomic
def accept_invitation(*, actor: User, token: str, now: datetime) -> Membership:
    """Join by an invitation: once, in time, and only the person to whom it was sent."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organization")
        .filter(token_hash=token_hash(token))
        .first()
    )
    check_acceptable(invitation, actor, now)
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    organization = locked(invitation.organization)
    membership = _join(actor, organization, invitation.role, now)
    record(
        actor=actor,
        action="member.joined",
        subject=organization,
        at=now,
        after={"user": actor.pk, "role": invitation.role},
    )
    notify(
        recipients=members_of(organization, MemberRole.LEGAL_REPRESENTATIVE),
        kind="organizations.member_joined",
        key=f"{membership.pk}",
        at=now,
        path=f"/my/organization/{organization.public_id}/members/",
        name=organization.name,
        person=actor.name,
        role=membership.get_role_display(),
    )
    return membership


def check_acceptable(invitation: Invitation | None, actor: User, now: datetime) -> None:
    """Refuse an invitation that is unknown, used, withdrawn, expired, or meant for somebody else."""
    if invitation is None:
        raise Refused("organizations.invitation_unknown", status=404)
    if invitation.accepted_at:
        raise Refused("organizations.invitation_used", status=409)
    if invitation.revoked_at:
        raise Refused("organizations.invitation_revoked", status=409)
    if is_late(now, invitation.expires_at):
        raise Refused("organizations.invitation_expired", status=409)
    if (actor.email or "").lower() != invitation.email:
        raise Refused("organizations.invitation_for_another", status=403)


def _join(user: User, organization: Organization, role: str, now: datetime) -> Membership:
    if has_post(user):
        raise Refused("organizations.official_cannot_join", status=403)
    row, created = Membership.objects.get_or_create(
        user=user, organization=organization, role=role, ended_at=None, defaults={"since": now}
    )
    if not created:
        raise Refused("organizations.already_member", status=409)
    return row


@transaction.atomic
def end_membership(
    *, actor: User, membership: Membership, now: datetime, successor: User | None = None
) -> Membership:
    """End a membership; the last legal representative hands over to another member first.

    What the person prepared belongs to the organization and stays there.
    """
    organization = locked(membership.organization)
    membership = (
        Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)
    )
    if membership.ended_at:
        raise Refused("core.not_in_this_state", status=409)
    _hand_over(organization, membership, successor, now)
    membership.ended_at = now
    membership.save(update_fields=["ended_at"])
    record(
        actor=actor,
        action="membership.ended",
        subject=organization,
        at=now,
        before={"user": membership.user_id, "role": membership.role},
        after={"successor": successor.pk if successor else None},
    )
    notify(
        recipients=[membership.user],
        kind="organizations.membership_ended",
        key=f"{membership.pk}",
        at=now,
        name=organization.name,
    )
    return membership


def _hand_over(
    organization: Organization, membership: Membership, successor: User | None, now: datetime
) -> None:
    if membership.role != MemberRole.LEGAL_REPRESENTATIVE:
        return
    others = members_of(organization, MemberRole.LEGAL_REPRESENTATIVE).exclude(pk=membership.user_id)
    if successor is None:
        if not others.exists():
            raise Refused("organizations.successor_needed", status=409, field="successor")
        return
    if successor.pk == membership.user_id or not members_of(organization).filter(pk=successor.pk).exists():
        raise Refused("organizations.successor_not_a_member", field="successor")
    Membership.objects.get_or_create(
        user=successor,
        organization=organization,
        role=MemberRole.LEGAL_REPRESENTATIVE,
        ended_at=None,
        defaults={"since": now},
    )
    notify(
        recipients=[successor],
        kind="organizations.handed_over",
        key=f"{membership.pk}",
        at=now,
        path=f"/my/organization/{organization.public_id}/",
        name=organization.name,
    )
