"""Forms about supervision tickets: what residents, workers, organizations and officials say."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet, ModelChoiceFilter

from contracts.models import Ticket
from contracts.states import PUBLIC_STATES, ReopenReason, TicketKind, TicketState
from marketplace.web.fields import DayField, FilesField, LineField, TextField
from marketplace.web.files import IMAGES
from organizations.models import Community, Organization, User

TEN = 10 * 1024 * 1024
SHOWN = [(state.value, state.label) for state in TicketState if state != TicketState.SUBMITTED]


class TicketFilter(FilterSet):
    """Public tickets by organization, community and where they stand."""

    organization = ModelChoiceFilter(
        label=_("Organization"),
        queryset=Organization.objects.filter(contracts__state__in=PUBLIC_STATES).distinct(),
        field_name="contract__organization",
        to_field_name="public_id",
        empty_label=_("All organizations"),
    )
    community = ModelChoiceFilter(
        label=_("Community"),
        queryset=Community.objects.all(),
        to_field_name="code",
        empty_label=_("All communities"),
    )
    state = ChoiceFilter(label=_("State"), choices=SHOWN, field_name="state_now", empty_label=_("All"))

    class Meta:
        model = Ticket
        fields: list = []


class TicketForm(forms.Form):
    """What is wrong: one tap on a kind, a photo, and send; words are optional."""

    kind = forms.ChoiceField(label=_("What is wrong?"), choices=TicketKind.choices, widget=forms.RadioSelect)
    photos = FilesField(
        label=_("Photos"),
        kinds=IMAGES,
        limit=TEN,
        most=3,
        required=False,
        help_text=_("At most three. Where they were taken is removed from them."),
    )
    line = LineField(label=_("One line about it"), max_length=200, required=False)
    place = LineField(label=_("Where"), max_length=80, required=False)
    is_separate = forms.BooleanField(
        label=_("Mine is another matter than the one my neighbors reported"), required=False
    )

    def __init__(self, *args: object, is_known: bool = False, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        if not is_known:
            del self.fields["is_separate"]


class JudgeForm(forms.Form):
    """Whether the answer solved it: each choice is a button."""

    verdict = forms.ChoiceField(
        choices=[
            (TicketState.CONFIRMED_SOLVED.value, _("Solved")),
            (TicketState.PARTLY.value, _("Partly solved")),
            (TicketState.NOT_SOLVED.value, _("Not solved")),
        ],
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose one of the three answers.")},
    )
    is_satisfied = forms.TypedChoiceField(
        label=_("Are you content with how it was handled?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        required=False,
        coerce=lambda value: value == "yes",
        empty_value=None,
    )


class ReopenForm(forms.Form):
    """Why it goes back to the organization: one tap."""

    reason = forms.ChoiceField(
        label=_("Why do you reopen it?"), choices=ReopenReason.choices, widget=forms.RadioSelect
    )


class ReasonForm(forms.Form):
    """A reason in words."""

    reason = TextField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class AcceptTicketForm(forms.Form):
    """What everybody, the organization included, may read of the report."""

    shown_line = LineField(
        label=_("Words that everybody may read"),
        max_length=200,
        required=False,
        help_text=_(
            "Take out whatever tells who reported: names, doors, family circumstances, a particular day."
        ),
    )
    shows_photos = forms.BooleanField(
        label=_("The photos show neither the resident's home nor a face; they may be shown"), required=False
    )


class RejectTicketForm(forms.Form):
    """Who looks after the matter instead, and why it does not belong here."""

    instead = LineField(label=_("Who looks after it instead"), max_length=120)
    reason = TextField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class AppealDecisionForm(ReasonForm):
    """The sub-district's decision."""

    is_upheld = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[
            ("yes", _("The report belongs to this project and is taken up")),
            ("no", _("It stays where it was sent")),
        ],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    field_order = ["is_upheld", "reason"]


class AnswerForm(forms.Form):
    """What the organization did about it."""

    text = TextField(
        label=_("What was done about it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    photos = FilesField(label=_("Photos as evidence"), kinds=IMAGES, limit=TEN, most=3, required=False)


class ExtendForm(forms.Form):
    """A later day, once, with its public reason."""

    day = DayField(label=_("New day for the answer"))
    reason = TextField(label=_("Public reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class InspectForm(forms.Form):
    """Who inspects, and whether the acceptance of the milestone waits for it."""

    inspector = forms.ModelChoiceField(label=_("Inspector"), queryset=User.objects.none())
    stops_acceptance = forms.BooleanField(
        label=_("The milestone is not accepted before the finding is in"), required=False
    )

    def __init__(self, *args: object, people: QuerySet[User], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["inspector"].queryset = people  # type: ignore[attr-defined]


class FindingForm(forms.Form):
    """What the inspector found on the spot."""

    is_found_solved = forms.TypedChoiceField(
        label=_("On the spot the matter is"),
        choices=[("yes", _("Solved")), ("no", _("Not solved"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    finding = TextField(
        label=_("Finding; it is published"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
