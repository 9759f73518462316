"""The form of a change of a published tender: only what may be amended, each field as it stands."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bidding.forms.tenders import ReasonForm, TenderForm
from bidding.models import Tender
from bidding.rules.amendments import MATERIAL, MINOR
from marketplace.web.fields import MomentField

NAMES = tuple(name for name in (*MATERIAL, *MINOR) if name != "criteria")


class AmendmentForm(ReasonForm):
    """Everything that may be amended; what is left as it is does not change."""

    bid_deadline = MomentField(
        label=_("New bid deadline"), required=False,
        help_text=_("Only later than now published. After a material change it moves by itself as far as the law asks."),
    )  # fmt: skip

    def __init__(self, *args: Any, tender: Tender, **kwargs: Any) -> None:
        shown = {name: getattr(tender, name) for name in (*NAMES, "bid_deadline")}
        super().__init__(*args, initial=shown, **kwargs)
        self.tender = tender
        for name in NAMES:
            self.fields[name] = TenderForm.base_fields[name].__class__(**_options(name))
        self.order_fields([*NAMES, "bid_deadline", "reason"])

    def content(self) -> dict[str, object]:
        """Return the amendable fields as the action takes them."""
        return {name: self.cleaned_data[name] for name in NAMES}

    def deadline(self) -> datetime | None:
        """Return the new deadline, or None when it stays (the page shows whole minutes)."""
        wanted, old = self.cleaned_data.get("bid_deadline"), self.tender.bid_deadline
        same = wanted is None or wanted == old.replace(second=0, microsecond=0)
        return None if same else wanted

    def clean(self) -> dict[str, object]:
        """Check the order of the two service days."""
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The service must not end before it begins."))
        return data


def _options(name: str) -> dict[str, Any]:
    """Return the options of the draft's field, with what a change of it means for bidders."""
    known = TenderForm.base_fields[name]
    options: dict[str, Any] = {"label": known.label, "required": known.required}
    if isinstance(known, forms.CharField):
        options["max_length"] = known.max_length
    if name in MATERIAL:
        options["help_text"] = _("Material: bidders get time to read and confirm their bids.")
    else:
        options["help_text"] = _("Minor: sealed bids stay valid.")
    return options
