"""What people type about themselves and their organizations; forms only clean."""

from allauth.account import forms as account_forms
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.web.fields import (
    CreditCodeField,
    DayField,
    FileField,
    LineField,
    PhoneField,
    TextField,
    read_phone,
)
from organizations.models import Community, Department, User
from organizations.rules.credit_code import InvalidCreditCode, check_credit_code
from organizations.states import MemberRole, OrganizationKind, PostRole, SanctionKind

CODE_ERRORS = {
    "length": _("A unified social credit code has 18 characters."),
    "character": _("The code contains a character that these codes never use (I, O, S, V, Z are not used)."),
    "check": _("The check character does not fit: at least one character was mistyped."),
}


class LoginForm(account_forms.LoginForm):
    """E-mail or mobile number, and password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail or mobile number")
        self.fields["login"].max_length = 254
        self.fields["login"].widget.attrs |= {"placeholder": "", "autocomplete": "username"}
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs["placeholder"] = ""
        self.fields.pop("remember", None)

    def clean_login(self) -> str:
        """Return the address in lower case, or the eleven digits."""
        typed = super().clean_login()
        return read_phone(typed) or typed.lower()

    def clean(self) -> dict:
        """Let nobody stay signed in beyond the session."""
        self.cleaned_data["remember"] = False
        return super().clean()


class SignupForm(account_forms.SignupForm):
    """Name, e-mail or mobile number (one is enough), password."""

    name = LineField(label=_("Your name"), max_length=60)
    field_order = ("name", "email", "phone", "password1", "password2")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _(
            "Only the community and officials see it; others see what you choose."
        )
        self.fields["email"].label = _("E-mail")
        self.fields["email"].required = not settings.SMS_GATEWAY
        if "phone" in self.fields:
            self.fields["phone"].help_text = _("E-mail or mobile number: one is enough.")
        self.fields["password1"].label = _("Password")
        self.fields["password1"].help_text = _("At least 12 characters; a sentence is easy to remember.")
        self.fields["password2"].label = _("Password again")
        for name in ("email", "password1", "password2"):
            self.fields[name].widget.attrs["placeholder"] = ""

    def clean_email(self) -> str | None:
        """Return the address, or None when only a number was given."""
        return super().clean_email() if self.cleaned_data.get("email") else None

    def clean(self) -> dict:
        """Ask for at least one way to reach the person."""
        cleaned = super().clean()
        if not cleaned.get("email") and not cleaned.get("phone") and not self.errors:
            self.add_error("email", _("Enter an e-mail address or a mobile number."))
        return cleaned


def valid_code(code: str) -> None:
    """Validate a credit code; the sentence says what is wrong with it."""
    try:
        check_credit_code(code)
    except InvalidCreditCode as wrong:
        raise forms.ValidationError(CODE_ERRORS[wrong.reason], code=wrong.reason) from wrong


class StartOrganizationForm(forms.Form):
    """The first three things about an organization."""

    kind = forms.ChoiceField(label=_("Type"), choices=OrganizationKind.choices, widget=forms.RadioSelect)
    uscc = CreditCodeField(
        label=_("Unified social credit code"),
        max_length=40,
        required=False,
        validators=[valid_code],
        help_text=_("18 characters, as on the certificate. A filed community organization leaves it empty."),
    )
    name = LineField(label=_("Name"), max_length=120, help_text=_("Exactly as on the certificate."))


class OrganizationForm(forms.Form):
    """The whole record of an organization."""

    kind = forms.ChoiceField(label=_("Type"), choices=OrganizationKind.choices)
    uscc = CreditCodeField(
        label=_("Unified social credit code"), max_length=40, required=False, validators=[valid_code]
    )
    name = LineField(label=_("Name"), max_length=120)
    name_en = LineField(label=_("Name in English"), max_length=200, required=False)
    registrar = LineField(label=_("Registration authority"), max_length=120, required=False)
    supervising_unit = LineField(label=_("Supervising unit"), max_length=120, required=False)
    registered_on = DayField(label=_("Registered on"), required=False)
    legal_representative = LineField(label=_("Legal representative"), max_length=60, required=False)
    address = LineField(label=_("Address"), max_length=200, required=False)
    phone = LineField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    community = forms.ModelChoiceField(
        label=_("Community"),
        queryset=Community.objects.none(),
        required=False,
        empty_label=_("Whole district"),
    )
    summary = TextField(
        label=_("What the organization does"),
        max_length=2000,
        required=False,
        help_text=_("Two or three sentences that residents understand; shown on the public profile."),
    )
    categories = forms.MultipleChoiceField(
        label=_("Fields of service"), choices=[], required=False, widget=forms.CheckboxSelectMultiple
    )
    assessment_grade = forms.TypedChoiceField(
        label=_("Assessment grade"),
        choices=[("", _("Not assessed")), *((n, f"{n}A") for n in range(5, 0, -1))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    grade_issued_on = DayField(
        label=_("Grade issued on"), required=False, help_text=_("A grade holds for five years.")
    )
    bank_name = LineField(label=_("Bank"), max_length=120, required=False)
    bank_account = LineField(
        label=_("Bank account"),
        max_length=40,
        required=False,
        help_text=_("Payments go to this account. It is never shown in public."),
    )

    def __init__(self, *args: object, categories: list[tuple[str, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = Community.objects.order_by("code")
        self.fields["categories"].choices = categories
        if not categories:
            del self.fields["categories"]


class CertificateForm(forms.Form):
    """A certificate with its term."""

    title = LineField(label=_("Certificate"), max_length=120)
    number = LineField(label=_("Number"), max_length=60, required=False)
    issued_on = DayField(label=_("Issued on"), required=False)
    expires_on = DayField(
        label=_("Valid until"), required=False, help_text=_("We remind you 30 days before it expires.")
    )
    upload = FileField(label=_("File (PDF or picture)"))


class ReasonForm(forms.Form):
    """A reason that the other side reads."""

    reason = TextField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices, widget=forms.RadioSelect)


class SuccessorForm(forms.Form):
    """Who takes over when the legal representative leaves."""

    successor = forms.ModelChoiceField(
        label=_("Who takes over"), queryset=User.objects.none(), required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args: object, members: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = members


class CommunityForm(forms.Form):
    """Where a resident lives."""

    community = forms.ModelChoiceField(
        label=_("Your community"), queryset=Community.objects.none(), empty_label=_("Please choose")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = Community.objects.order_by("code")


class HouseholdForm(forms.Form):
    """The household of a resident, as the worker knows it."""

    building = LineField(label=_("Building"), max_length=20)
    door = LineField(label=_("Door"), max_length=20)


class PhoneForm(forms.Form):
    """A resident's mobile number, which the worker has called."""

    phone = PhoneField(label=_("Mobile number"))


class FindPersonForm(forms.Form):
    """Find a person by the exact e-mail address or mobile number."""

    contact = LineField(label=_("E-mail or mobile number"), max_length=254)

    def clean_contact(self) -> str:
        """Return the number or the address in lower case."""
        typed = self.cleaned_data["contact"]
        return read_phone(typed) or typed.lower()


class NewPersonForm(forms.Form):
    """A new account that an administrator opens."""

    name = LineField(label=_("Name"), max_length=60)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = PhoneField(label=_("Mobile number"), max_length=40, required=False)


class PostForm(forms.Form):
    """A post: department and role."""

    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none())
    role = forms.ChoiceField(label=_("Role"), choices=PostRole.choices)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.order_by("code")


class AppointmentForm(CommunityForm):
    """An appointment to a community."""

    role = forms.ChoiceField(
        label=_("Role"), choices=[("worker", _("Community worker")), ("director", _("Community director"))]
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].label = _("Community")


class ExpertForm(forms.Form):
    """A place on the expert roster."""

    field = LineField(label=_("Field"), max_length=120)
    employer = LineField(label=_("Employer"), max_length=120)
    categories = LineField(
        label=_("Categories"),
        max_length=400,
        required=False,
        help_text=_("Codes of the service catalogue, separated by blanks or commas."),
    )

    def clean_categories(self) -> list[str]:
        """Return the codes."""
        return self.cleaned_data["categories"].replace(",", " ").replace("，", " ").replace("、", " ").split()


class SanctionForm(forms.Form):
    """A warning or a ban: why, by which article and document, until when."""

    kind = forms.ChoiceField(label=_("Decision"), choices=SanctionKind.choices, widget=forms.RadioSelect)
    reason = TextField(
        label=_("Reason; it is published"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    citation = LineField(label=_("Legal basis (law and article)"), max_length=200)
    document = LineField(label=_("Document (number and date)"), max_length=200)
    ends_on = DayField(label=_("Last day"))


class SanctionAppealForm(forms.Form):
    """Why the decision should not stand."""

    text = TextField(
        label=_("Why it should not stand"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class SanctionAnswerForm(forms.Form):
    """The answer to an appeal, with reasons."""

    is_upheld = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[
            ("yes", _("Upheld: the decision no longer holds")),
            ("no", _("Dismissed: the decision stands")),
        ],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    reason = TextField(label=_("Reasons"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
