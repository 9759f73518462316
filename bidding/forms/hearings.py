"""Forms of what the committee asks a bidder, and of the bidder's answer."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from bidding.rules.price_correction import PriceLine
from bidding.states import InvalidGround
from marketplace.web.fields import CountField, MoneyField, TextField

from .tenders import ReasonForm

MOST_LINES = 40


class AskForm(forms.Form):
    """A written question with its time to answer."""

    text = TextField(
        label=_("What the committee asks"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    minutes = CountField(
        label=_("Minutes to answer"), minimum=1, maximum=7 * 24 * 60, initial=60,
        help_text=_("For the explanation of a low price at least 30."),
    )  # fmt: skip


class CorrectionForm(AskForm):
    """What the committee reads in the papers of a bid."""

    body = MoneyField(label=_("Total in figures in the bid itself (yuan)"))
    in_words = MoneyField(label=_("Total in words (yuan)"), required=False)
    lines = TextField(
        label=_("Price table"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One line per row: quantity × unit price, such as 120 × 35.50"),
    )  # fmt: skip

    def clean_lines(self) -> list[PriceLine]:
        """Return the rows of the price table."""
        rows = [row.strip() for row in self.cleaned_data["lines"].splitlines() if row.strip()]
        if len(rows) > MOST_LINES:
            raise forms.ValidationError(_("At most 40 rows."))
        return [_line(row) for row in rows]


def _line(row: str) -> PriceLine:
    parts = row.replace("*", "×").replace("x", "×").split("×")
    try:
        quantity, price = (MoneyField(zero=False).clean(part.strip()) for part in parts)
    except (ValueError, forms.ValidationError) as error:
        raise forms.ValidationError(
            _("“%(row)s” is not quantity × unit price."), params={"row": row}
        ) from error
    return PriceLine(Decimal(quantity), Decimal(price))


class InvalidForm(ReasonForm):
    """A ground on which a bid is invalid."""

    ground = forms.ChoiceField(label=_("Legal ground"), choices=InvalidGround.choices)


class HearingForm(forms.Form):
    """The bidder's answer; a correction is confirmed or not."""

    answer = TextField(label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    is_confirmed = forms.TypedChoiceField(
        label=_("The corrected price"),
        choices=[
            ("yes", _("We confirm it in writing")),
            ("no", _("We do not confirm it: the bid becomes invalid")),
        ],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: object, is_correction: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["is_confirmed"]
