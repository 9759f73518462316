"""How django-allauth finds and reaches our people: by e-mail or phone number."""

import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marketplace.web.fields import PhoneField, read_phone
from marketplace.workdays.queries import now as district_now
from organizations.models import User

from .sms import sms_gateway


def login_name(request: HttpRequest | None, credentials: dict | None = None) -> str | None:
    """Return the name under which failed sign-ins are counted: the e-mail or number as typed, normalized."""
    given = credentials or {}
    typed = given.get("email") or given.get("phone") or given.get("username")
    if not typed and request is not None:
        typed = request.POST.get("login")
        if not typed and getattr(request, "user", None) is not None and request.user.is_authenticated:
            typed = request.user.email or request.user.phone
    text = str(typed or "").strip().lower()
    return (read_phone(text) or text)[:255] or None


class ConfirmAddressStage(EmailVerificationStage):
    """Ask for the code sent by mail when somebody signed up and never confirmed the address.

    Accounts opened by an administrator have no address of their own choice to confirm.
    """

    def handle(self):
        """Pass accounts without an unconfirmed address on."""
        user = self.login.user
        if user is None:
            return super().handle() if self.login.email else (None, True)
        waiting = EmailAddress.objects.filter(user=user, verified=False).exists()
        confirmed = EmailAddress.objects.filter(user=user, verified=True).exists()
        return super().handle() if waiting and not confirmed else (None, True)


class AccountAdapter(DefaultAccountAdapter):
    """Sign in by e-mail or phone number; the same answer whether an account exists or not."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        same = _("The e-mail address, phone number or password is not right.")
        self.error_messages: dict[str, object] = {
            **DefaultAccountAdapter.error_messages,
            "email_password_mismatch": same,
            "phone_password_mismatch": same,
            "username_password_mismatch": same,
            "invalid_login": same,
        }

    def get_login_stages(self) -> list[str]:
        """Confirm phone and address, then the second factor."""
        return [
            "allauth.account.stages.PhoneVerificationStage",
            "organizations.gateways.accounts.ConfirmAddressStage",
            "allauth.mfa.stages.AuthenticateStage",
        ]

    def phone_form_field(self, **options: object) -> PhoneField:
        """Return our field: eleven digits however they are written."""
        options["label"] = _("Mobile number")
        return PhoneField(**options)

    def get_user_by_phone(self, phone: str) -> User | None:
        """Return the person with the number."""
        return User.objects.filter(phone=read_phone(phone)).first()

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """Return number and whether it is verified."""
        return (user.phone, user.phone_verified_at is not None) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        """Keep the number."""
        user.phone = read_phone(phone)
        user.phone_verified_at = timezone.now() if verified else None
        user.save(update_fields=["phone", "phone_verified_at"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Mark the number as verified."""
        self.set_phone(user, phone, verified=True)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **options: object) -> None:
        """Send the code, at most 70 characters with our name."""
        self._send(phone, _("[{site}] Your code is {code}. Valid for 15 minutes; tell it to nobody."), code)

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Tell the owner of the number that they have an account; the page says what it always says."""
        self._send(phone, _("[{site}] This number already has an account. Sign in with it."))

    def _send(self, phone: str, text: str, code: str = "") -> None:
        gateway = sms_gateway()
        if gateway is not None:
            gateway.send(phone=phone, text=text.format(site=settings.WAGTAIL_SITE_NAME, code=code))

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """Save a person who signed up, with name, number and language."""
        user.name = form.cleaned_data.get("name") or ""
        user.phone = form.cleaned_data.get("phone") or None
        user.joined_at = district_now()
        user.language = translation.get_language() or settings.LANGUAGE_CODE
        user = super().save_user(request, user, form, commit)
        if commit:  # by the clock of the page, as every other act
            user.joined_at = request.now  # type: ignore[attr-defined]
            user.save(update_fields=["joined_at"])
        return user

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the desk, in the language of the page."""
        return reverse("desk:home")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the first choice: resident or organization."""
        return reverse("organizations:start")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Lead home."""
        return "/en/" if translation.get_language() == "en" else "/"

    def reauthenticate(self, user: User, password: str) -> bool:
        """Check the password again, by whatever the person is reached with."""
        reached = {"email": user.email} if user.email else {"phone": user.phone}
        found = self.authenticate(self.request, password=password, **reached)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **options: object) -> bool:
        """Ask nobody again who proved within 15 minutes who they are, when they set up the second factor."""
        request = self.request
        if app == "allauth.mfa" and request is not None:
            records = get_authentication_records(request, request.user)
            latest = max((record["at"] for record in records), default=0)
            return time.time() - latest >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return super().is_reauthentication_required(app=app, **options)
