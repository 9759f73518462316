"""What an official asks for as performance deposit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.web.fields import MomentField, MoneyField


class DepositForm(forms.Form):
    """The sum and the moment."""

    amount = MoneyField(
        label=_("Performance deposit (yuan)"),
        help_text=_(
            "At most 10 % of the contract, never in cash. The winner's bid deposit may be turned into it."
        ),
    )
    due_at = MomentField(label=_("To be given before"))
