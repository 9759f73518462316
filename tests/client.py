"""Signing in, as tests of pages need it."""

import time


def sign_in(client, user, *, fresh: bool = True):
    """Sign the person in; `fresh` marks the second factor as confirmed just now."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    at = time.time() - (0 if fresh else 3600)
    session["account_authentication_methods"] = [
        {"method": "password", "at": at},
        {"method": "mfa", "at": at, "type": "totp"},
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
