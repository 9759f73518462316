"""Forms of the six steps; every act of a step has one."""

from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deliberation.actions import Minutes, PartyPlan
from deliberation.models import Deliberation, Party
from deliberation.queries.rule_sets import current_rule_set
from deliberation.queries.votes import last_vote
from deliberation.rules.decisions import Counts
from deliberation.rules.formats import FORMATS
from deliberation.rules.steps import points
from deliberation.states import (
    CommitmentKind,
    CommitmentState,
    Electorate,
    Format,
    Level,
    Method,
    PartyKind,
    Stance,
)
from marketplace.core.clock import local
from marketplace.web.fields import CountField, DayField, FilesField, LineField, MomentField, TextField
from organizations.models import User

from .needs import rule_label

PARTY_HINT = _("One per line. A comma and an e-mail address or phone number behind the name gives a ballot.")


def few_lines() -> forms.Textarea:
    """Return a text box for some lines, not for a page."""
    return forms.Textarea(attrs={"rows": 3})


def one_per_line(label: str) -> TextField:
    """Return an optional field for points, one in a line."""
    return TextField(
        label=label, max_length=3000, required=False, help_text=_("One per line."), widget=few_lines()
    )


class StepForm(forms.Form):
    """A form that knows its deliberation and the moment."""

    def __init__(self, *args: object, deliberation: Deliberation, now: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.deliberation, self.now = deliberation, now

    def arguments(self) -> dict[str, object]:
        """Return the cleaned values as the action's arguments."""
        return dict(self.cleaned_data)


class EmptyForm(StepForm):
    """An act that needs nothing but the click."""


def _lines(kind: str, text: str) -> list[PartyPlan]:
    """Read one party per line; a comma with e-mail or phone number behind the name gives it a ballot."""
    plans = []
    for line in points(text):
        name, _comma, address = line.replace("，", ",").partition(",")
        address = address.strip().lower()
        user = User.objects.filter(Q(email=address) | Q(phone=address)).first() if address else None
        plans.append(PartyPlan(kind, name.strip()[:80], user))
    return plans


def _written(party: Party) -> str:
    address = (party.user.email or party.user.phone) if party.user else ""
    return f"{party.name}，{address}" if address else party.name


class TopicForm(StepForm):
    """The topic card with its parties, one per line."""

    topic = LineField(label=_("Topic in one sentence"), max_length=80)
    rule = forms.ModelChoiceField(label=_("Screening rule"), queryset=None, empty_label=None)
    stance = forms.ChoiceField(label=_("Kind of call"), choices=Stance.choices, initial=Stance.OPEN)
    format = forms.ChoiceField(label=_("Format"), choices=Format.choices, initial=Format.COUNCIL)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices, initial=Level.COMMUNITY)
    representatives = TextField(
        label=PartyKind.REPRESENTATIVE.label,
        required=False,
        max_length=2000,
        help_text=PARTY_HINT,
        widget=few_lines(),
    )
    stakeholders = TextField(
        label=PartyKind.STAKEHOLDER.label,
        required=False,
        max_length=2000,
        help_text=PARTY_HINT,
        widget=few_lines(),
    )
    others = TextField(
        label=_("Others (property firm, units, departments)"),
        required=False,
        max_length=2000,
        widget=few_lines(),
    )
    experts = TextField(label=PartyKind.EXPERT.label, required=False, max_length=2000, widget=few_lines())

    PARTIES = (
        ("representatives", PartyKind.REPRESENTATIVE),
        ("stakeholders", PartyKind.STAKEHOLDER),
        ("others", PartyKind.UNIT),
        ("experts", PartyKind.EXPERT),
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        rule_set = current_rule_set()
        self.fields["rule"].queryset = rule_set.rules.filter(kind="discuss") if rule_set else None
        self.fields["rule"].label_from_instance = rule_label
        row = self.deliberation
        need = row.needs.first()
        self.initial.setdefault("topic", row.topic)
        self.initial.setdefault("rule", row.rule_id or (need.rule_id if need else None))
        for name, kind in self.PARTIES:
            names = [_written(party) for party in row.parties.all() if party.kind == kind]
            self.initial.setdefault(name, "\n".join(names))

    def arguments(self) -> dict[str, object]:
        """Return topic card and party list."""
        names = ("topic", "rule", "stance", "format", "level")
        values = {name: self.cleaned_data[name] for name in names}
        values["parties"] = [
            plan for name, kind in self.PARTIES for plan in _lines(kind, self.cleaned_data[name])
        ]
        return values


REQUIRED_LABELS = {
    "both_sides": _("Both sides"),
    "statement_order": _("Order of statements"),
    "evaluation_round": _("Evaluation round"),
    "host": _("Host, with post"),
    "officials": _("Officials"),
    "press_seats": _("Seats for the press"),
    "standing_parties": _("Standing parties"),
    "consent": _("Consent of both parties"),
    "neutral_chair": _("Neutral chair"),
}


class MeetingForm(StepForm):
    """The notice of a meeting, with what its format must have."""

    starts_at = MomentField(label=_("Begins"))
    place = LineField(label=_("Place"), max_length=120)
    chair = LineField(
        label=_("Chair"), max_length=80, required=False, help_text=_("Neutral, not one of the parties.")
    )
    is_online = forms.BooleanField(label=_("Online phase"), required=False)
    ends_at = MomentField(label=_("Ends (online phase)"), required=False)
    files = FilesField(label=_("Materials"), required=False, most=5)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        if self.deliberation.format:
            for name in FORMATS[self.deliberation.format].required:
                if name in REQUIRED_LABELS:
                    self.fields[name] = LineField(label=REQUIRED_LABELS[name], max_length=200, required=False)
        self.initial.setdefault("place", self.deliberation.community.address)
        self.initial.setdefault("starts_at", local(self.now).replace(hour=19, minute=0) + timedelta(days=8))

    def arguments(self) -> dict[str, object]:
        """Return the notice; extra fields become its requirements."""
        own = ("starts_at", "place", "chair", "is_online", "ends_at", "files")
        values = {name: self.cleaned_data[name] for name in own}
        values["requirements"] = {n: self.cleaned_data[n] for n in REQUIRED_LABELS if n in self.cleaned_data}
        return values


class RecordForm(StepForm):
    """The record of a meeting."""

    present = CountField(label=_("Present"), minimum=1, maximum=100000)
    spoke = CountField(label=_("Spoke"), maximum=100000)
    favor = TextField(label=_("For"), max_length=3000, required=False, widget=few_lines())
    against = TextField(label=_("Against"), max_length=3000, required=False, widget=few_lines())
    concerns = TextField(label=_("Concerns"), max_length=3000, required=False, widget=few_lines())
    agreed = one_per_line(_("Agreed points"))
    open_points = one_per_line(_("Open points"))

    def arguments(self) -> dict[str, object]:
        """Return the minutes of the oldest meeting without record."""
        values = dict(self.cleaned_data)
        lists = {name: points(values.pop(name)) for name in ("agreed", "open_points")}
        return {"minutes": Minutes(**values, **lists)}


class TextStepForm(StepForm):
    """One text: a reason, a note, a channel."""

    text = TextField(label=_("Text"), max_length=1000, widget=few_lines())
    argument = "text"

    def arguments(self) -> dict[str, object]:
        """Return the text under the action's name for it."""
        return {self.argument: self.cleaned_data["text"]}


class ReasonStepForm(TextStepForm):
    text = TextField(label=_("Reason"), max_length=1000, widget=few_lines())
    argument = "reason"


class ChannelForm(TextStepForm):
    text = LineField(label=_("Lawful channel"), max_length=200)
    argument = "channel"


class VoteForm(StepForm):
    """Open a ballot."""

    question = LineField(label=_("Question"), max_length=200)
    electorate = forms.ChoiceField(label=_("Who votes"), choices=Electorate.choices)
    closes_at = MomentField(label=_("Closes"))


class OutcomeForm(StepForm):
    """The decision: method, sentence, counts (not needed after a ballot)."""

    method = forms.ChoiceField(
        label=_("How it was decided"), choices=Method.choices, widget=forms.RadioSelect
    )
    statement = TextField(label=_("Decision"), max_length=2000, widget=few_lines())
    eligible = CountField(label=_("Entitled"), required=False, maximum=1000000)
    present = CountField(label=_("Present"), required=False, maximum=1000000)
    yes = CountField(label=_("For"), required=False, maximum=1000000)
    no = CountField(label=_("Against"), required=False, maximum=1000000)
    abstain = CountField(label=_("Abstained"), required=False, maximum=1000000)
    dissent = TextField(label=_("Dissenting opinion"), max_length=2000, required=False, widget=few_lines())

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        row = self.deliberation
        parties = [party for party in row.parties.all() if party.kind != PartyKind.EXPERT]
        self.initial.setdefault("statement", "\n".join(row.agreed))
        if not last_vote(row):
            for name in ("eligible", "present", "yes"):
                self.initial.setdefault(name, len(parties))

    def arguments(self) -> dict[str, object]:
        """Return the decision; counts only when they were entered."""
        values = dict(self.cleaned_data)
        numbers = {name: values.pop(name) for name in ("eligible", "present", "yes", "no", "abstain")}
        counts = None
        if numbers["present"] is not None:
            counts = Counts(**{name: number or 0 for name, number in numbers.items()})
        return {**values, "counts": counts}


class FailForm(StepForm):
    """An end without agreement."""

    agreed = one_per_line(_("Agreed points"))
    open_points = one_per_line(_("Open points"))

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        for name in ("agreed", "open_points"):
            self.initial.setdefault(name, "\n".join(getattr(self.deliberation, name)))

    def arguments(self) -> dict[str, object]:
        """Return both lists."""
        return {name: points(self.cleaned_data[name]) for name in ("agreed", "open_points")}


class CommitmentForm(StepForm):
    """Who does what by when."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CommitmentKind.choices)
    text = LineField(label=_("What"), max_length=200)
    owner = LineField(label=_("Who"), max_length=80)
    due_on = DayField(label=_("Until"))


class EndCommitmentForm(StepForm):
    """The end of a commitment."""

    commitment = forms.ModelChoiceField(label=_("Commitment"), queryset=None, empty_label=None)
    to = forms.ChoiceField(
        label=_("Result"),
        choices=[c for c in CommitmentState.choices if c[0] != CommitmentState.OPEN],
        widget=forms.RadioSelect,
        initial=CommitmentState.DONE,
    )
    note = TextField(label=_("What was done, or why not"), max_length=1000, widget=few_lines())

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["commitment"].queryset = self.deliberation.commitments.filter(state=CommitmentState.OPEN)


ANSWER_LABELS = {
    "very_satisfied": _("Very satisfied"),
    "satisfied": _("Satisfied"),
    "fair": _("Fair"),
    "dissatisfied": _("Dissatisfied"),
    "very_dissatisfied": _("Very dissatisfied"),
    "dont_know": _("Don't know"),
}


class SatisfactionForm(StepForm):
    """The answers of every party, as numbers."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        for party in self.deliberation.parties.all():
            for name, label in ANSWER_LABELS.items():
                field = CountField(label=f"{party.name} · {label}", required=False, maximum=100000)
                self.fields[f"p{party.pk}_{name}"] = field

    def arguments(self) -> dict[str, object]:
        """Return numbers by party, without parties that gave none."""
        found = {}
        for party in self.deliberation.parties.all():
            numbers = {name: self.cleaned_data[f"p{party.pk}_{name}"] or 0 for name in ANSWER_LABELS}
            if any(numbers.values()):
                found[party.pk] = numbers
        return {"answers": found}


class AnswerObjectionForm(StepForm):
    """The answer to an objection."""

    objection = forms.ModelChoiceField(label=_("Objection"), queryset=None, empty_label=None)
    answer = TextField(label=_("Answer"), max_length=1000, widget=few_lines())

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["objection"].queryset = self.deliberation.objections.filter(answered_at__isnull=True)
        self.fields["objection"].label_from_instance = lambda row: row.text[:60]
