"""The contract while it is drawn up: term, acceptance plan, one form for each milestone."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.models import Contract, Milestone
from contracts.rules.changes import shares_of
from contracts.rules.milestones import MOST, IndicatorPlan, MilestonePlan, due_moment
from contracts.states import OWED_STATES, ChangeReason
from marketplace.core.clock import day_of
from marketplace.web.fields import DayField, LineField, MoneyField, NumberField, ShareField, TextField

LARGEST = Decimal("9999999999.99")


class TermForm(forms.Form):
    """Term and acceptance plan; `version` is what was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    starts_on = DayField(label=_("Service begins"))
    ends_on = DayField(label=_("Service ends"))
    acceptance_plan = TextField(
        label=_("How it is accepted: who, when, how, by which standards"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    subcontracting = TextField(
        label=_("Parts that may be subcontracted"),
        help_text=_("Only what the bid names, and never the main part; leave empty when the bid names none."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MilestoneForm(forms.Form):
    """One milestone with its planned numbers; a row without title is left out."""

    title = LineField(label=_("Milestone"), max_length=120, required=False)
    deliverable = TextField(
        label=_("What is delivered"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    due_on = DayField(label=_("Report due"), required=False)
    share = ShareField(label=_("Payment share in %"), required=False)

    def __init__(self, *args: object, names: list[IndicatorPlan], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.names = names
        for place, row in enumerate(names):
            self.fields[f"planned_{place}"] = NumberField(
                label=f"{row.name} ({row.unit})" if row.unit else row.name,
                minimum=Decimal(0),
                maximum=LARGEST,
                required=False,
            )

    def clean(self) -> dict:
        """Ask for day and share of every named milestone."""
        cleaned = super().clean() or {}
        if cleaned.get("title"):
            for name in ("due_on", "share"):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
            if cleaned.get("share") == 0:
                self.add_error("share", _("The share must be greater than 0."))
        return cleaned

    def plan(self, *, number: int | None = None) -> MilestonePlan | None:
        """Return the milestone, or None for an empty row; `number` where it replaces an existing one."""
        cleaned = self.cleaned_data
        if not cleaned.get("title"):
            return None
        rows = tuple(
            IndicatorPlan(r.name, r.name_en, r.unit, r.unit_en, cleaned[f"planned_{place}"], r.is_outcome)
            for place, r in enumerate(self.names)
            if cleaned.get(f"planned_{place}") is not None
        )
        return MilestonePlan(
            cleaned["title"],
            due_moment(cleaned["due_on"]),
            cleaned["share"],
            cleaned.get("deliverable", ""),
            rows,
            number,
        )


def names_of(contract: Contract) -> list[IndicatorPlan]:
    """Return the project's indicators: every milestone may plan a part of them."""
    return [
        IndicatorPlan(row.name, row.name_en, row.unit, row.unit_en, row.planned, row.is_outcome)
        for row in contract.project.indicators.all()
    ]


def milestone_forms(contract: Contract, data: object = None) -> list[MilestoneForm]:
    """Return a form for each milestone and one empty row to add another."""
    names = names_of(contract)
    rows = list(contract.milestones.prefetch_related("indicators").order_by("number"))
    initials = [_initial(row, names) for row in rows] + [{}]
    return [
        MilestoneForm(data, prefix=f"m{place}", names=names, initial=initial)
        for place, initial in enumerate(initials[:MOST])
    ]


def _initial(milestone: Milestone, names: list[IndicatorPlan]) -> dict[str, object]:
    planned = {row.name: row.planned for row in milestone.indicators.all()}
    numbers = {f"planned_{place}": planned.get(row.name) for place, row in enumerate(names)}
    return {
        "title": milestone.title,
        "deliverable": milestone.deliverable,
        "due_on": day_of(milestone.due_at),
        "share": milestone.share,
        **numbers,
    }


class ChangeForm(forms.Form):
    """A supplement: on what ground, why, and how sum, last day and acceptance will read."""

    reason = forms.ChoiceField(label=_("Ground of the change"), choices=ChangeReason.choices)
    explanation = TextField(
        label=_("What changed, and why the contract follows (public)"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    amount = MoneyField(label=_("Contract sum after the change (yuan)"))
    ends_on = DayField(label=_("Service ends"))
    acceptance_plan = TermForm.base_fields["acceptance_plan"]


def open_milestones(contract: Contract) -> list[Milestone]:
    """Return the milestones that a change may still touch: nothing reported, or returned."""
    rows = contract.milestones.filter(state__in=OWED_STATES, accepted_amount=0).prefetch_related("indicators")
    return list(rows.order_by("number"))


def change_forms(contract: Contract, data: object = None) -> list[tuple[int | None, MilestoneForm]]:
    """Return number and form of each open milestone, shares being of the sum still open, and one empty row."""
    names, rows = names_of(contract), open_milestones(contract)
    shares = shares_of([row.amount for row in rows]) if rows else []
    filled = [
        (row.number, _initial(row, names) | {"share": share}) for row, share in zip(rows, shares, strict=True)
    ]
    return [
        (number, MilestoneForm(data, prefix=f"m{place}", names=names, initial=initial))
        for place, (number, initial) in enumerate([*filled, (None, {})][:MOST])
    ]
