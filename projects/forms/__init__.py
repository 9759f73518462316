"""Forms of project officers; they only clean."""

from datetime import date, timedelta
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from deliberation.models import Outcome
from marketplace.web.fields import CountField, DayField, LineField, MoneyField, NumberField, TextField
from organizations.models import Community, Department
from projects.models import BudgetLine, Category, in_language
from projects.rules.plans import LONG_GROUNDS, CriterionPlan, IndicatorPlan, Plan
from projects.rules.works import works_words

NATURES = (
    ("service", _("A service")),
    ("goods", _("Goods")),
    ("works", _("Works: new, altered, decorated, demolished, repaired")),
    ("bundle", _("Works together with a service")),
)
GROUNDS = dict(
    zip(
        LONG_GROUNDS,
        (
            _("The budget is assured for the whole term"),
            _("The content is fixed and continuous"),
            _("The source of the money is steady"),
            _("The price hardly changes"),
        ),
        strict=True,
    )
)
EXTRA = 1


class ProjectForm(forms.Form):
    """A service project, prefilled from category and decision."""

    nature = forms.ChoiceField(
        label=_("What is bought"), choices=NATURES, initial="service", widget=forms.RadioSelect
    )
    title = LineField(label=_("Title"), max_length=80)
    summary = TextField(label=_("What is done"), max_length=2000)
    office_reason = TextField(
        label=_("Why without a decision of residents"),
        max_length=1000,
        required=False,
        help_text=_("The public sees that no need stands behind this project."),
    )
    budget_line = forms.ModelChoiceField(
        label=_("Budget line"), queryset=BudgetLine.objects.none(), empty_label=None
    )
    budget = MoneyField(label=_("Budget (yuan)"))
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    recipients = LineField(label=_("For whom"), max_length=200)
    recipients_count = CountField(label=_("How many people or households"), required=False)
    frequency = LineField(label=_("How often"), max_length=120, required=False)
    quantity = CountField(label=_("Quantity"), required=False)
    communities = forms.ModelMultipleChoiceField(
        label=_("Communities"), queryset=Community.objects.order_by("code"), required=False
    )
    criteria = TextField(
        label=_("Specific criteria"), max_length=2000, required=False, help_text=_("One per line.")
    )
    long_term_grounds = forms.MultipleChoiceField(
        label=_("Only for terms over 12 months: all four conditions"),
        choices=list(GROUNDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    works_declared = forms.BooleanField(
        label=_("I declare that the project contains no works"), required=False
    )
    works_explanation = TextField(label=_("Why the words mean no works"), max_length=1000, required=False)

    def __init__(
        self,
        *args: object,
        category: Category,
        lines: object,
        outcome: Outcome | None,
        today: date,
        **options: object,
    ) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.category, self.outcome = category, outcome
        self.fields["budget_line"].queryset = lines
        self.fields["budget_line"].label_from_instance = _line_label
        if outcome is not None:
            del self.fields["office_reason"]
        self._indicators()
        self._scores()
        self._prefill(today)
        self.words = works_words(str(self["title"].value() or ""), str(self["summary"].value() or ""))

    def _prefill(self, today: date) -> None:
        start = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        if start.year != today.year:
            start = today
        initial: dict[str, object] = {
            "starts_on": start,
            "ends_on": date(start.year, 12, 31),
            "criteria": "\n".join(in_language(row["text"], row["text_en"]) for row in self.category.criteria),
        }
        if self.outcome is not None:
            initial |= {
                "title": self.outcome.title,
                "summary": self.outcome.statement,
                "communities": [self.outcome.community_id],
            }
        self.initial = {**initial, **self.initial}

    def _indicators(self) -> None:
        rows = [*self.category.indicators, *({"name": "", "unit": ""} for _ in range(EXTRA))]
        self.rows = rows
        for number, row in enumerate(rows):
            label = in_language(row["name"], row.get("name_en", ""))
            unit = in_language(row["unit"], row.get("unit_en", ""))
            if not label:
                self.fields[f"name_{number}"] = LineField(
                    label=_("Another indicator"), max_length=80, required=False
                )
            planned = NumberField(label=label or _("Planned"), minimum=Decimal(0), required=False)
            planned.unit = unit  # type: ignore[attr-defined]
            self.fields[f"planned_{number}"] = planned

    def _scores(self) -> None:
        for row in self.category.scores:
            field = NumberField(
                label=in_language(row["name"], row["name_en"]),
                minimum=Decimal(0),
                maximum=Decimal(100),
                initial=row["points"],
            )
            self.fields[f"points_{row['code']}"] = field

    def groups(self) -> dict[str, list[object]]:
        """Return the fields by the sections of the page."""
        names = list(self.fields)
        main = ["title", "summary", "office_reason", "budget_line", "budget", "recipients", "frequency"]
        sections = {
            "main": main,
            "indicators": [n for n in names if n.startswith(("planned_", "name_"))],
            "points": [n for n in names if n.startswith("points_")],
        }
        used = {name for part in sections.values() for name in part}
        sections["more"] = [name for name in names if name not in used]
        return {key: [self[name] for name in part if name in self.fields] for key, part in sections.items()}

    def plan(self, *, officer: object) -> Plan:
        """Return the plan for the action."""
        data = self.cleaned_data
        names = (
            "title", "summary", "budget_line", "budget", "starts_on", "ends_on", "recipients", "recipients_count",
            "frequency", "quantity", "communities", "nature", "works_declared", "works_explanation",
            "long_term_grounds",
        )  # fmt: skip
        return Plan(
            category=self.category,
            outcome=self.outcome,
            office_reason=data.get("office_reason", ""),
            officer=officer,
            indicators=self._indicator_plans(),
            criteria=self._criterion_plans(),
            is_demo=bool(self.outcome and self.outcome.is_demo),
            **{name: data[name] for name in names},
        )

    def _indicator_plans(self) -> list[IndicatorPlan]:
        found = []
        for number, row in enumerate(self.rows):
            planned = self.cleaned_data.get(f"planned_{number}")
            name = row["name"] or self.cleaned_data.get(f"name_{number}", "")
            if planned is None or not name:
                continue
            found.append(
                IndicatorPlan(
                    name,
                    planned,
                    row["unit"],
                    is_outcome=row.get("is_outcome", False),
                    name_en=row.get("name_en", ""),
                    unit_en=row.get("unit_en", ""),
                )
            )
        return found

    def _criterion_plans(self) -> list[CriterionPlan]:
        data = self.cleaned_data
        common = [
            CriterionPlan(row["name"], data[f"points_{row['code']}"], row["name_en"])
            for row in self.category.scores
        ]
        shipped = {}
        for row in self.category.criteria:
            shipped[row["text"]] = shipped[row["text_en"]] = (row["text"], row["text_en"])
        lines = [line.strip() for line in data["criteria"].splitlines() if line.strip()]
        specific = [
            CriterionPlan(shipped.get(x, (x, ""))[0][:200], None, shipped.get(x, (x, ""))[1]) for x in lines
        ]
        return [*common, *specific]


def _line_label(line: BudgetLine) -> str:
    left = line.amount - getattr(line, "used", Decimal(0))
    return f"{line.year} {line.code} {line.label} · ¥{left:,.2f}"


class ReasonForm(forms.Form):
    """A public reason."""

    reason = TextField(label=_("Reason"), max_length=1000)


class BudgetLineForm(forms.Form):
    """A budget line of a year."""

    year = CountField(label=_("Year"), minimum=2000, maximum=2100)
    code = LineField(label=_("Code"), max_length=40)
    name = LineField(label=_("Name"), max_length=120)
    name_en = LineField(label=_("Name in English"), max_length=200, required=False)
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.order_by("code"))
    fund = LineField(label=_("Fund"), max_length=80)
    fund_en = LineField(label=_("Fund in English"), max_length=120, required=False)
    amount = MoneyField(label=_("Amount (yuan)"))
    plan_until = DayField(
        label=_("Planned until"), required=False, help_text=_("Left empty: the end of the year.")
    )
