"""The days that an official may move on the calendar of a procedure."""

from datetime import date, datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from bidding.phrases.law import CHOSEN_STEPS
from bidding.rules.findings import BLOCK
from bidding.rules.schedule import CHOSEN, Planned
from marketplace.core.clock import local
from marketplace.web.fields import DayField, MomentField
from marketplace.web.sentences import refusal_text

PINS = [(code, code) for code in (*CHOSEN, "bid_deadline")]


class ScheduleForm(forms.Form):
    """One field for each day that can be chosen; `was_…` says what was shown, `pinned` what was chosen before.

    A day counts as chosen when it differs from what was shown, or was chosen before; an emptied field is let go.
    """

    notice = DayField(label=CHOSEN_STEPS["notice"], required=False)
    bid_deadline = MomentField(label=CHOSEN_STEPS["bid_deadline"], required=False)
    evaluation = DayField(label=CHOSEN_STEPS["evaluation"], required=False)
    report_by = DayField(label=CHOSEN_STEPS["report_by"], required=False)
    decision_by = DayField(label=CHOSEN_STEPS["decision_by"], required=False)
    result_notice_by = DayField(label=CHOSEN_STEPS["result_notice_by"], required=False)
    contract_sign = DayField(label=CHOSEN_STEPS["contract_sign"], required=False)
    starts_on = DayField(label=_("Service begins"), required=False)
    pinned = forms.MultipleChoiceField(choices=PINS, required=False, widget=forms.MultipleHiddenInput)

    def chosen(self) -> dict[str, date | datetime]:
        """Return the chosen days by code of their step; the deadline is a moment."""
        found = {}
        for code, _same in PINS:
            value = self.cleaned_data.get(code)
            was = self.data.get(f"was_{code}", "")
            if value is not None and (code in self.cleaned_data["pinned"] or self.data.get(code, "") != was):
                found[code] = value
        return found

    def judge(self, rows: list[Planned]) -> None:
        """Put what law refuses on its field."""
        rules = []
        for row in rows:
            if row.finding and row.finding.effect == BLOCK:
                self.add_error(row.finding.field, refusal_text(row.finding.refusal))
                rules.append(row.finding.rule)
        self.refused_rules = rules


def shown_value(row: Planned) -> str:
    """Return what the field of a row shows."""
    if row.step.at is not None:
        return f"{local(row.step.at):%Y-%m-%dT%H:%M}"
    return row.step.day.isoformat() if row.step.day else ""
