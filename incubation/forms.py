"""Forms of this room: they only clean. `arguments()` gives what the action takes beside actor, subject and moment."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from incubation.models import Application, GrowthGoal, Hearing, Objection
from incubation.phrases import CRITERION_NAMES, DIMENSION_NAMES, FIELD_NAMES, RUBRIC_NAMES, SENTENCES
from incubation.queries.people import centre_staff, possible_reviewers
from incubation.rules.graduation import BY_HAND, CHECKLIST, CRITERIA
from incubation.rules.ladder import DIMENSIONS, LEVELS
from incubation.rules.rubric import RUBRIC
from incubation.rules.sections import FIELDS
from incubation.states import ExitCause, Ground, HearingPurpose, Residence
from marketplace.web.fields import (
    CountField,
    DayField,
    FileField,
    LineField,
    MomentField,
    ScoreField,
    TextField,
)
from organizations.models import Organization, User
from organizations.states import OrganizationKind

LONG = ("summary", "team", "need", "plan", "support", "income", "finance")
YES_NO = ((True, _("Yes")), (False, _("No")))


def _yes_no(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=YES_NO, coerce=lambda value: value == "True", widget=forms.RadioSelect, label=label
    )


class ActForm(forms.Form):
    """A form of one act on one object."""

    def __init__(self, *args: object, subject: Model | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the object."""

    def arguments(self) -> dict[str, Any]:
        """Return the action's own arguments."""
        return self.cleaned_data


class EmptyForm(ActForm):
    """A button that asks for nothing, so that its refusal has a place."""


class ReasonForm(ActForm):
    reason = TextField(max_length=2000, label=_("Reason"))


class ApplicationForm(forms.Form):
    """The five sections; drafts may be incomplete, so nothing is required here."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, application: Application, **kwargs: object) -> None:
        initial = {**application.answers, "version": application.version}
        super().__init__(*args, initial=initial, **kwargs)
        for name in FIELDS:
            self.fields[name] = self._field(name)

    @staticmethod
    def _field(name: str) -> forms.Field:
        options = {"label": FIELD_NAMES[name], "required": False}
        if name == "kind":
            return forms.ChoiceField(choices=[("", "—"), *OrganizationKind.choices], **options)
        if name == "residence":
            return forms.ChoiceField(choices=[("", "—"), *Residence.choices], **options)
        if name == "registered_on":
            return DayField(**options)
        if name == "staff":
            return CountField(maximum=10_000, **options)
        return TextField(max_length=2000, **options) if name in LONG else LineField(max_length=200, **options)

    def answers(self) -> dict[str, str]:
        """Return the answers as text."""
        values = {name: self.cleaned_data.get(name) for name in FIELDS}
        return {name: "" if value is None else str(value) for name, value in values.items()}


class DocumentForm(ActForm):
    title = LineField(max_length=120, label=_("What it is"))
    file = FileField(label=_("File (PDF or picture)"))


class IntakeForm(ActForm):
    title = LineField(max_length=120, label=_("Title"))
    title_en = LineField(max_length=160, required=False, label=_("Title in English"))
    summary = TextField(max_length=2000, required=False, label=_("What is offered"))
    opens_at = MomentField(label=_("Opens"))
    closes_at = MomentField(label=_("Closes"))
    seats = CountField(minimum=1, maximum=500, label=_("Places offered"))
    kinds = forms.MultipleChoiceField(
        choices=OrganizationKind.choices, widget=forms.CheckboxSelectMultiple, label=_("Types admitted")
    )
    criteria = forms.MultipleChoiceField(
        choices=[(code, CRITERION_NAMES[code]) for code in CRITERIA],
        initial=list(CHECKLIST),
        widget=forms.CheckboxSelectMultiple,
        label=_("What graduation will ask"),
        help_text=_("All six capability dimensions at level 3 are always asked."),
    )


class ReturnForm(ActForm):
    fields_missing = forms.MultipleChoiceField(
        choices=[(name, FIELD_NAMES[name]) for name in FIELDS],
        widget=forms.CheckboxSelectMultiple,
        label=_("Everything that is missing"),
        help_text=_("One complete list: nothing new can be asked later."),
    )
    note = TextField(max_length=1000, label=_("What exactly is missing"))

    def arguments(self) -> dict[str, Any]:
        """Return the list under the action's name."""
        return {"fields": self.cleaned_data["fields_missing"], "note": self.cleaned_data["note"]}


class ReviewerForm(ActForm):
    reviewer = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Reviewer"))

    def prepare(self) -> None:
        """Offer officials and experts."""
        self.fields["reviewer"].queryset = possible_reviewers()


class ConflictForm(ActForm):
    has_conflict = _yes_no(_("Do you have a conflict of interest?"))
    declaration = LineField(max_length=500, label=_("Your declaration"))


class ScoresForm(ActForm):
    comment = TextField(max_length=1000, label=_("Why"))

    def prepare(self) -> None:
        """Ask for points by criterion, before the comment."""
        for code, most in RUBRIC:
            field = ScoreField(max_value=Decimal(most), step=Decimal("0.5"), label=RUBRIC_NAMES[code])
            field.unit = _("of %(points)s points") % {"points": most}
            self.fields[code] = field
        self.order_fields([*(code for code, _most in RUBRIC), "comment"])

    def arguments(self) -> dict[str, Any]:
        """Return points and comment."""
        scores = {code: self.cleaned_data[code] for code, _most in RUBRIC}
        return {"scores": scores, "comment": self.cleaned_data["comment"]}


class InterviewForm(ActForm):
    interviewed_on = DayField(label=_("Day of the interview or visit"))
    interview = TextField(max_length=2000, label=_("What was seen and said"))


class ObjectionForm(ActForm):
    text = TextField(max_length=1000, label=_("What speaks against the admission"))


class AnswerObjectionForm(ActForm):
    objection = forms.ModelChoiceField(queryset=Objection.objects.none(), label=_("Objection"))
    answer = TextField(max_length=1000, label=_("Answer"))

    def prepare(self) -> None:
        """Offer the open objections."""
        self.fields["objection"].queryset = self.subject.objections.filter(answered_at__isnull=True)
        self.fields["objection"].label_from_instance = lambda row: row.text[:80]


class AgreementForm(ActForm):
    residence = forms.ChoiceField(choices=Residence.choices, label=_("Room"))
    room = LineField(max_length=60, required=False, label=_("Which room"))
    mentor = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Mentor"))

    def prepare(self) -> None:
        """Offer the centre's staff and reviewers as mentors."""
        self.fields["mentor"].queryset = possible_reviewers() | centre_staff()


class GoalForm(ActForm):
    title = LineField(max_length=200, label=_("Goal"))


class GoalReportForm(ActForm):
    goal = forms.ModelChoiceField(queryset=GrowthGoal.objects.none(), label=_("Goal"))
    progress = CountField(maximum=100, label=_("Reached, in percent"))
    evidence = TextField(max_length=1000, label=_("What shows it"))

    def prepare(self) -> None:
        """Offer the goals of the present stage."""
        self.fields["goal"].queryset = self.subject.goals.filter(stage=self.subject.state)


class QuarterForm(ActForm):
    is_passed = _yes_no(_("Passed?"))
    note = TextField(max_length=1000, label=_("Attendance, room, finances, residents' reports"))


class AssessmentForm(ActForm):
    def prepare(self) -> None:
        """Ask for level and evidence of each dimension; each level has its observable sentence."""
        for name in DIMENSIONS:
            sentences = zip(LEVELS, SENTENCES[name], strict=True)
            self.fields[name] = forms.TypedChoiceField(
                coerce=int, label=DIMENSION_NAMES[name], widget=forms.RadioSelect,
                choices=[(level, f"{level} — {sentence}") for level, sentence in sentences],
            )  # fmt: skip
            self.fields[f"{name}_evidence"] = LineField(
                max_length=300, label=_("Evidence: %(dimension)s") % {"dimension": DIMENSION_NAMES[name]}
            )

    def arguments(self) -> dict[str, Any]:
        """Return levels and evidence by dimension."""
        return {
            "levels": {name: self.cleaned_data[name] for name in DIMENSIONS},
            "evidence": {name: self.cleaned_data[f"{name}_evidence"] for name in DIMENSIONS},
        }


class FindingForm(ActForm):
    code = forms.ChoiceField(
        choices=[(code, CRITERION_NAMES[code]) for code in BY_HAND], label=_("Condition")
    )
    is_met = _yes_no(_("Met?"))
    evidence = TextField(max_length=1000, label=_("Evidence seen"))


class HearingForm(ActForm):
    purpose = forms.ChoiceField(choices=HearingPurpose.choices, label=_("What is considered"))
    cause = forms.ChoiceField(
        choices=[choice for choice in ExitCause.choices if choice[0] != ExitCause.GRADUATION],
        label=_("Cause"),
    )
    statement = TextField(max_length=1000, label=_("What happened"))


class AnswerHearingForm(ActForm):
    hearing = forms.ModelChoiceField(queryset=Hearing.objects.none(), widget=forms.HiddenInput)
    answer = TextField(max_length=1000, label=_("Your answer"))

    def prepare(self) -> None:
        """Take the open hearing."""
        rows = self.subject.hearings.filter(closed_at__isnull=True, answered_at__isnull=True)
        self.fields["hearing"].queryset = rows
        self.fields["hearing"].initial = rows.first()


class DayForm(ActForm):
    day = DayField(label=_("Day"))


class AlumniForm(ActForm):
    year = forms.TypedChoiceField(
        coerce=int,
        choices=[(1, _("First year")), (2, _("Second year")), (3, _("Third year"))],
        label=_("Report of the"),
    )
    text = TextField(max_length=2000, label=_("What became of the organization"))
    staff = CountField(maximum=10_000, label=_("Full-time staff"))


class BarringForm(ActForm):
    organization = forms.ModelChoiceField(queryset=Organization.objects.none(), label=_("Organization"))
    ground = forms.ChoiceField(choices=Ground.choices, label=_("Ground of the decision"))
    decided_on = DayField(label=_("Decided on"))
    source = LineField(max_length=300, label=_("Published source"))

    def prepare(self) -> None:
        """Offer every organization."""
        self.fields["organization"].queryset = Organization.objects.order_by("name", "pk")
