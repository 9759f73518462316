"""Forms of challenges and complaints."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from bidding.states import ChallengeKind, ChallengeState, PauseKind, Remedy
from marketplace.web.fields import DayField, FilesField, TextField
from organizations.models import Organization

from .tenders import ReasonForm

MOST_MATTERS, LONGEST_MATTER = 10, 300
OUTCOMES = [(ChallengeState.UPHELD.value, _("Upheld")), (ChallengeState.REJECTED.value, _("Rejected"))]


class ChallengeForm(forms.Form):
    """A written challenge: what, why in fact, why in law, what is asked for, evidence."""

    organization = forms.ModelChoiceField(
        label=_("For which organization"), queryset=Organization.objects.none(), empty_label=None
    )
    kind = forms.ChoiceField(label=_("What you challenge"), widget=forms.RadioSelect)
    matters = TextField(
        label=_("Matters"),
        max_length=MOST_MATTERS * (LONGEST_MATTER + 2),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One matter per line, at most ten. A later complaint can only be about these."),
    )
    facts = TextField(
        label=_("Facts and evidence"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    basis = TextField(
        label=_("Legal basis"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The article or the part of the tender document."),
    )  # fmt: skip
    request = TextField(
        label=_("What you ask for"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    files = FilesField(label=_("Evidence"), required=False, most=5)

    def __init__(self, *args: object, organizations: object, kinds: Iterable[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations
        self.fields["kind"].choices = [(one, ChallengeKind(one).label) for one in kinds]
        if len(organizations) == 1:
            self.fields["organization"].initial = organizations[0]
            self.fields["organization"].widget = forms.HiddenInput()

    def clean_matters(self) -> list[str]:
        """Return the matters, one per line."""
        lines = [line.strip() for line in self.cleaned_data["matters"].splitlines() if line.strip()]
        if len(lines) > MOST_MATTERS or any(len(line) > LONGEST_MATTER for line in lines):
            raise forms.ValidationError(_("At most ten matters of 300 characters each."))
        return list(dict.fromkeys(lines))


class AnswerDraftForm(forms.Form):
    """The draft of an answer, with what it leads to."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=OUTCOMES, widget=forms.RadioSelect)
    remedy = forms.ChoiceField(
        label=_("What follows when upheld"),
        help_text=_("Carried out at once when a second official issues the answer."),
    )
    answer = TextField(label=_("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: object, remedies: Iterable[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remedy"].choices = [(one, Remedy(one).label) for one in remedies]


class ComplaintForm(forms.Form):
    """A complaint: which of the challenged matters, and why the answer does not do."""

    matters = forms.MultipleChoiceField(
        label=_("Matters of the challenge"), widget=forms.CheckboxSelectMultiple
    )
    statement = TextField(
        label=_("Statement of the complaint"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    files = FilesField(label=_("Evidence"), required=False, most=5)

    def __init__(self, *args: object, matters: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matters"].choices = [(one, one) for one in matters]


class CorrectionForm(forms.Form):
    """A corrected complaint."""

    statement = TextField(
        label=_("Statement of the complaint"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    files = FilesField(label=_("Evidence"), required=False, most=5)


class ReturnComplaintForm(ReasonForm):
    """What must be corrected, and until when."""

    correct_by = DayField(label=_("Correct until"))


class PauseForm(ReasonForm):
    """Why the clock stops."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PauseKind.choices, widget=forms.RadioSelect)


class StatementForm(forms.Form):
    """The buyer's position."""

    text = TextField(
        label=_("Statement of the buyer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )


class DecisionForm(forms.Form):
    """The decision of the finance department."""

    is_upheld = forms.TypedChoiceField(
        label=_("Outcome"),
        choices=[("yes", _("Upheld")), ("no", _("Dismissed"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    remedy = forms.ChoiceField(label=_("What follows when upheld"))
    decision = TextField(label=_("Decision"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: object, remedies: Iterable[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remedy"].choices = [(one, Remedy(one).label) for one in remedies]
