"""The second factor of officials, and how long their sessions last."""

import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import Permission
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from organizations.models import Post, User

IDLE_SECONDS = 30 * 60
ABSOLUTE_SECONDS = 8 * 3600
WRITE_EVERY = 60
OPEN_PREFIXES = ("/account/", "/en/account/", "/language/", "/static/", "/healthz", "/readyz")


def must_have_second_factor(user: User) -> tuple[bool, bool]:
    """Return whether the person is staff (post, editor or system administrator), and has a second factor."""
    editors = Permission.objects.filter(
        Q(group__user=OuterRef("pk")) | Q(user=OuterRef("pk")),
        content_type__app_label="wagtailadmin",
        codename="access_admin",
    )
    row = (
        User.objects.filter(pk=user.pk)
        .values_list(
            Exists(Post.objects.filter(user=OuterRef("pk"), until__isnull=True)),
            Exists(editors),
            Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)),
        )
        .first()
    ) or (False, False, False)
    return row[0] or row[1] or user.is_superuser, row[2]


class StaffSessions:
    """Lead staff to the set-up of the second factor before any other page; end their idle and old sessions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not request.path_info.startswith(OPEN_PREFIXES):
            is_staff, has_factor = must_have_second_factor(request.user)
            if is_staff and has_ended(request.session):
                logout(request)
                return redirect(f"{reverse('account_login')}?ended=1")
            if is_staff and not has_factor:
                return redirect("mfa_activate_totp")
        return self.get_response(request)


def has_ended(session: SessionBase) -> bool:
    """Say whether an official's session is too old or was idle too long; else count it as used."""
    present = time.time()
    began, seen = session.get("began_at", present), session.get("seen_at", present)
    if present - began >= ABSOLUTE_SECONDS or present - seen >= IDLE_SECONDS:
        return True
    if "began_at" not in session or present - seen >= WRITE_EVERY:
        session["began_at"], session["seen_at"] = began, present
    return False


class MFAAdapter(DefaultMFAAdapter):
    """Keep secrets encrypted in the database; staff cannot switch the second factor off."""

    def _box(self) -> MultiFernet:
        keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
        return MultiFernet(
            [Fernet(urlsafe_b64encode(sha256(f"second factor:{key}".encode()).digest())) for key in keys]
        )

    def encrypt(self, text: str) -> str:
        """Return the text encrypted under the installation's key."""
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the text; raises InvalidToken under another key."""
        return self._box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Say no to staff: they need the second factor for every page."""
        is_staff, _has_factor = must_have_second_factor(authenticator.user)
        return not (is_staff and authenticator.type == Authenticator.Type.TOTP)


def present_code(user: User) -> str:
    """Return a code that the second factor takes now and has not taken yet; demonstration only."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if row is None or settings.PROFILE != "demo" or not row.data.get("is_shown"):
        return ""
    wrapped = TOTP(row)
    secret = MFAAdapter().decrypt(row.data["secret"])
    counters = list(yield_hotp_counters_from_time())
    codes = [format_hotp_value(hotp_value(secret, counter)) for counter in (*counters[1:], counters[0])]
    return next((code for code in codes if not cache.get(wrapped._get_used_cache_key(code))), "")  # noqa: SLF001
