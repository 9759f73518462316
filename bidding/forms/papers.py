"""Forms of the tender document's terms."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from bidding.models import Terms
from bidding.queries.terms import FIELDS
from marketplace.web.fields import LineField, ScoreField, TextField
from organizations.models import Organization


class TermsForm(forms.Form):
    """What the document says beside the draft itself. Empty fields are allowed here; publication asks for them."""

    buyer_address = LineField(label=_("Address of the buyer"), max_length=200, required=False)
    agent_name = LineField(
        label=_("Procurement agent"), max_length=120, required=False,
        help_text=_("Leave empty when the buyer runs the purchase itself."),
    )  # fmt: skip
    agent_address = LineField(label=_("Address of the agent"), max_length=200, required=False)
    agent_phone = LineField(label=_("Phone of the agent"), max_length=40, required=False)
    agent_fee = TextField(
        label=_("Fee of the agent"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who pays, how it is computed, when it is due."),
    )  # fmt: skip
    standards = TextField(label=_("Service standards"), max_length=4000, required=False)
    key_requirements = TextField(
        label=_("Requirements without deviation"), max_length=2000, required=False,
        help_text=_("One per line; the document marks each with ★. Who does not meet one of them is invalid."),
    )  # fmt: skip
    manner = TextField(
        label=_("Manner of the service"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    policy = TextField(
        label=_("Policy requirements"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    small_deduction = ScoreField(
        label=_("Price deduction for small and micro enterprises (%)"), max_value=Decimal(100), required=False,
        help_text=_("Between 10 and 20 %; social organizations get none. Leave empty for no deduction."),
    )  # fmt: skip
    consortium_deduction = ScoreField(
        label=_("Price deduction for consortia with small enterprises (%)"), max_value=Decimal(100), required=False,
        help_text=_("Between 4 and 6 %, when small enterprises do at least 30 % of the contract."),
    )  # fmt: skip
    allows_consortium = forms.BooleanField(
        label=_("Consortia may bid"), required=False,
        help_text=_("A document that says nothing allows them (Order 87 art. 19)."),
    )  # fmt: skip
    subcontract_parts = TextField(
        label=_("Parts that may be subcontracted"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name each part; never the core of the service. Leave empty to allow none."),
    )  # fmt: skip
    validity_days = forms.IntegerField(label=_("Bid validity in days"), min_value=1, max_value=365)
    opening_place = LineField(label=_("Place of the opening"), max_length=200, required=False)
    spread_share = ScoreField(
        label=_("Spread of scores that must be explained (%)"), max_value=Decimal(100),
        help_text=_("When members differ by more than this share of a criterion's points, the leader gives the reason."),
    )  # fmt: skip
    specifiers = TextField(
        label=_("Organizations that specified the purchase"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Credit codes, one per line: who designed, specified, managed or supervised it may not bid."),
    )  # fmt: skip
    credit_check = TextField(
        label=_("Credit check"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    other = TextField(
        label=_("Other matters"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    @classmethod
    def initial_of(cls, terms: Terms) -> dict[str, object]:
        """Return what the form shows of the terms."""
        return {name: getattr(terms, name) for name in FIELDS}


class TakeForm(forms.Form):
    """For which of the own organizations the document is taken."""

    organization = forms.ModelChoiceField(label=_("Organization"), queryset=Organization.objects.none())

    def __init__(self, *args: object, choices: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = choices
        if len(choices) == 1:  # type: ignore[arg-type]
            self.fields["organization"].initial = choices[0]  # type: ignore[index]
