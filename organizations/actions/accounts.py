"""Accounts: open one, give it a second factor."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q

from marketplace.audit.actions import record
from marketplace.core.refusals import Refused
from organizations.models import User


@transaction.atomic
def open_account(
    *,
    actor: User | None,
    name: str,
    now: datetime,
    email: str = "",
    phone: str = "",
    password: str | None = None,
) -> User:
    """Open an account for a person reached by e-mail or phone; without a password they set one by mail."""
    email, phone = email.strip().lower(), phone.strip()
    if not email and not phone:
        raise Refused("organizations.contact_missing", field="email")
    known = Q(email=email) if email else Q(pk__in=[])
    if User.objects.filter(known | (Q(phone=phone) if phone else Q(pk__in=[]))).exists():
        raise Refused("organizations.account_exists", status=409, field="email" if email else "phone")
    verified = now if phone else None
    user = User.objects.create_user(  # joined at the act, not at the row: what an account may do grows with its age
        email=email, phone=phone, password=password, name=name, phone_verified_at=verified, joined_at=now
    )
    record(actor=actor, action="account.opened", subject=user, at=now)
    return user


@transaction.atomic
def verify_phone(*, actor: User, user: User, phone: str, now: datetime) -> User:
    """Confirm at the counter that the number is the person's: the worker called it and it rang.

    Raises Refused for one's own number and for a number that another account has.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.pk == actor.pk:
        raise Refused("organizations.own_phone", status=403)
    if User.objects.filter(phone=phone).exclude(pk=user.pk).exists():
        raise Refused("organizations.account_exists", status=409, field="phone")
    user.phone, user.phone_verified_at = phone, now
    user.save(update_fields=["phone", "phone_verified_at"])
    record(actor=actor, action="phone.verified", subject=user, at=now, after={"channel": "counter"})
    return user


@transaction.atomic
def enroll_totp(user: User, secret: str, *, now: datetime, actor: User | None = None) -> list[str]:
    """Give the account the second factor with a known secret (base32); return its recovery codes.

    For installation and demonstration; people enroll by scanning the code on their own page.
    """
    Authenticator.objects.filter(user=user).delete()
    instance = TOTP.activate(user, secret).instance
    instance.data["is_shown"] = True  # the sign-in page of the demonstration shows its code
    instance.save(update_fields=["data"])
    codes = RecoveryCodes.activate(user)
    codes.mark_as_viewed()
    record(actor=actor, action="second_factor.enrolled", subject=user, at=now)
    return codes.get_unused_codes()


@transaction.atomic
def close_account(*, actor: User, user: User, now: datetime) -> User:
    """Close an account: no sign-in, no name, no address; what the person did stays in the records.

    Raises Refused while a post, a membership or an appointment is open: these end first.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not user.is_active:
        raise Refused("core.not_in_this_state", status=409)
    bound = user.posts.filter(until=None), user.memberships.filter(ended_at=None)
    if any(rows.exists() for rows in bound) or user.userobjectpermission_set.exists():
        raise Refused("organizations.still_bound", status=409)
    user.is_active, user.phone, user.phone_verified_at = False, None, None
    user.name, user.email = "—", f"closed-{user.public_id}@account.invalid"
    user.set_unusable_password()
    user.save(update_fields=["is_active", "phone", "phone_verified_at", "name", "email", "password"])
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    record(actor=actor, action="account.closed", subject=user, at=now)
    return user
