"""Forms of invited tenders and of single sources."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bidding.models import Award
from bidding.queries.bids import bidding_organizations
from marketplace.web.fields import CountField, LineField, MomentField, TextField
from organizations.models import Organization, User

from .tenders import PublishForm


class QualificationNoticeForm(PublishForm):
    """Until when organizations apply."""

    apply_by = MomentField(
        label=_("Applications until"), help_text=_("At least five working days after the notice.")
    )


class CandidateForm(forms.Form):
    """An application for an invitation."""

    organization = forms.ModelChoiceField(label=_("Organization"), queryset=Organization.objects.none())
    statement = TextField(
        label=_("How you meet each condition"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One line per condition, with the certificate or record that proves it."),
    )  # fmt: skip

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = bidding_organizations(user)
        self.fields["organization"].queryset = choices
        if len(choices) == 1:
            self.fields["organization"].initial = choices[0]


class DrawForm(forms.Form):
    """How many are invited."""

    wanted = CountField(
        label=_("How many are invited"), minimum=1, maximum=99, initial=3,
        help_text=_("At least three; they are drawn from everybody who was accepted."),
    )  # fmt: skip


class SingleSupplierForm(forms.Form):
    """The only supplier, or the contract that is added to."""

    supplier = forms.ModelChoiceField(
        label=_("The only supplier"), queryset=Organization.objects.none(), required=False
    )
    original = forms.ModelChoiceField(
        label=_("Award of the original contract"), queryset=Award.objects.none(), required=False,
        help_text=_("Only for an addition; its supplier is the supplier here."),
    )  # fmt: skip

    def __init__(self, *args: object, suppliers: object, originals: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supplier"].queryset = suppliers
        self.fields["original"].queryset = originals
        self.fields["original"].label_from_instance = lambda row: (
            f"{row.lot.tender.reference} {row.lot.tender.title} · {row.organization.name} · {row.amount}"
        )


class ArgumentForm(forms.Form):
    """What an expert argues."""

    name = LineField(label=_("Name of the expert"), max_length=60)
    employer = LineField(label=_("Employer"), max_length=120)
    title = LineField(label=_("Professional title"), max_length=60)
    opinion = TextField(
        label=_("Opinion"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Why no other supplier can do it. Name, employer and title become public (Order 74 art. 38)."),
    )  # fmt: skip


class ObjectionForm(forms.Form):
    """An objection against a single source."""

    text = TextField(
        label=_("Your objection"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Say which other organization can do it, or what in the arguments is wrong."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """The answer to an objection."""

    answer = TextField(
        label=_("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The result of arguing it again; it is public beside the objection."),
    )  # fmt: skip
