"""Accounts: open one, give it a second factor."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
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
    user = User.objects.create_user(email=email, phone=phone, password=password, name=name)
    record(actor=actor, action="account.opened", subject=user, at=now)
    return user


@transaction.atomic
def enroll_totp(user: User, secret: str, *, now: datetime, actor: User | None = None) -> list[str]:
    """Give the account the second factor with a known secret (base32); return its recovery codes.

    For installation and demonstration; people enroll by scanning the code on their own page.
    """
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, secret)
    codes = RecoveryCodes.activate(user)
    codes.mark_as_viewed()
    record(actor=actor, action="second_factor.enrolled", subject=user, at=now)
    return codes.get_unused_codes()
