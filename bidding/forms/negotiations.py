"""Forms of talks with suppliers and of final quotes."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from bidding.rules.negotiations import LEAST_MINUTES, MOST_MINUTES
from marketplace.web.fields import CountField, MoneyField, TextField


class TalkForm(forms.Form):
    """The record of a talk with one supplier."""

    text = TextField(
        label=_("What was talked about"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("This supplier reads it. Nothing of another supplier may stand in it (Procurement Law art. 38)."),
    )  # fmt: skip


class NeedChangeForm(forms.Form):
    """A substantive change of the need, in writing."""

    text = TextField(
        label=_("What changes"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Only what the tender document marks as open to change; every supplier gets the same words."),
    )  # fmt: skip


class QuoteRequestForm(forms.Form):
    """The request for final quotes."""

    request = TextField(
        label=_("The need as it stands now"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Every remaining supplier reads this and quotes for it."),
    )  # fmt: skip
    minutes = CountField(
        label=_("Minutes to quote"), minimum=LEAST_MINUTES, maximum=MOST_MINUTES, initial=120,
        help_text=_("From 10 minutes to 14 days (20160); the same moment ends the time of all."),
    )  # fmt: skip


class QuoteForm(forms.Form):
    """A final quote."""

    price = MoneyField(label=_("Final quote (yuan)"))
    repeated = MoneyField(label=_("Final quote again (yuan)"))
    response = TextField(
        label=_("What changes in your proposal"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("How you answer the changed need; it is sealed and scored with the quote."),
    )  # fmt: skip
    is_final = forms.BooleanField(label=_("This is our final quote. It cannot be changed or taken back."))

    def clean(self) -> dict[str, object]:
        """Compare both figures."""
        data = super().clean()
        first: Decimal | None = data.get("price")
        if first is not None and data.get("repeated") is not None and data["repeated"] != first:
            self.add_error("repeated", _("The two figures differ."))
        return data
