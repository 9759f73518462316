"""What the committee writes down on signs of collusion."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .tenders import ReasonForm


class SignalForm(ReasonForm):
    """The committee's decision on a sign."""

    is_confirmed = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[
            ("no", _("Explained: the bids were made apart")),
            ("yes", _("The bids were made together: they are invalid, and the finance department is told")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
