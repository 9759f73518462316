"""Narrowing of the composed lists; what cannot be read is left out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.phrases import GROUPS
from marketplace.core.clock import is_believable


class RulesForm(forms.Form):
    """Which rules to show."""

    day = forms.DateField(
        label=_("In force on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    group = forms.ChoiceField(label=_("Subject"), required=False, choices=[("", _("All")), *GROUPS.items()])
    q = forms.CharField(label=_("Words"), required=False, max_length=60)
    unsure = forms.BooleanField(label=_("Only what is to be confirmed"), required=False)

    def clean_day(self):
        """Refuse days that nobody can mean."""
        day = self.cleaned_data["day"]
        if day and not is_believable(day):
            raise forms.ValidationError(_("Give a day between 2000 and 2100."))
        return day
