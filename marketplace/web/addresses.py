"""Addresses in two languages: no prefix is Chinese, /en/ is English."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import translate_url

from .formats import is_chinese

ONE_LANGUAGE = (
    "/en/",
    "/api/",
    "/cms/",
    "/documents/",
    "/static/",
    "/media/",
    "/demo/",
    "/language/",
)
"""Prefixes that exist once."""


def localized(path: object) -> str:
    """Return the address of a stored, language-neutral path in the language of the page."""
    text = str(path or "")
    if not text.startswith("/") or text.startswith(("//", *ONE_LANGUAGE)) or is_chinese():
        return text
    return f"/en{text}"


def in_language(request: HttpRequest, code: str) -> str:
    """Return the address of the page being shown in the other language; the home page when it has none."""
    here = request.get_full_path()
    there = translate_url(here, code)
    if there != here or request.method not in {"GET", "HEAD"}:
        return there
    wanted = "/en/" if code == "en" else "/"
    return here if here.startswith("/en/") == (code == "en") else wanted


def with_query(request: HttpRequest | None, **changes: str) -> str:
    """Return the query of the page with some values changed (empty removes), as ?a=b."""
    values = request.GET.copy() if request else {}
    for name, value in changes.items():
        values.pop(name, None)
        if value:
            values[name] = value
    query = values.urlencode() if hasattr(values, "urlencode") else urlencode(values)
    return f"?{query}" if query else "?"
