"""The administrator asks whether a person may do something to an object, and why not."""

import inspect
from typing import Any

from django import forms
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldError
from django.db.models import Model, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from .access import PERMISSIONS, Permission, Verdict, demand
from .fields import LineField
from .pages import page
from .sentences import reason_text

NAMES = ("public_id", "reference", "code", "uscc", "number")
LONGEST_KEY = 18


class ExplainForm(forms.Form):
    """Person, act, object."""

    person = LineField(label=gettext_lazy("Person (e-mail or mobile number)"), max_length=254)
    act = forms.ChoiceField(label=gettext_lazy("Act"), choices=[])
    subject = LineField(
        label=gettext_lazy("Object (reference, code or identifier in its address)"),
        max_length=80,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act"].choices = sorted(
            ((act, act_label(act)) for act in PERMISSIONS), key=lambda choice: choice[1]
        )

    def clean_person(self) -> Model:
        """Return the person."""
        contact = self.cleaned_data["person"].lower()
        user = get_user_model().objects.filter(Q(email=contact) | Q(phone=contact)).first()
        if user is None:
            raise forms.ValidationError(_("Nobody has this address or number."))
        return user

    def clean(self) -> dict[str, Any]:
        """Find the object that the act needs."""
        cleaned = super().clean() or {}
        permission = PERMISSIONS.get(cleaned.get("act", ""))
        if permission and permission.model:
            cleaned["found"] = find_object(permission.model, cleaned.get("subject", ""))
            if cleaned["found"] is None:
                self.add_error(
                    "subject",
                    _("No such object: this act needs one of the kind “{kind}”.").format(
                        kind=apps.get_model(permission.model)._meta.verbose_name  # noqa: SLF001
                    ),
                )
        return cleaned


def act_label(act: str) -> str:
    """Return the act in the reader's language (scripts/messages.py reads it from the decorator)."""
    return pgettext("permission", act.replace("_", " "))


def rule_text(permission: Permission) -> str:
    """Return the rule in the reader's language: the first sentence of the function that decides."""
    text = " ".join((inspect.getdoc(permission.check) or "").split())
    return pgettext("permission", text) if text else ""


def find_object(model: str, key: str) -> Model | None:
    """Return the object by public id, reference, code or key; None when there is none."""
    rows = apps.get_model(model)._default_manager  # noqa: SLF001
    known = {field.name for field in rows.model._meta.get_fields()}  # noqa: SLF001
    condition = Q(pk__in=[])
    for name in NAMES:
        if name in known:
            condition |= Q(**{name: key})
    if key.isascii() and key.isdecimal() and len(key) <= LONGEST_KEY:
        condition |= Q(pk=int(key))
    try:
        return rows.filter(condition).first()
    except (FieldError, ValueError, TypeError):
        return None


def ask(permission: Permission, user: Model, found: Model | None) -> Verdict | None:
    """Ask the same function as the pages; None when the act needs more than one object."""
    given = [user] if found is None else [user, found]
    needed = [
        parameter
        for parameter in inspect.signature(permission.check).parameters.values()
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
    ]
    return permission.check(*given) if len(needed) <= len(given) else None


@require_GET
def explain(request: HttpRequest) -> HttpResponse:
    """Show the verdict with its reason."""
    demand(PERMISSIONS["explain_access"].check(request.user))
    form = ExplainForm(request.GET if "act" in request.GET else None)
    context: dict[str, Any] = {"form": form, "acts": len(PERMISSIONS)}
    if form.is_bound and form.is_valid():
        cleaned = form.cleaned_data
        permission = PERMISSIONS[cleaned["act"]]
        verdict = ask(permission, cleaned["person"], cleaned.get("found"))
        context |= {
            "asked": True,
            "verdict": verdict,
            "reason": reason_text(verdict.reason, verdict.facts)
            if verdict is not None and not verdict
            else "",
            "person": cleaned["person"],
            "roles": getattr(cleaned["person"], "role_label", ""),
            "found": cleaned.get("found"),
            "rule": rule_text(permission),
        }
    return page(request, "explain.html", context)
