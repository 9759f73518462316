"""Programs sign in as their person: password and second factor at once, answered with a token for a session.

The token is the key of a session that only the `Authorization` header opens; no cookie carries it, so no page can
misuse it. The person sees and ends it in the list of sessions like any other.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user, login
from django.contrib.auth.signals import user_login_failed
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from marketplace.core.refusals import Refused
from marketplace.web.fields import read_phone
from organizations.models import User

from .second_factor import ABSOLUTE_SECONDS, has_ended, must_have_second_factor

MARK = "is_program"
TOKEN = re.compile(r"[a-z0-9]{32}")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Signed:
    """A program's session: whose it is, and the session that says when the second factor was confirmed."""

    user: User
    session: SessionBase

    @property
    def token(self) -> str:
        """The key that the `Authorization` header carries."""
        return str(self.session.session_key)

    @property
    def ends_at(self) -> datetime:
        """When the session ends at the latest."""
        return datetime.fromtimestamp(self.session["began_at"], UTC) + timedelta(seconds=ABSOLUTE_SECONDS)


def sign_in_program(request: HttpRequest, *, name: str, password: str, code: str) -> Signed:
    """Sign in by e-mail or number, password and second factor.

    Refused 401 with one text for whatever is wrong, 429 after too many attempts, 403 without a second factor.
    """
    phone = read_phone(name)
    credentials = {"phone": phone} if phone else {"email": name.strip().lower()}
    user = get_adapter(request).authenticate(request, password=password, **credentials)
    if request.__dict__.pop("axes_locked_out", False):
        raise Refused("organizations.sign_in_locked", status=429)
    if user is None or not user.is_active or _waits_for_address(user):
        raise Refused("organizations.sign_in_wrong", status=401)
    factor = _factor_of(user)
    if not TOTP(factor).validate_code(code):
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        request.__dict__.pop("axes_locked_out", None)
        raise Refused("organizations.sign_in_wrong", status=401)
    return _begun(request, user, factor)


def _waits_for_address(user: User) -> bool:
    rows = EmailAddress.objects.filter(user=user)
    return rows.exists() and not rows.filter(verified=True).exists()


def _factor_of(user: User) -> Authenticator:
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor is None:
        raise Refused("organizations.second_factor_missing", status=403)
    return factor


def _begun(request: HttpRequest, user: User, factor: Authenticator) -> Signed:
    outer, request.session = request.session, SessionStore()
    try:
        login(request, user, backend=BACKEND)
        record_authentication(request, user, "password")
        post_authentication(request, factor)
        request.session[MARK] = True
        request.session.set_expiry(ABSOLUTE_SECONDS)
        has_ended(request.session)  # begins to count
        request.session.save()
        request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
        return Signed(user, request.session)
    finally:
        request.session = outer


def find_signed(token: str) -> Signed | None:
    """Return the session of a token, or None when it never was, was ended or is too old."""
    if not TOKEN.fullmatch(token):
        return None
    session = SessionStore(token)
    if not session.get(MARK):
        return None
    user = get_user(SimpleNamespace(session=session))  # type: ignore[arg-type]
    is_staff, has_factor = must_have_second_factor(user) if user.is_authenticated else (False, False)
    if not user.is_authenticated or not user.is_active or not has_factor:
        return None
    if is_staff and has_ended(session):
        session.flush()
        return None
    if session.modified:
        session.save()
    return Signed(user, session)


def renew_second_factor(request: HttpRequest, signed: Signed, code: str) -> None:
    """Confirm the second factor again. Refused 401 for a wrong or used code, 429 after too many."""
    credentials = {"email": signed.user.email or signed.user.phone}
    if not TOTP(_factor_of(signed.user)).validate_code(code):
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        locked = request.__dict__.pop("axes_locked_out", False)
        if locked:
            raise Refused("organizations.sign_in_locked", status=429)
        raise Refused("organizations.sign_in_wrong", status=401)
    outer, request.session = request.session, signed.session
    try:
        post_authentication(request, _factor_of(signed.user), reauthenticated=True)
        signed.session.save()
    finally:
        request.session = outer


def end_program(signed: Signed) -> None:
    """End the session at once."""
    UserSession.objects.filter(session_key=signed.token).delete()
    signed.session.flush()
