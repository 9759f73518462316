"""Forms about evaluations of a running contract and about what has to be put right."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.models import RectificationItem
from contracts.rules.rectification import MOST_ITEMS
from contracts.states import SampleResult, StageConclusion
from marketplace.web.fields import CountField, DayField, FileField, FilesField, LineField, TextField
from marketplace.web.files import IMAGES, Checked

TEN = 10 * 1024 * 1024
MOST_RECORDS = 5000


class BeginForm(forms.Form):
    """From which register of service records the draw takes numbers, beside what was delivered."""

    register = LineField(
        label=_("Register of service records"),
        max_length=80,
        required=False,
        help_text=_("For example: sign-in book of home visits. Leave empty where there is none. No names."),
    )
    records = CountField(
        label=_("Number of its records, counted from 1"), maximum=MOST_RECORDS, required=False
    )

    def clean(self) -> dict[str, object]:
        """Ask for the register's name and its number of records together."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("register")) != bool(cleaned.get("records")):
            self.add_error("records", _("State the register and the number of its records together."))
        return {"register": cleaned.get("register") or "", "records": cleaned.get("records") or 0}


class SampleForm(forms.Form):
    """What the inspector found of one item."""

    position = forms.IntegerField(min_value=1, max_value=99, widget=forms.HiddenInput)
    result = forms.ChoiceField(label=_("Finding"), choices=SampleResult.choices, widget=forms.RadioSelect)
    note = LineField(label=_("Remark (public, no names)"), max_length=300, required=False)
    photo = FileField(label=_("Photo"), kinds=IMAGES, limit=TEN, required=False)


class ItemsField(TextField):
    """Several lines, one thing each."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: object) -> list[str]:
        """Return the lines that say something."""
        rows = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(rows) > MOST_ITEMS:
            raise forms.ValidationError(
                _("Write one to %(most)d items, each on a line of its own."), params={"most": MOST_ITEMS}
            )
        if any(len(row) > RectificationItem._meta.get_field("text").max_length for row in rows):  # noqa: SLF001
            raise forms.ValidationError(_("An item has at most 300 characters."))
        return rows


class RectifyForm(forms.Form):
    """What has to be put right, why, and until when."""

    reason = TextField(label=_("Reason (public)"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    items = ItemsField(label=_("To be put right, one item on each line (public)"), max_length=3200)
    due_on = DayField(label=_("Last day"))


class PublishStageForm(forms.Form):
    """Findings, conclusion, and what has to be put right."""

    findings = TextField(
        label=_("Findings (public)"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    conclusion = forms.ChoiceField(
        label=_("Conclusion"), choices=StageConclusion.choices, widget=forms.RadioSelect
    )
    items = ItemsField(
        label=_("To be put right, one item on each line (public)"),
        max_length=3200,
        required=False,
        help_text=_("Empty where everything is on track."),
    )
    due_on = DayField(label=_("Last day to put it right"), required=False)

    def clean(self) -> dict[str, object]:
        """Ask for the day where something has to be put right."""
        cleaned = super().clean() or {}
        if cleaned.get("items") and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Until when does it have to be put right?"))
        return cleaned


class AnswerItemsForm(forms.Form):
    """An answer with evidence to each item of an order."""

    def __init__(self, *args: object, items: Iterable[RectificationItem], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.rows = list(items)
        for row in self.rows:
            self.fields[f"answer_{row.number}"] = TextField(
                label=row.text,
                help_text=_("What was done, since when. It is published."),
                max_length=1000,
                initial=row.answer,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            self.fields[f"files_{row.number}"] = FilesField(
                label=_("Photos for item %(number)d") % {"number": row.number},
                kinds=IMAGES,
                limit=TEN,
                most=3,
                required=False,
            )

    def answers(self) -> dict[int, str]:
        """Return the answers by the item's number."""
        return {row.number: self.cleaned_data[f"answer_{row.number}"] for row in self.rows}

    def evidence(self) -> dict[int, list[Checked]]:
        """Return the evidence by the item's number."""
        return {row.number: self.cleaned_data.get(f"files_{row.number}") or [] for row in self.rows}


class CheckAnswerForm(forms.Form):
    """Whether it was put right; if not, until when."""

    is_done = forms.TypedChoiceField(
        label=_("Was it put right?"),
        choices=[("yes", _("Yes, all of it")), ("no", _("No, send it back"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    remark = TextField(
        label=_("What the check found (public)"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = DayField(label=_("New last day, if it goes back"), required=False)


class FailForm(forms.Form):
    """Why the level above finds that it was not put right."""

    remark = TextField(label=_("Reasons (public)"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
