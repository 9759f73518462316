"""How django-allauth finds and reaches our people."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign in by e-mail or phone number."""
