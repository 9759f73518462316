"""Errors as problem+json (RFC 9457): status, sentence, the stable code of the refusal, the field that can cure it."""

from django.http import HttpResponse, JsonResponse

from marketplace.core.refusals import Refused
from marketplace.web.sentences import refusal_text


def problem(status: int, title: str, *, detail: str = "", code: str = "", **more: object) -> HttpResponse:
    """Return an error as problem+json."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def refusal(error: Refused) -> HttpResponse:
    """Return a refusal with its sentence, the article behind it and the field that can cure it."""
    more: dict[str, object] = {"field": error.field} if error.field else {}
    if error.citation:
        more["citation"] = str(error.citation)
    return problem(error.status, refusal_text(error), code=error.code, **more)
