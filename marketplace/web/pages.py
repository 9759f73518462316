"""What every page does the same way: run an action, answer refusals, hand out files, page by key."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.core.refusals import Refused
from marketplace.statutes import RULES
from marketplace.workdays.rules import CalendarNotLoaded

from .files import StoredFile
from .sentences import as_refusal, refusal_text

INLINE = {"image/jpeg", "image/png", "image/webp"}


def attempt(form: forms.Form, act: Callable[..., Any], **arguments: object) -> Any | None:
    """Run the action; when it is refused put its sentence on the form (on its field if named) and return None."""
    try:
        return act(**arguments)
    except (Refused, CalendarNotLoaded) as caught:
        refused = as_refusal(caught)
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, refusal_text(refused))
        form.refused_status = refused.status  # type: ignore[attr-defined]
        form.refused_rules = RULES.speaking(refused.code)  # type: ignore[attr-defined]
        return None


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, **more: Any
) -> HttpResponse:
    """Render a page; a bound form with errors answers 422 (or the status of the refusal), never 200."""
    context = {**(context or {}), **more}
    status = 200
    for value in context.values():
        if isinstance(value, forms.BaseForm) and value.is_bound and value.errors:
            status = getattr(value, "refused_status", 422)
    return render(request, template, context, status=status)


def hand_out(stored: StoredFile) -> FileResponse:
    """Answer with a kept file: pictures inline, everything else as attachment, never sniffed, never run."""
    inline = stored.content_type in INLINE
    response = FileResponse(stored.file.open("rb"), content_type=stored.content_type)
    kind = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(stored.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
