"""Passwords: Django's rule of length, with a sentence that exists in both languages."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """Refuse short passwords."""

    def get_error_message(self) -> str:
        """Return what is wrong."""
        return _("The password is too short: use at least {least} characters.").format(least=self.min_length)

    def get_help_text(self) -> str:
        """Return what is asked for."""
        return _("Use at least {least} characters.").format(least=self.min_length)
