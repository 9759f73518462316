"""What people type about money."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from marketplace.web.fields import DayField, LineField, MoneyField
from organizations.models import Department, Organization
from payments.models import Deposit, InterestClaim, LedgerEntry, PaymentOrder, Recovery
from payments.queries.ledger import until
from payments.rules.answer_files import LIMIT
from payments.states import (
    ClaimState,
    DepositKind,
    DepositState,
    DepositWay,
    OrderState,
    RecoveryState,
)


class OrderFilter(FilterSet):
    """Orders by state, payer, and words of payee or reference."""

    q = CharFilter(label=_("Payee or reference"), method="with_words")
    state = ChoiceFilter(label=_("State"), choices=OrderState.choices, empty_label=_("All"))
    payer = ModelChoiceFilter(label=_("Payer"), queryset=Department.objects.all(), empty_label=_("All"))

    class Meta:
        model = PaymentOrder
        fields: list = []

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Return the orders whose payee, reference or subject contains the words."""
        words = value.replace("\0", "").strip()[:60]
        found = Q(payee_name__icontains=words) | Q(reference__icontains=words)
        return queryset.filter(found | Q(subject_reference__icontains=words))


class ClaimFilter(FilterSet):
    """Interest by state and words of organization or number."""

    q = CharFilter(label=_("Payee or reference"), method="with_words")
    state = ChoiceFilter(label=_("State"), choices=ClaimState.choices, empty_label=_("All"))

    class Meta:
        model = InterestClaim
        fields: list = []

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Return the claims whose payee or number contains the words."""
        words = value.replace("\0", "").strip()[:60]
        return queryset.filter(Q(payee__name__icontains=words) | Q(reference__icontains=words))


class ReasonForm(forms.Form):
    """Why an order is cancelled or ordered again."""

    reason = LineField(label=_("Reason (the payee reads it)"), max_length=300)


class ReleaseForm(forms.Form):
    """The account that the releaser saw."""

    account = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class SendForm(forms.Form):
    """Released orders that go into one file."""

    orders = forms.ModelMultipleChoiceField(
        PaymentOrder.objects.none(),
        label=_("Payment orders"),
        to_field_name="public_id",
        error_messages={
            "required": _("Choose at least one released order."),
            "invalid_choice": _("One of the orders is not waiting for a file any more. Choose again."),
        },
    )

    def __init__(self, *args: object, orders: QuerySet[PaymentOrder], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["orders"].queryset = orders  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The bank's answer file and the department it is for."""

    payer = forms.ModelChoiceField(Department.objects.none(), label=_("Payer"), empty_label=None)
    file = forms.FileField(
        label=_("Answer file of the bank (CSV)"),
        help_text=_("Columns: 指令号, 金额, 结果 (成功 or 失败), 支付日期, 银行流水号, 说明."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

    def __init__(self, *args: object, payers: QuerySet[Department], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["payer"].queryset = payers  # type: ignore[attr-defined]
        self.fields["file"].widget.attrs["accept"] = ".csv,.txt"

    def content(self) -> bytes:
        """Return the bytes of the file, one more than the limit at most."""
        return self.cleaned_data["file"].read(LIMIT + 1)


class StatementForm(forms.Form):
    """Which part of the ledger a statement shows."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=_("All")
    )
    organization = LineField(label=_("Organization (name)"), max_length=60, required=False)
    contract = LineField(label=_("Contract or tender (number)"), max_length=60, required=False)
    start = DayField(label=_("From"), required=False)
    end = DayField(label=_("Up to and including"), required=False)

    def __init__(self, *args: object, departments: QuerySet[Department], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]

    def clean(self) -> dict:
        """Refuse a period that ends before it begins."""
        found = super().clean() or {}
        if found.get("start") and found.get("end") and found["end"] < found["start"]:
            self.add_error("end", _("The period ends before it begins."))
        return found

    def narrowed(self, entries: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
        """Return the entries of the chosen department, organization and contract, up to the last day."""
        chosen = self.cleaned_data
        if chosen["department"]:
            entries = entries.filter(department=chosen["department"])
        if chosen["organization"]:
            entries = entries.filter(organization__name__icontains=chosen["organization"])
        if chosen["contract"]:
            entries = entries.filter(contract=chosen["contract"].upper())
        return until(entries, chosen["end"])


class DepositForm(forms.Form):
    """How a deposit was given."""

    way = forms.ChoiceField(
        label=_("Form"),
        choices=[row for row in DepositWay.choices if row[0] != DepositWay.CARD],
        help_text=_("Cash is not allowed."),
    )
    account = LineField(
        label=_("Account it came from"),
        max_length=40,
        required=False,
        help_text=_("For a transfer. Two bidders paying from one account count as acting together."),
    )
    document = LineField(label=_("Number of the transfer, paper or guarantee"), max_length=80)
    given_on = DayField(label=_("Day"))

    def clean(self) -> dict:
        """Ask for the account of a transfer."""
        found = super().clean() or {}
        if found.get("way") == DepositWay.TRANSFER and not found.get("account"):
            self.add_error("account", _("Enter the account that the transfer came from."))
        return found


class DepositFilter(FilterSet):
    """Deposits by state, kind, and words of organization, number or subject."""

    q = CharFilter(label=_("Organization, number or subject"), method="with_words")
    state = ChoiceFilter(label=_("State"), choices=DepositState.choices, empty_label=_("All"))
    kind = ChoiceFilter(label=_("Kind"), choices=DepositKind.choices, empty_label=_("All"))

    class Meta:
        model = Deposit
        fields: list = []

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Return the deposits whose organization, number or subject contains the words."""
        words = value.replace("\0", "").strip()[:60]
        found = Q(payer__name__icontains=words) | Q(reference__icontains=words)
        return queryset.filter(found | Q(subject_reference__icontains=words))


class RecoveryFilter(FilterSet):
    """Penalties by state and words of organization, contract or number."""

    q = CharFilter(label=_("Organization, contract or number"), method="with_words")
    state = ChoiceFilter(label=_("State"), choices=RecoveryState.choices, empty_label=_("All"))

    class Meta:
        model = Recovery
        fields: list = []

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Return what was recovered of which organization, contract or number contains the words."""
        words = value.replace("\0", "").strip()[:60]
        found = Q(organization__name__icontains=words) | Q(reference__icontains=words)
        return queryset.filter(found | Q(contract__icontains=words) | Q(subject_reference__icontains=words))


class ReceiveForm(forms.Form):
    """Which sum arrived, on which day, under which number of the bank."""

    amount = MoneyField(label=_("Sum that arrived (yuan)"))
    received_on = DayField(label=_("Day on which it arrived"))
    bank_number = LineField(label=_("Number at the bank"), max_length=60)


class ConfirmForm(forms.Form):
    """A yes without anything to fill in."""


class NoteForm(forms.Form):
    """A note that need not be written."""

    reason = LineField(label=_("Note"), max_length=300, required=False)


class BreachForm(forms.Form):
    """Why a deposit is kept."""

    reason = LineField(
        label=_("Breach (the organization reads it)"),
        max_length=300,
        help_text=_("Only for the cases that the tender document or the contract names."),
    )


class ReturnedForm(forms.Form):
    """The day on which the money or the paper left."""

    returned_on = DayField(label=_("Day on which it was given back"))


class TargetForm(forms.Form):
    """Into which performance deposit a bid deposit is turned."""

    into = forms.ModelChoiceField(
        Deposit.objects.none(),
        label=_("Performance deposit"),
        to_field_name="public_id",
        empty_label=None,
    )

    def __init__(self, *args: object, targets: QuerySet[Deposit], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["into"].queryset = targets  # type: ignore[attr-defined]


class AccountForm(forms.Form):
    """The account of an organization at the payment provider."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Organization"), to_field_name="public_id", empty_label=None
    )
    number = forms.RegexField(
        r"^acct_[A-Za-z0-9]{6,50}$",
        label=_("Number of the account (acct_…)"),
        error_messages={"invalid": _("The number begins with acct_ and has letters and digits.")},
    )

    def __init__(self, *args: object, organizations: QuerySet[Organization], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]
