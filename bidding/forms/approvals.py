"""Forms of approval chains."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bidding.states import Track
from marketplace.web.fields import LineField, MoneyField, TextField
from organizations.models import Department, User
from organizations.states import PostRole

STEPS = 4


class ChainForm(forms.Form):
    """For which tenders a chain holds."""

    track = forms.ChoiceField(
        label=_("Track"), choices=[("", _("All tracks")), *Track.choices], required=False
    )
    budget_from = MoneyField(
        label=_("From a budget of (yuan)"), required=False, help_text=_("Leave empty for every amount.")
    )
    basis = LineField(
        label=_("Basis"), max_length=200, help_text=_("The rule of the house or minutes behind it.")
    )


class StepForm(forms.Form):
    """One step; an empty row is left out."""

    name = LineField(label=_("Name of the step"), max_length=60, required=False)
    role = forms.ChoiceField(label=_("Post"), choices=PostRole.choices, initial=PostRole.APPROVER)
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=False,
        empty_label=_("the buying department"),
    )  # fmt: skip
    deputy = forms.ModelChoiceField(
        label=_("Deputy"), queryset=User.objects.none(), required=False, empty_label=_("nobody"),
        help_text=_("Acts beside the holders of the post, for instance when they are away."),
    )  # fmt: skip
    days = forms.IntegerField(label=_("Working days to decide"), min_value=1, max_value=60, initial=3)

    def __init__(self, *args: object, people: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.order_by("code")
        self.fields["deputy"].queryset = people
        self.fields["deputy"].label_from_instance = lambda user: user.name


class BaseSteps(forms.BaseFormSet):
    def rows(self) -> list[dict[str, object]]:
        """Return the named steps as the action takes them."""
        return [dict(form.cleaned_data) for form in self.forms if form.cleaned_data.get("name")]


StepForms = forms.formset_factory(
    StepForm, formset=BaseSteps, extra=0, min_num=STEPS, max_num=STEPS, validate_max=True
)


class ApproveForm(forms.Form):
    """Agreement, with a comment if any."""

    comment = TextField(
        label=_("Comment"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
