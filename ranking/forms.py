"""Forms of this room: they only clean."""

from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contracts.models import Contract, Milestone
from contracts.states import PUBLIC_STATES
from marketplace.web.fields import CountField, LineField, ScoreField, TextField
from organizations.models import Community, Department, Organization, Post, User
from organizations.queries.organizations import known_organizations
from organizations.states import PostRole
from ranking.models import Review
from ranking.states import AnswerChannel, DeclineGround, SubjectKind


def in_language(row: dict[str, str]) -> str:
    """Return the text of a criterion in the reader's language."""
    english = (get_language() or "").startswith("en")
    return row["text_en"] if english and row["text_en"] else row["text"]


class InviteForm(forms.Form):
    """An expert chosen by hand, because the lot cannot fill the place, and why this one."""

    expert = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Third-party expert"))
    reason = LineField(
        max_length=400,
        label=_("Reason for this choice (public)"),
        help_text=_("It stands in the record of the draw."),
    )

    def __init__(self, *args: object, experts: QuerySet[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = experts


class SeatForm(forms.Form):
    """Accept a drawn seat, or decline it with the ground."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            ("accept", _("I accept. I have no tie to the organization, its competitors or the buyer.")),
            *((value, label) for value, label in DeclineGround.choices),
        ],
        widget=forms.RadioSelect,
    )
    statement = LineField(
        max_length=400, required=False, label=_("Remark"), help_text=_("Only officials of the buyer read it.")
    )


class RatingForm(forms.Form):
    """Points for each criterion of the common score with what they rest on, the specific criteria met, and why."""

    def __init__(
        self, *args: object, review: Review, proofs: Sequence[tuple[str, str]] = (), **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [row["code"] for row in review.rubric["common"]]
        for row in review.rubric["common"]:
            field = ScoreField(max_value=Decimal(row["points"]), step=Decimal("0.5"), label=in_language(row))
            field.unit = _("of %(points)s points") % {"points": row["points"]}
            self.fields[row["code"]] = field
            self.fields[f"evidence_{row['code']}"] = forms.ChoiceField(
                choices=[("", _("choose…")), *proofs],
                required=False,
                label=_("Evidence for “%(criterion)s”") % {"criterion": in_language(row)},
            )
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

    def evidence(self) -> dict[str, list[str]]:
        """Return the keys of the evidence by criterion."""
        chosen = {code: self.cleaned_data[f"evidence_{code}"] for code in self.codes}
        return {code: [key] for code, key in chosen.items() if key}


class OwnRatingForm(RatingForm):
    """How the organization rates itself: the same criteria, and a statement."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = _("Your statement")
        self.fields["comment"].help_text = _(
            "What went well, what did not, what you learned. It is published."
        )


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


class ConsequenceForm(forms.Form):
    """Whether a consequence is applied, and why."""

    is_applied = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Apply it")), ("no", _("Do without it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = TextField(max_length=500, label=_("Reasons (public)"))


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


def planning_departments(user: User) -> QuerySet[Department]:
    """Return the departments for which the person may plan evaluation rounds."""
    held = Post.objects.filter(
        user_id=user.pk, role=PostRole.PROJECT_OFFICER, until__isnull=True, department=OuterRef("pk")
    )
    return Department.objects.filter(Exists(held)).order_by("code")


class RoundForm(forms.Form):
    """One round: subject, period, questions, where it is asked and for how long."""

    title = LineField(label=_("Title"), max_length=120)
    period = LineField(label=_("Period"), max_length=40, help_text=_("For example: 2026, first quarter"))
    subject_kind = forms.ChoiceField(
        label=_("Who is rated"), choices=SubjectKind.choices, widget=forms.RadioSelect
    )
    contract = forms.ModelChoiceField(label=_("Contract"), queryset=Contract.objects.none(), required=False)
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.order_by("code"), required=False
    )
    committee = forms.ModelChoiceField(
        label=_("Residents' committee"), queryset=Community.objects.order_by("code"), required=False
    )
    communities = forms.ModelMultipleChoiceField(
        label=_("Communities that are asked"),
        queryset=Community.objects.order_by("code"),
        widget=forms.CheckboxSelectMultiple,
    )
    questions = TextField(
        label=_("Questions, one on each line"),
        max_length=500,
        initial=_(
            "Are you satisfied with the attitude?\nAre you satisfied with the result?\nAll in all, are you satisfied?"
        ),
        help_text=_("At most five; with three a resident taps four times."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    days_open = CountField(label=_("Working days for answers (7 to 14)"), minimum=1, maximum=60, initial=10)

    def __init__(self, *args: object, organizer: Department, **options: object) -> None:
        super().__init__(*args, **options)
        rows = Contract.objects.filter(buyer=organizer, state__in=PUBLIC_STATES).order_by("-signed_at")
        self.fields["contract"].queryset = rows

    def clean(self) -> dict[str, object]:
        """Ask for the subject that was chosen."""
        found = super().clean() or {}
        kind = found.get("subject_kind")
        if kind and not found.get(kind):
            self.add_error(kind, _("Choose who is rated."))
        return found

    def plan(self) -> dict[str, object]:
        """Return the arguments of the action."""
        given = self.cleaned_data
        lines = [line.strip() for line in given["questions"].splitlines() if line.strip()]
        kind = given["subject_kind"]
        plain = {name: given[name] for name in ("title", "period", "communities", "days_open")}
        return {**plain, "communities": list(given["communities"]), "questions": lines, kind: given[kind]}


class CodeForm(forms.Form):
    """The household's code."""

    code = LineField(
        label=_("Code of your household"),
        max_length=20,
        help_text=_("Eight letters and digits on the slip that the community gave you."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class PaperForm(CodeForm):
    """What stands on a paper: code, way, one answer for each question."""

    def __init__(
        self, *args: object, questions: list[str], faces: list[tuple[int, str]], **options: object
    ) -> None:
        super().__init__(*args, **options)
        self.number = len(questions)
        ways = [choice for choice in AnswerChannel.choices if choice[0] != AnswerChannel.ONLINE]
        self.fields["channel"] = forms.ChoiceField(label=_("How it came"), choices=ways)
        for place, text in enumerate(questions):
            self.fields[f"a{place}"] = forms.TypedChoiceField(
                label=text, choices=faces, coerce=int, widget=forms.RadioSelect
            )

    def answers(self) -> list[int]:
        """Return the answers in the order of the questions."""
        return [self.cleaned_data[f"a{place}"] for place in range(self.number)]


class GroupForm(forms.Form):
    """Keep or exclude, and why."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("keep", _("Keep: they count")), ("exclude", _("Exclude: they do not count"))],
        widget=forms.RadioSelect,
    )
    reason = LineField(label=_("Reason; it is published when they are excluded"), max_length=400)


class AnnulForm(forms.Form):
    """Why a round is annulled."""

    reason = TextField(label=_("Public reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
