"""Filters and small forms about contracts."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from contracts.models import Contract
from contracts.states import (
    PUBLIC_STATES,
    CheckResult,
    ContractState,
    FailureKind,
    NextStep,
    SuspensionGround,
    TerminationGround,
)
from marketplace.web.fields import CreditCodeField, DayField, FileField, LineField, MoneyField, TextField
from marketplace.web.files import IMAGES
from organizations.models import Community
from projects.models import Category


class ContractFilter(FilterSet):
    """Contracts by words, category and state."""

    q = CharFilter(label=_("Title, supplier or number"), method="with_words")
    category = ModelChoiceFilter(
        label=_("Category"), queryset=Category.objects.all(), empty_label=_("All categories")
    )
    state = ChoiceFilter(label=_("State"), choices=ContractState.choices, empty_label=_("All"))

    class Meta:
        model = Contract
        fields: list = []

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Return the contracts whose title, supplier or reference contains the words."""
        words = value.replace("\0", "").strip()[:60]
        found = Q(title__icontains=words) | Q(reference__icontains=words)
        return queryset.filter(found | Q(organization__name__icontains=words))


class PublicContractFilter(ContractFilter):
    """What the public narrows by: also the community."""

    state = ChoiceFilter(
        label=_("State"),
        choices=[(state.value, state.label) for state in PUBLIC_STATES],
        empty_label=_("All"),
    )
    community = ModelChoiceFilter(
        label=_("Community"),
        queryset=Community.objects.all(),
        field_name="project__communities",
        empty_label=_("All communities"),
    )


class ReasonForm(forms.Form):
    """Why a contract is taken back or terminated."""

    reason = TextField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ConfirmForm(forms.Form):
    """Nothing to fill in: the page says what happens, the button does it."""


class SuspendForm(forms.Form):
    """On what ground performance stands still, why, and until when."""

    ground = forms.ChoiceField(label=_("Ground"), choices=SuspensionGround.choices)
    explanation = TextField(
        label=_("Explanation (public)"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    planned_until = DayField(label=_("Probably until"))


class TerminateForm(ReasonForm):
    """On what ground a contract ends early."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=[row for row in TerminationGround.choices if row[0] != TerminationGround.NOT_SIGNED],
    )
    field_order = ["ground", "reason"]


class FailureForm(forms.Form):
    """What happened when the contract was to be signed, and what shall follow."""

    kind = forms.ChoiceField(label=_("What happened"), choices=FailureKind.choices, widget=forms.RadioSelect)
    next_step = forms.ChoiceField(label=_("What follows"), choices=NextStep.choices, widget=forms.RadioSelect)
    explanation = TextField(
        label=_("Explanation (on record)"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: object, left: int, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.initial.setdefault("next_step", NextStep.NEXT if left else NextStep.ANEW)


class SubcontractForm(forms.Form):
    """Which part goes to which organization, for which sum."""

    name = LineField(label=_("Organization"), max_length=120)
    uscc = CreditCodeField(label=_("Unified social credit code"))
    part = LineField(label=_("Part, as named in the contract"), max_length=300)
    amount = MoneyField(label=_("Sum (yuan)"))


class DecideForm(forms.Form):
    """Consent, or the reason against it."""

    is_consented = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Consent")), ("no", _("Refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = TextField(
        label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class CopyForm(forms.Form):
    """Under which number finance received its copy."""

    note = LineField(label=_("Number or place under which finance received the copy"), max_length=200)


class SignForm(forms.Form):
    """The digest of the document that the signer read."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label=_("I have read the document and sign it."),
        error_messages={"required": _("Tick the box to sign.")},
    )


class CountersignForm(SignForm):
    """The buyer's signature; after the last day with a public reason."""

    late_reason = TextField(
        label=_("Public reason for signing late"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ["digest", "late_reason", "agreed"]


class CloseForm(forms.Form):
    """Why no resident has checked, where none has."""

    unchecked_reason = TextField(
        label=_("Public reason why no resident has checked"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReturnForm(forms.Form):
    """What has to be corrected, and until when."""

    reason = TextField(
        label=_("What has to be corrected"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    resubmit_by = DayField(label=_("New day for the report"))


class CheckForm(forms.Form):
    """What a resident found: at most four taps."""

    result = forms.ChoiceField(
        label=_("Was it done as promised?"), choices=CheckResult.choices, widget=forms.RadioSelect
    )
    photo = FileField(
        label=_("Photo"),
        kinds=IMAGES,
        limit=10 * 1024 * 1024,
        required=False,
        widget=forms.FileInput(attrs={"data-shrink": ""}),
    )
    line = LineField(label=_("One line about it"), max_length=200, required=False)
    field_order = ["result", "photo", "line"]
