"""Forms of bidding: they only clean; rules and states judge in the actions."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from bidding.models import Criterion, Lot, Tender
from bidding.phrases.procedures import CAUSE_LABELS
from bidding.rules.causes import PROCEDURES, causes_of
from bidding.rules.profiles import offered_on
from bidding.states import CriterionKind, Method, Procedure, TieBreak, Track
from marketplace.web.fields import (
    DayField,
    LineField,
    MomentField,
    MoneyField,
    ScoreField,
    TextField,
)

CRITERION_ROWS = 8


def profile_choices(day: object) -> list[tuple[str, str]]:
    """Return the procedures that a tender can use on the day, named by track."""
    return [
        (f"{row.track}/{row.procedure}", f"{Procedure(row.procedure).label} · {Track(row.track).label}")
        for row in offered_on(day)
    ]


def cause_choices(day: object) -> list[tuple[object, object]]:
    """Return the legal causes of the offered procedures, grouped by procedure, each with its article."""
    offered = {row.procedure for row in offered_on(day) if row.procedure in PROCEDURES}
    return [("", _("none: open tender, inquiry, below the limit, grant"))] + [
        (
            Procedure(name).label,
            [(row.code, CAUSE_LABELS[row.code]) for row in causes_of(name)],
        )
        for name in Procedure.values
        if name in offered
    ]


class TenderForm(forms.Form):
    """The content of a tender draft."""

    title = LineField(label=_("Title"), max_length=120)
    need = TextField(label=_("Service needed"), max_length=4000)
    place = LineField(label=_("Place of service"), max_length=200)
    starts_on = DayField(label=_("Service begins"))
    ends_on = DayField(label=_("Service ends"))
    profile = forms.ChoiceField(
        label=_("Procedure"), help_text=_("Law decides by the budget; the periods follow from it.")
    )
    approval_number = LineField(
        label=_("Approval of another method"),
        max_length=80,
        required=False,
        help_text=_("Only at or above the open-tender threshold without an open tender."),
    )
    cause = forms.ChoiceField(
        label=_("Legal cause of the method"), required=False,
        help_text=_("Needed for every statutory method but the open tender; the notice shows it."),
    )  # fmt: skip
    cause_note = TextField(
        label=_("Facts behind the cause"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What makes the cause true here, with numbers and documents."),
    )  # fmt: skip
    budget = MoneyField(label=_("Budget (yuan)"))
    ceiling = MoneyField(
        label=_("Price ceiling (yuan)"),
        required=False,
        help_text=_("Not above the budget. There is no floor price."),
    )
    deposit = MoneyField(
        label=_("Bid deposit (yuan)"),
        required=False,
        help_text=_("At most 2 % of the budget, never in cash. Leave empty to ask for none."),
    )
    method = forms.ChoiceField(label=_("Evaluation method"), choices=Method.choices)
    price_points = ScoreField(
        label=_("Points for the price"),
        max_value=Decimal(100),
        required=False,
        help_text=_("Leave empty when the price is fixed or the lowest price decides."),
    )
    tie_break = forms.ChoiceField(
        label=_("When total and price are equal"),
        choices=TieBreak.choices,
        help_text=_("Total first, then price (Order 87 art. 57); this applies only after both are equal."),
    )
    qualification = TextField(label=_("Who may bid"), max_length=2000, help_text=_("One condition per line."))
    is_overdue_declared = forms.BooleanField(
        label=_("Organizations with an overdue report may not bid"), required=False
    )
    is_sme_reserved = forms.BooleanField(label=_("Only small and medium enterprises may bid"), required=False)
    acceptance = TextField(label=_("Acceptance"), max_length=2000)
    payment = TextField(label=_("Payment"), max_length=2000)
    comment_record = LineField(label=_("Record of public comment"), max_length=200, required=False)
    contact = LineField(label=_("Contact office"), max_length=80)
    contact_phone = LineField(label=_("Contact phone"), max_length=40)
    bid_deadline = MomentField(label=_("Bid deadline"))
    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, day: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].choices = profile_choices(day)
        self.fields["cause"].choices = cause_choices(day)

    def clean(self) -> dict[str, object]:
        """Check the order of the two service days."""
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The service must not end before it begins."))
        return data

    def content(self) -> dict[str, object]:
        """Return the fields as the action takes them."""
        data = dict(self.cleaned_data)
        data.pop("seen_at")
        data["track"], data["procedure"] = data.pop("profile").split("/")
        if data["track"] != Track.STATUTORY or data["procedure"] not in PROCEDURES:
            data["cause"] = data["cause_note"] = ""
        return data

    def renew(self, tender: Tender) -> None:
        """Show the form again as saved: the next save starts from the new state."""
        self.data = self.data.copy()
        self.data["seen_at"] = tender.changed_at.isoformat()

    @classmethod
    def initial_of(cls, tender: Tender) -> dict[str, object]:
        """Return what the form shows of a draft."""
        shown = {name: getattr(tender, name) for name in cls.base_fields if hasattr(tender, name)}
        return {
            **shown,
            "profile": f"{tender.track}/{tender.procedure}",
            "seen_at": tender.changed_at.isoformat(),
        }


class CriterionForm(forms.Form):
    """One criterion; an empty row is left out."""

    text = LineField(label=_("Evaluation criterion"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=CriterionKind.choices, initial=CriterionKind.TECHNICAL)
    points = ScoreField(label=_("Points"), max_value=Decimal(100), required=False)
    bands = TextField(
        label=_("How points are given"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("With numbers: which evidence gives how many points."),
    )
    is_objective = forms.BooleanField(
        label=_("Objective: every member gives the same points"), required=False
    )

    def clean(self) -> dict[str, object]:
        """Ask for points and ranges where a criterion is named."""
        data = super().clean()
        if data.get("text") and not data.get("points"):
            self.add_error("points", _("Give points above 0."))
        if data.get("text") and not data.get("bands"):
            self.add_error("bands", _("Say how points are given."))
        return data


class BaseCriteria(forms.BaseFormSet):
    def rows(self) -> list[dict[str, object]]:
        """Return the named criteria as the action takes them."""
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data.get("text")]
        return [
            {
                "text": row["text"],
                "kind": row["kind"],
                "points": row["points"],
                "bands": row["bands"],
                "is_objective": row["is_objective"] or row["kind"] == CriterionKind.STANDING,
                "code": f"c{place}",
            }
            for place, row in enumerate(kept, start=1)
        ]


CriteriaForms = forms.formset_factory(
    CriterionForm,
    formset=BaseCriteria,
    extra=0,
    min_num=CRITERION_ROWS,
    max_num=CRITERION_ROWS,
    validate_max=True,
)


def criteria_initial(lot: Lot) -> list[dict[str, object]]:
    """Return the criteria of a lot as the form rows show them."""
    rows: list[Criterion] = list(lot.criteria.all())
    shown = ("text", "kind", "points", "bands", "is_objective")
    return [{name: getattr(row, name) for name in shown} for row in rows]


class ConfirmForm(forms.Form):
    """A yes without anything to fill in."""


class ReasonForm(forms.Form):
    """A reason that is kept and shown to those concerned."""

    reason = TextField(label=_("Reason"), max_length=1000)


class FailForm(ReasonForm):
    """A legal ground and its reason."""

    code = forms.ChoiceField(
        label=_("Legal ground"),
        choices=[
            ("failed_few_qualified", _("Fewer than the procedure needs")),
            ("failed_over_budget", _("All prices above the limit")),
            ("failed_illegal", _("An unlawful act affected fairness")),
            ("failed_cancelled", _("The task fell away")),
        ],
    )


class PublishForm(forms.Form):
    """What the second official enters before publication."""

    official_address = forms.URLField(
        label=_("Address of the notice on the official medium"),
        required=False,
        assume_scheme="https",
        max_length=200,
        help_text=_("Needed for statutory procurement; the notice appears there first."),
    )
