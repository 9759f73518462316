"""Forms of lots."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bidding.models import Tender
from bidding.rules.lots import MOST, LotPlan
from bidding.states import AwardOrder
from marketplace.web.fields import LineField, MoneyField

SPARE = 2


class DivisionForm(forms.Form):
    """How many lots one supplier may win, and in which order they are awarded."""

    most_lots = forms.IntegerField(
        label=_("Most lots for one supplier"), min_value=1, max_value=MOST, required=False,
        help_text=_("Leave empty when one supplier may win all lots. The document says it; it cannot be set later."),
    )  # fmt: skip
    award_order = forms.ChoiceField(
        label=_("Order of awarding"), choices=AwardOrder.choices, initial=AwardOrder.NUMBER,
        help_text=_("Counts only with a limit: who has won enough lots is passed over in the later ones."),
    )  # fmt: skip


class LotForm(forms.Form):
    """One lot; an empty row is left out."""

    title = LineField(label=_("Name of the lot"), max_length=120, required=False)
    budget = MoneyField(label=_("Budget (yuan)"), required=False)
    ceiling = MoneyField(label=_("Price ceiling (yuan)"), required=False)

    def clean(self) -> dict[str, object]:
        """Ask for the money where a lot is named."""
        data = super().clean()
        if data.get("title") and not data.get("budget") and "budget" not in self.errors:
            self.add_error("budget", _("Give the budget of the lot."))
        return data


class BaseLots(forms.BaseFormSet):
    def plans(self) -> list[LotPlan]:
        """Return the named lots as the action takes them."""
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data.get("title")]
        return [LotPlan(row["title"], row["budget"], row["ceiling"]) for row in kept]


LotForms = forms.formset_factory(LotForm, formset=BaseLots, extra=SPARE, max_num=MOST, validate_max=True)


def lots_initial(tender: Tender, rows: list[Tender]) -> list[dict[str, object]]:
    """Return the lots as they stand, or two to begin with."""
    if rows:
        return [{"title": row.title, "budget": row.budget, "ceiling": row.ceiling} for row in rows]
    name = _("{title} (lot {number})")
    return [{"title": name.format(title=tender.title[:100], number=number)} for number in (1, 2)]
