"""Errors as problem+json (RFC 9457): status, sentence, the stable code of the refusal, the field that can cure it."""

from django.http import HttpResponse, JsonResponse

from marketplace.core.refusals import Refused
from marketplace.web.sentences import refusal_text


def problem(status: int, title: str, *, detail: str = "", code: str = "", **more: object) -> HttpResponse:
    """Return an error as problem+json."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def refusal(error: Refused, **more: object) -> HttpResponse:
    """Return a refusal with its sentence, the article behind it, the field that can cure it, and its facts."""
    if error.field:
        more["field"] = error.field
    if error.citation:
        more["citation"] = str(error.citation)
    if error.facts:
        more["facts"] = {name: _plain(value) for name, value in error.facts.items()}
    return problem(error.status, refusal_text(error), code=error.code, **more)


def _plain(value: object) -> object:
    return value if isinstance(value, bool | int) else str(value)


class Unclean(Exception):  # noqa: N818 - what was sent cannot be used; no fault of the program
    """What was sent does not pass the form of the page: errors by field."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(str(errors))
        self.errors = errors
