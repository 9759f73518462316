"""Acts as a table: what may be done with an object, in which states, by whom, with which form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from incubation.forms import ActForm, EmptyForm
from marketplace.web.access import Verdict, demand
from marketplace.web.pages import attempt


@dataclass(frozen=True)
class Act:
    """One act: code in the address, label of the button, who may, the action, the states in which it is offered.

    `subject` is the action's name for the object; empty when the form names another object.
    """

    code: str
    label: str | Promise
    may: Callable[[Any, Any], Verdict]
    run: Callable[..., object]
    states: Sequence[str]
    subject: str
    form: type[ActForm] = EmptyForm
    variant: str = "primary"
    when: Callable[[Any, Any], bool] = lambda _user, _subject: True

    def is_offered(self, user: object, subject: Model) -> bool:
        """Say whether the person sees the act on the page of the object."""
        return subject.state in self.states and self.when(user, subject) and bool(self.may(user, subject))


def offered(
    acts: Sequence[Act], user: object, subject: Model, used: dict[str, BaseForm]
) -> list[dict[str, object]]:
    """Return the acts that the person may take now, each with its form (the one with errors if it was sent)."""
    return [
        {"act": act, "form": used.get(act.code) or act.form(subject=subject, prefix=act.code)}
        for act in acts
        if act.code in used or act.is_offered(user, subject)
    ]


def perform(request: HttpRequest, acts: Sequence[Act], code: str, subject: Model) -> BaseForm | None:
    """Run the posted act; return its form when something is to be corrected, else None."""
    act = next((act for act in acts if act.code == code), None)
    if act is None:
        raise Http404
    demand(act.may(request.user, subject))
    form = act.form(request.POST, request.FILES, subject=subject, prefix=act.code)
    if not form.is_valid():
        return form
    arguments = {**form.arguments(), "actor": request.user, "now": request.now}
    if act.subject:
        arguments[act.subject] = subject
    if attempt(form, act.run, **arguments) is None:
        return form
    messages.success(request, _("Done: %(act)s.") % {"act": act.label})
    return None
