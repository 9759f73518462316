"""Forms of questions and of answers to them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.web.fields import TextField
from organizations.models import Organization


class QuestionForm(forms.Form):
    """A question; the organization is asked for only when the person may choose."""

    organization = forms.ModelChoiceField(
        label=_("For which organization"), queryset=Organization.objects.none(), empty_label=None
    )
    text = TextField(
        label=_("Your question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Everybody reads it at once, without your name. Name no organization, person, phone number or address."
        ),
    )

    def __init__(self, *args: object, organizations: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations
        if len(organizations) == 1:
            self.fields["organization"].initial = organizations[0]
            self.fields["organization"].widget = forms.HiddenInput()


class AnswerForm(forms.Form):
    """An answer, and what it does to the tender document."""

    answer = TextField(label=_("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    effect = forms.ChoiceField(
        label=_("What the answer does to the tender document"),
        choices=[
            ("explains", _("It only explains what the document says: published at once")),
            (
                "affects",
                _("It affects how a bid is made: a second official publishes it, bids are confirmed again"),
            ),
            ("alters", _("It changes what is bought or who may bid")),
        ],
        widget=forms.RadioSelect,
        initial="explains",
    )
