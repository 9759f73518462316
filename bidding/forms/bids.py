"""Forms of bidders and opening officers."""

import json
import re
import secrets
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from bidding.queries.bids import bidding_organizations
from bidding.rules.facts import Allowed
from bidding.states import EnvelopeKind
from marketplace.web.fields import (
    CreditCodeField,
    FilesField,
    LineField,
    MoneyField,
    ScoreField,
    TextField,
)
from organizations.models import Organization, User

PROPOSAL = ("plan", "team", "social_worker", "community_contact", "quality")
_RECOVERY = re.compile(
    r"(technical|price_form|price_attachments)[\"']?\s*:\s*[\"']?(AGE-SECRET-KEY-1[0-9A-Z]{1,100})"
)


class BidForm(forms.Form):
    """A bid in five sections; everything is sealed in memory when it is handed in."""

    organization = forms.ModelChoiceField(label=_("Organization"), queryset=Organization.objects.none())
    price = MoneyField(label=_("Bid price (yuan)"))
    plan = TextField(
        label=_("Service plan"), max_length=8000, help_text=_("Steps, staff and dates for every indicator.")
    )
    team = TextField(label=_("Project team"), max_length=4000)
    social_worker = LineField(
        label=_("Responsible social worker"),
        max_length=60,
        required=False,
        help_text=_("Name the social worker of the team; missing it weakens the team criterion."),
    )
    community_contact = LineField(
        label=_("Contact in the community"),
        max_length=60,
        required=False,
        help_text=_("Who works with the residents' committee."),
    )
    quality = TextField(label=_("Quality and risk control"), max_length=4000)
    files = FilesField(label=_("Files of the proposal"), required=False)
    price_files = FilesField(label=_("Files on the price"), required=False)
    partners = TextField(
        label=_("Partners"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One line per partner: unified social credit code, share of the contract in percent, part of the work. You "
            "lead and do the rest. No partner may bid alone or in another consortium."
        ),
    )  # fmt: skip
    agreement = FilesField(
        label=_("Consortium agreement"), required=False,
        help_text=_("Signed by all members; it says who leads, who does what and how all answer together."),
    )  # fmt: skip
    subcontracted = TextField(
        label=_("Parts given to subcontractors"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only what the document allows and never the core; what is not named here stays with you."),
    )  # fmt: skip
    small_share = ScoreField(
        label=_("Share of small enterprises in the contract (%)"), max_value=Decimal(100), required=False
    )
    statements = forms.BooleanField(
        label=_(
            "We declare: independent civil liability; good credit and accounts; equipment and ability; taxes and "
            "social insurance paid; no major violation in three years; other conditions of law and notice."
        ),
        error_messages={"required": _("Without this declaration the bid is not qualified (art. 22).")},
    )
    checked = forms.BooleanField(
        label=_("I have checked price, plan and files. The bid is to be sealed now.")
    )
    token = forms.RegexField(regex=r"\A[0-9a-f]{64}\Z", widget=forms.HiddenInput)

    def __init__(self, *args: object, user: User, allowed: Allowed, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        gone = () if allowed.consortium else ("partners", "agreement")
        gone += () if allowed.subcontract else ("subcontracted",)
        gone += () if allowed.consortium_deduction else ("small_share",)
        for name in gone:
            del self.fields[name]
        choices = bidding_organizations(user)
        self.fields["organization"].queryset = choices
        if len(choices) == 1:
            self.fields["organization"].initial = choices[0]

    def proposal(self) -> dict[str, object]:
        """Return the texts of the proposal; partners and subcontracts only where they are named."""
        data = self.cleaned_data
        said: dict[str, object] = {name: data[name] for name in PROPOSAL}
        if data.get("partners"):
            said |= {
                "partners": data["partners"],
                "agreement": "、".join(one.name for one in data["agreement"]),
            }
        if data.get("subcontracted"):
            said["subcontracted"] = data["subcontracted"]
        if data.get("small_share") is not None:
            said["small_share"] = format(data["small_share"], "f")
        return said

    @staticmethod
    def new_token() -> str:
        """Return a one-time token: a repeated post answers the same receipt."""
        return secrets.token_hex(32)


class PartnerForm(forms.Form):
    """The credit code of an organization that may become a partner."""

    code = CreditCodeField(label=_("Unified social credit code"))


class PassphraseForm(forms.Form):
    """The passphrase of an opening officer."""

    passphrase = forms.CharField(
        label=_("Passphrase"), strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class KeyForm(PassphraseForm):
    """A new officer key."""

    repeated = forms.CharField(
        label=_("Passphrase again"), strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def clean(self) -> dict[str, object]:
        """Compare both."""
        data = super().clean()
        if data.get("passphrase") != data.get("repeated"):
            self.add_error("repeated", _("The two passphrases differ."))
        return data


class ReceiptForm(forms.Form):
    """A receipt to be verified: its JSON with the signature."""

    receipt = forms.CharField(
        label=_("Receipt (JSON)"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8})
    )


class SharesForm(forms.Form):
    """What the offline tool prints: raw shares as JSON."""

    shares = forms.CharField(
        label=_("Shares (JSON)"), max_length=600_000,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_shares(self) -> object:
        """Return the list, whether alone or as the member `shares`."""
        try:
            found = json.loads(self.cleaned_data["shares"])
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(_("This is no JSON.")) from error
        return found.get("shares") if isinstance(found, dict) else found


class RecoveryForm(forms.Form):
    """The file with the recovery keys, as the site or the offline tool wrote it."""

    keys = forms.CharField(
        label=_("Recovery keys"), max_length=4000,
        help_text=_("Paste the whole file that you kept when the bid was sealed."),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_keys(self) -> dict[str, str]:
        """Return the identity of each envelope."""
        found = dict(_RECOVERY.findall(self.cleaned_data["keys"]))
        if set(found) != set(EnvelopeKind.values):
            raise forms.ValidationError(_("There must be one key for each of the three envelopes."))
        return found
