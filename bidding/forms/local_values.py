"""A number of the district, with its source."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from bidding.rules.local_values import editable_keys
from marketplace.web.fields import DayField, LineField, NumberField

from bidding.phrases.law import key_label  # isort: skip

MOST = Decimal(1_000_000_000)


class LocalValueForm(forms.Form):
    """Which number, which value, from when, after which document."""

    key = forms.ChoiceField(label=_("Number"))
    value = NumberField(
        label=_("Value"), places=2, minimum=Decimal("0.01"), maximum=MOST,
        help_text=_("Yuan, days, members, or a share such as 0.30."),
    )  # fmt: skip
    since = DayField(label=_("In force from"))
    source = LineField(label=_("Document and number"), max_length=200)
    source_address = forms.URLField(
        label=_("Address of the document"), required=False, assume_scheme="https", max_length=300
    )

    def __init__(self, *args: object, day: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [(key, key_label(key)) for key in editable_keys(day)]
