"""Reports and acceptance."""

from collections.abc import Iterable
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.models import Milestone, Report
from contracts.rules.acceptance import MET, NOT_MET, PARTLY, SHORT, TOLERATED, Finding, Standard
from marketplace.web.fields import (
    CountField,
    DayField,
    FilesField,
    LineField,
    MoneyField,
    NumberField,
    TextField,
)
from marketplace.web.files import IMAGES

LARGEST = Decimal("9999999999.99")


class ReportForm(forms.Form):
    """One report: what was done, numbers beside plan, photos, documents. Everything is optional in a draft."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    summary = TextField(
        label=_("What was done"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    photos = FilesField(
        label=_("Photos"),
        kinds=IMAGES,
        required=False,
        help_text=_("Position and other data of the camera are removed. No faces of people in need."),
    )
    documents = FilesField(
        label=_("Documents (PDF or picture)"),
        required=False,
        help_text=_("Attendance lists and receipts; only the buyer sees them."),
    )
    removed = forms.MultipleChoiceField(
        label=_("Take out"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, milestone: Milestone, report: Report | None, **options: object) -> None:
        values = {v.indicator_id: v.actual for v in report.values.all()} if report else {}
        initial = {"summary": report.summary, "version": report.version} if report else {"version": 0}
        self.indicators = list(milestone.indicators.all())
        for row in self.indicators:
            initial[f"value_{row.pk}"] = values.get(row.pk)
        super().__init__(*args, initial=initial, **options)  # type: ignore[arg-type]
        for row in self.indicators:
            self.fields[f"value_{row.pk}"] = NumberField(
                label=row.name,
                help_text=_("planned: {planned} {unit}").format(planned=_plain(row.planned), unit=row.unit),
                minimum=Decimal(0),
                maximum=LARGEST,
                required=False,
            )
        files = list(report.files.all()) if report else []
        self.fields["removed"].choices = [(file.public_id, file.name) for file in files]  # type: ignore[attr-defined]
        if not files:
            del self.fields["removed"]
        self.order_fields(["version", "summary", *(f"value_{row.pk}" for row in self.indicators)])

    def kept(self) -> dict[str, object]:
        """Return what can be kept, whatever the errors elsewhere in the form."""
        cleaned = self.cleaned_data
        kept = {
            "values": {
                row.pk: cleaned[f"value_{row.pk}"] for row in self.indicators if f"value_{row.pk}" in cleaned
            },
            "photos": cleaned.get("photos") or [],
            "documents": cleaned.get("documents") or [],
            "removed": cleaned.get("removed") or [],
            "version": cleaned.get("version"),
        }
        return kept | {"summary": cleaned.get("summary")}

    def renew(self, version: int) -> None:
        """Show the form again as saved: the next save starts from the new version."""
        self.data = self.data.copy()
        self.data["version"] = str(version)


class UploadForm(forms.Form):
    """Where a part of a photo belongs: how large the photo is, how much came before, what it is called."""

    size = forms.IntegerField(label=_("Size of the photo"), min_value=1, max_value=1_000_000_000)
    offset = forms.IntegerField(label=_("Bytes sent before"), min_value=0, max_value=1_000_000_000)
    name = forms.CharField(label=_("Name of the photo"), max_length=200)


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


VERDICTS = [
    (MET, _("met")),
    (TOLERATED, _("below plan, accepted because…")),
    (PARTLY, _("partly met")),
    (NOT_MET, _("not met")),
]
KINDS = ("verdict", "found", "note")


class AcceptForm(forms.Form):
    """The certificate: a finding for each standard, the recipients' opinion, the conclusion."""

    def __init__(
        self, *args: object, standards: Iterable[Standard], is_public_service: bool, **options: object
    ) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.standards = list(standards)
        for place, standard in enumerate(self.standards):
            self.fields[f"verdict_{place}"] = forms.ChoiceField(
                label=_label(standard),
                choices=VERDICTS,
                widget=forms.RadioSelect,
                initial=_proposed(standard),
                error_messages={"required": _("Say how the standard was met.")},
            )
            self.fields[f"note_{place}"] = LineField(
                label=_("Reason or remark"), max_length=300, required=False
            )
            if standard.planned is not None:
                self.fields[f"found_{place}"] = NumberField(
                    label=_("Number found, where it is not met"),
                    minimum=Decimal(0),
                    maximum=LARGEST,
                    required=False,
                )
        self.fields["recipients_asked"] = CountField(
            label=_("Recipients asked"), maximum=1_000_000, required=is_public_service
        )
        self.fields["recipients_satisfied"] = CountField(
            label=_("Of them satisfied"), maximum=1_000_000, required=is_public_service
        )
        self.fields["recipients_opinion"] = TextField(
            label=_("What the recipients say"),
            max_length=1000,
            required=is_public_service,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["opinion"] = TextField(
            label=_("Conclusion"),
            max_length=1000,
            initial=_("Delivered as agreed; accepted."),
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def clean(self) -> dict[str, object]:
        """Ask beside the line for the remark and the number that its finding needs."""
        cleaned = super().clean() or self.cleaned_data
        for place, standard in enumerate(self.standards):
            verdict, found = cleaned.get(f"verdict_{place}"), cleaned.get(f"found_{place}")
            if verdict in {*SHORT, TOLERATED} and not cleaned.get(f"note_{place}"):
                self.add_error(f"note_{place}", _("Say what is missing, or why it is accepted below plan."))
            if verdict not in SHORT or standard.planned is None or f"found_{place}" in self.errors:
                continue
            if found is None:
                self.add_error(f"found_{place}", _("Enter the number that was found."))
            elif found >= standard.planned:
                self.add_error(f"found_{place}", _("This number reaches the plan: the standard is met."))
        return cleaned

    def findings(self) -> dict[str, Finding]:
        """Return the finding of each standard."""
        cleaned = self.cleaned_data
        return {
            standard.key: Finding(
                cleaned[f"verdict_{place}"], cleaned[f"note_{place}"], cleaned.get(f"found_{place}")
            )
            for place, standard in enumerate(self.standards)
        }

    def lines(self) -> list[tuple[Standard, list[forms.BoundField]]]:
        """Return each standard with its fields."""
        return [
            (standard, [self[name] for kind in KINDS if (name := f"{kind}_{place}") in self.fields])
            for place, standard in enumerate(self.standards)
        ]

    def others(self) -> list[forms.BoundField]:
        """Return the fields that belong to no standard."""
        return [self[name] for name in self.fields if name.split("_")[0] not in KINDS]

    @property
    def is_short(self) -> bool:
        """Say whether a line is met in part or not at all, so that only a part can be accepted."""
        return any(finding.verdict in SHORT for finding in self.findings().values())

    def acceptance(self) -> dict[str, object]:
        """Return the arguments of the action."""
        cleaned = self.cleaned_data
        return {
            "findings": self.findings(),
            "opinion": cleaned["opinion"],
            "recipients_asked": cleaned["recipients_asked"] or 0,
            "recipients_satisfied": cleaned["recipients_satisfied"] or 0,
            "recipients_opinion": cleaned["recipients_opinion"],
        }

    def answers(self) -> list[dict[str, object]]:
        """Return label and answer of every field, to be checked before confirming."""
        rows = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value not in (None, ""):
                shown = dict(getattr(field, "choices", ())).get(value, value)
                rows.append({"label": field.label, "value": str(shown)})
        return rows


class PartForm(forms.Form):
    """How much of the milestone is accepted, why, and until when the rest may be cured."""

    amount = MoneyField(label=_("Sum accepted and ordered now (yuan)"))
    reason = TextField(
        label=_("Reason: what is accepted, what is missing (public)"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    cure_by = DayField(label=_("Cured and reported again by"))


def _label(standard: Standard) -> str:
    if standard.planned is None:
        return standard.name
    reported = "—" if standard.actual is None else _plain(standard.actual)
    return _("{name}: planned {planned} {unit}, reported {actual} {unit}").format(
        name=standard.name, planned=_plain(standard.planned), actual=reported, unit=standard.unit
    )


def _proposed(standard: Standard) -> str | None:
    if standard.planned is None:
        return MET
    return MET if standard.actual is not None and standard.actual >= standard.planned else None
