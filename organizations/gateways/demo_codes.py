"""Outside production nobody can send a text or read another's telephone: pages show the codes instead."""

from hashlib import sha256

from allauth.account.internal.stagekit import unstash_login
from django.conf import settings
from django.http import HttpRequest

from .second_factor import present_code

PAGES = {
    "mfa_authenticate",
    "mfa_reauthenticate",
    "account_verify_phone",
    "account_email_verification_sent",
}
SESSION_KEYS = ("account_email_verification_code", "account_phone_verification")


def demo_codes(request: HttpRequest) -> dict[str, str]:
    """Return the code that the page asks for, on the pages that ask, never in production."""
    match = getattr(request, "resolver_match", None)
    if settings.IS_PRODUCTION or match is None or match.url_name not in PAGES:
        return {}
    if match.url_name.startswith("mfa_"):
        return {"demo_code": _second_factor_code(request)}
    if settings.EMAIL_HOST and match.url_name == "account_email_verification_sent":
        return {}
    return {"demo_code": _sent_code(request)}


def _second_factor_code(request: HttpRequest) -> str:
    login = unstash_login(request, peek=True)
    user = login.user if login else request.user
    return present_code(user) if user and user.is_authenticated else ""


def _sent_code(request: HttpRequest) -> str:
    for key in SESSION_KEYS:
        code = (request.session.get(key) or {}).get("code")
        if code:
            return code
    login = unstash_login(request, peek=True)
    stages = login.state.get("stages", {}) if login else {}
    current = stages.get(stages.get("current"), {}).get("data", {})
    return current.get("code") or _decoy(request)


def _decoy(request: HttpRequest) -> str:
    """Return a code that fits nothing: the page looks the same when an account exists already."""
    return sha256(str(request.session.session_key).encode()).hexdigest()[:6].upper()
