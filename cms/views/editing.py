"""The gate of /cms/: officials with a second factor only."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.permissions import has_second_factor, may_edit_pages
from marketplace.web.access import demand

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'"
)
"""Wagtail's editor carries a few inline scripts and frames its own preview; nothing may come from outside."""


def for_editors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let officials with a part in editing through; lead them to the second factor first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        here = urlencode({"next": request.get_full_path()})
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?{here}")
        demand(may_edit_pages(request.user))
        if has_second_factor(request):
            response = view(request, *args, **kwargs)
            response.setdefault("Content-Security-Policy", POLICY)
            return response
        from allauth.mfa.utils import is_mfa_enabled

        name = "mfa_reauthenticate" if is_mfa_enabled(request.user, ["totp"]) else "mfa_activate_totp"
        return redirect(f"{reverse(name)}?{here}")

    return guarded
