"""Forms of the committee and of those who appoint it."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from bidding.models import Bid, Criterion, Seat
from bidding.queries.consortia import Promise
from bidding.rules.facts import PROOFS, Papers
from bidding.states import DeductionGround
from marketplace.web.fields import (
    ScoreField,
    TextField,
)
from organizations.models import User
from organizations.rules.credit_code import InvalidCreditCode, check_credit_code

from .tenders import ReasonForm

PROOF_CHOICES = [
    ("liability", _("independent civil liability")),
    ("reputation", _("good reputation and sound accounts")),
    ("ability", _("equipment and professional ability")),
    ("taxes", _("taxes and social insurance paid")),
    ("no_violation", _("no major violation of law in three years")),
    ("other", _("other conditions of law and notice")),
]


class QualificationForm(forms.Form):
    """The buyer's decision on one bid."""

    is_qualified = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Qualified")), ("no", _("Not qualified"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = TextField(
        label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when the bid is not qualified; the bidder reads it."),
    )  # fmt: skip
    proofs = forms.MultipleChoiceField(
        label=_("Conditions of article 22 that are proven or declared"), choices=PROOF_CHOICES, required=False,
        initial=list(PROOFS), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    partners = TextField(
        label=_("Partners of the consortium"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Credit codes, one per line; none of them may bid alone. Empty without a consortium."),
    )  # fmt: skip
    has_agreement = forms.BooleanField(label=_("The consortium agreement is in the bid"), required=False)
    subcontracted = TextField(
        label=_("Parts that the bid gives to subcontractors"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    deduction = forms.ChoiceField(
        label=_("Ground of a price deduction"), required=False,
        choices=[("", _("none")), *DeductionGround.choices],
    )  # fmt: skip
    small_share = ScoreField(
        label=_("Share of small enterprises in the contract (%)"), max_value=Decimal(100), required=False
    )

    @staticmethod
    def initial_of(promise: Promise) -> dict[str, object]:
        """Return what the bid itself says of partners and subcontracts, for the buyer to confirm."""
        return {
            "partners": "\n".join(one.code for one in promise.partners) or promise.unread,
            "has_agreement": bool(promise.agreement),
            "subcontracted": promise.subcontracted,
            "small_share": promise.small_share,
        }

    def clean_partners(self) -> list[str]:
        """Return the credit codes, each of the right form."""
        codes = self.cleaned_data["partners"].upper().split()
        for code in codes:
            try:
                check_credit_code(code)
            except InvalidCreditCode as wrong:
                said = _("“%(code)s” is no unified social credit code.")
                raise forms.ValidationError(said, params={"code": code}) from wrong
        return list(dict.fromkeys(codes))

    def papers(self, bid: Bid) -> Papers:
        """Return what was found, as the action takes it."""
        data = self.cleaned_data
        names = ("proofs", "partners", "has_agreement", "small_share", "subcontracted", "deduction")
        is_social = (bid.organization.uscc or "")[:1] == "5"
        return Papers(**{name: data[name] for name in names}, is_social=is_social)


class CommitteeForm(forms.Form):
    """Representatives of the buyer, and experts: drawn, or chosen with a reason."""

    representatives = forms.ModelMultipleChoiceField(
        label=_("Buyer's representatives"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("Experts"),
        choices=[("draw", _("Draw at random from the roster")), ("choose", _("Choose, with a reason"))],
        widget=forms.RadioSelect,
        initial="draw",
    )
    experts = forms.ModelMultipleChoiceField(
        label=_("Chosen experts"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = TextField(
        label=_("Reason for choosing"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: object, experts: object, staff: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["experts"].queryset = experts
        self.fields["representatives"].queryset = staff

    def clean(self) -> dict[str, object]:
        """Leave the experts to the draw (None) unless they are chosen."""
        data = super().clean()
        chosen = data.get("way") == "choose"
        data["representatives"] = list(data.get("representatives") or [])
        data["experts"] = list(data.get("experts") or []) if chosen else None
        data["reason"] = data.get("reason", "") if chosen else ""
        return data


class ReplaceForm(ReasonForm):
    """A successor on the committee."""

    successor = forms.ModelChoiceField(label=_("Successor"), queryset=User.objects.none())

    def __init__(self, *args: object, people: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = people


class SeatChoice(forms.ModelChoiceField):
    """A choice among members of the committee, by name."""

    def label_from_instance(self, obj: Seat) -> str:
        """Show the member's name."""
        return obj.member.name


class DeclarationForm(forms.Form):
    """A member's declaration."""

    has_conflict = forms.TypedChoiceField(
        label=_("Declaration"),
        choices=[
            ("no", _("I have no conflict with any of these bidders")),
            ("yes", _("I have or may have a conflict")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    statement = TextField(
        label=_("Which conflict"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    leader = SeatChoice(
        label=_("Your vote for the leader"), queryset=Seat.objects.none(), required=False,
        empty_label=_("I leave it to the others"),
        help_text=_("The committee elects its leader among the experts; the buyer's representative may not lead."),
    )  # fmt: skip

    def __init__(self, *args: object, candidates: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = candidates


class LowPriceForm(ReasonForm):
    """The committee's decision on a low price."""

    is_explained = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[
            ("yes", _("The bidder proved that the price covers good service")),
            ("no", _("Not proved: the bid is invalid")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class ScoreForm(forms.Form):
    """One member's points for one bid; empty points stay open until the scores are made final."""

    comment = TextField(
        label=_("Comment"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: object, criteria: list[Criterion], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for row in criteria:
            self.fields[f"c{row.pk}"] = ScoreField(
                label=row.text, max_value=row.points, required=False, help_text=row.bands
            )
            self.fields[f"c{row.pk}"].unit = f"/ {row.points.normalize():f}"
        self.order_fields([*(f"c{row.pk}" for row in criteria), "comment"])

    def points(self) -> dict[int, Decimal | None]:
        """Return the points by criterion."""
        return {row.pk: self.cleaned_data.get(f"c{row.pk}") for row in self.criteria}
