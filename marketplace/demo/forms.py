from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

STEPS = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
}


class ClockForm(forms.Form):
    """How far the demo clock moves forward."""

    step = forms.ChoiceField(
        label=_("Move forward by"),
        choices=[("hour", _("1 hour")), ("day", _("1 day")), ("week", _("7 days")), ("month", _("30 days"))],
        widget=forms.RadioSelect,
        initial="day",
    )

    def clean_step(self) -> timedelta:
        """Return the step as a duration."""
        return STEPS[self.cleaned_data["step"]]
