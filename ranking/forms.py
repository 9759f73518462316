"""Forms of this room: they only clean."""

from decimal import Decimal

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contracts.models import Milestone
from marketplace.web.fields import LineField, ScoreField, TextField
from organizations.models import Organization, User
from organizations.queries.organizations import known_organizations
from ranking.models import Review


def in_language(row: dict[str, str]) -> str:
    """Return the text of a criterion in the reader's language."""
    english = (get_language() or "").startswith("en")
    return row["text_en"] if english and row["text_en"] else row["text"]


class InviteForm(forms.Form):
    expert = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Third-party expert"))

    def __init__(self, *args: object, experts: QuerySet[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = experts


class RatingForm(forms.Form):
    """Points for each criterion of the common score, the specific criteria that were met, and why."""

    def __init__(self, *args: object, review: Review, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [row["code"] for row in review.rubric["common"]]
        for row in review.rubric["common"]:
            field = ScoreField(max_value=Decimal(row["points"]), step=Decimal("0.5"), label=in_language(row))
            field.unit = _("of %(points)s points") % {"points": row["points"]}
            self.fields[row["code"]] = field
        specific = [(row["code"], in_language(row)) for row in review.rubric["specific"]]
        if specific:
            self.fields["findings"] = forms.MultipleChoiceField(
                choices=specific,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                label=_("Specific criteria that were met"),
                help_text=_("They carry no points of their own; the result lists each as met or not met."),
            )
        self.fields["comment"] = TextField(
            max_length=2000,
            label=_("What you saw"),
            help_text=_(
                "It is published without your name. With 95 points and more, or 60 and less, state at least two "
                "facts, each on a line of its own."
            ),
        )

    def points(self) -> dict[str, Decimal]:
        """Return the points by criterion."""
        return {code: self.cleaned_data[code] for code in self.codes}


class StarsForm(forms.Form):
    stars = forms.TypedChoiceField(
        coerce=int,
        choices=[
            (5, _("Five stars: very good")),
            (4, _("Four stars: good")),
            (3, _("Three stars: all right")),
            (2, _("Two stars: not good")),
            (1, _("One star: bad")),
        ],
        widget=forms.RadioSelect,
        label=_("How was the service for your household?"),
    )


class ReplyForm(forms.Form):
    text = TextField(
        max_length=2000,
        label=_("Your reply"),
        help_text=_("It is printed in full beside the result and cannot be changed afterwards."),
    )


class EmptyForm(forms.Form):
    """A button that asks for nothing, so that its refusal has a place."""


class AppealForm(forms.Form):
    milestone = forms.ModelChoiceField(queryset=Milestone.objects.none(), label=_("Milestone"))
    grounds = TextField(
        max_length=2000,
        label=_("Why this evidence should not count"),
        help_text=_("Name facts and documents. Somebody who had no part in the evidence decides in writing."),
    )

    def __init__(self, *args: object, milestones: QuerySet[Milestone] | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if milestones is None:
            del self.fields["milestone"]
        else:
            self.fields["milestone"].queryset = milestones


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        choices=[
            ("upheld", _("Upheld: the evidence no longer counts from today")),
            ("dismissed", _("Dismissed: the evidence keeps counting")),
        ],
        widget=forms.RadioSelect,
        label=_("Decision"),
    )
    reason = TextField(max_length=2000, label=_("Reasons"))


class LinkForm(forms.Form):
    """Two organizations and the document that says that the one continues the other."""

    old = forms.ModelChoiceField(
        queryset=Organization.objects.none(), label=_("Former organization (its record is handed over)")
    )
    new = forms.ModelChoiceField(
        queryset=Organization.objects.none(), label=_("Successor (it holds the record from today)")
    )
    document = LineField(max_length=200, label=_("Registration document (number and date)"))
    reason = TextField(max_length=500, label=_("Reasons"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("old", "new"):
            self.fields[name].queryset = known_organizations().order_by("name")
