"""The contract while it is drawn up: term, acceptance plan, one form for each milestone."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.models import Contract, Milestone
from contracts.rules.changes import shares_of
from contracts.rules.milestones import MOST, IndicatorPlan, MilestonePlan, due_moment
from contracts.rules.penalties import Terms
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
    late_day = ShareField(
        required=False,
        label=_("Penalty per late day, in % of the installment"),
        help_text=_("At most 0.1; 0 where the contract sets none."),
    )
    breach = NumberField(
        label=_("Penalty for each standard not met or other duty broken (yuan)"),
        help_text=_("At most 2 % of the contract sum; 0 where the contract sets none."),
        minimum=Decimal(0),
        maximum=LARGEST,
        required=False,
    )
    cap = ShareField(
        required=False,
        label=_("All penalties together, at most in % of the contract sum"),
        help_text=_("At most 10: as high as a performance deposit may be."),
    )

    @staticmethod
    def shown(terms: Terms) -> dict[str, object]:
        """Return the clause as the form shows it: shares become percent."""
        return {
            "late_day": _percent(terms.late_day), "breach": terms.breach, "cap": _percent(terms.cap),
        }  # fmt: skip

    def given(self, before: Terms) -> dict[str, object]:
        """Return what was typed, the clause as one; an empty field keeps what the contract has."""
        cleaned = {**self.cleaned_data}
        late_day, breach, cap = (cleaned.pop(name) for name in ("late_day", "breach", "cap"))
        terms = Terms(
            before.late_day if late_day is None else late_day / 100,
            before.breach if breach is None else breach,
            before.cap if cap is None else cap / 100,
        )
        return cleaned | {"terms": terms}


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}"


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
