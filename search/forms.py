"""The search box and its narrowings; what cannot be read is left out and said, never an error page."""

from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.core.clock import is_believable
from search.models import Kind
from search.rules.asked import LAST_PAGE, Asked, Filters
from search.rules.questions import read_question

LARGEST = Decimal("1e13")


class SearchForm(forms.Form):
    """Everything that /search/ takes from its address."""

    q = forms.CharField(label=_("What are you looking for?"), required=False, strip=True)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices])
    community = forms.SlugField(label=_("Community"), required=False, max_length=50)
    category = forms.SlugField(label=_("Field of service"), required=False, max_length=8)
    state = forms.RegexField(regex=r"^[a-z_.]{1,40}$", label=_("State"), required=False)
    amount_from = forms.DecimalField(
        label=_("Amount from (yuan)"), required=False, min_value=0, max_value=LARGEST
    )
    amount_to = forms.DecimalField(
        label=_("Amount to (yuan)"), required=False, min_value=0, max_value=LARGEST
    )
    day_from = forms.DateField(
        label=_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    day_to = forms.DateField(
        label=_("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("relevance", _("Best match first")), ("newest", _("Newest first"))],
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=LAST_PAGE, widget=forms.HiddenInput)

    def clean_day_from(self) -> date | None:
        """Refuse days that nobody can mean."""
        return self._believable("day_from")

    def clean_day_to(self) -> date | None:
        """Refuse days that nobody can mean."""
        return self._believable("day_to")

    def _believable(self, name: str) -> date | None:
        day = self.cleaned_data.get(name)
        if day and not is_believable(day):
            raise ValidationError(_("Give a day between 2000 and 2100."))
        return day

    def asked(self, language: str) -> Asked:
        """Return the request to the engine; a value that could not be read does not narrow."""
        self.is_valid()
        given = self.cleaned_data
        fields = Filters.__dataclass_fields__
        typed = self.data.get("q", "") if isinstance(self.data.get("q", ""), str) else ""
        return Asked(
            question=read_question(typed),
            filters=Filters(**{name: given[name] for name in fields if given.get(name) not in (None, "")}),
            language="en" if language.startswith("en") else "zh-hans",
            sort=given.get("sort") or "relevance",
            page=given.get("page") or 1,
        )
