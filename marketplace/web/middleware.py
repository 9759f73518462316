"""What every request carries: an id, the moment it was received, safe headers."""

import secrets
from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse

from marketplace.audit.registry import request_id
from marketplace.core.refusals import Refused
from marketplace.workdays.queries import now
from marketplace.workdays.rules import CalendarNotLoaded

from .formats import request_moment
from .sentences import as_refusal, refusal_text

Answer = Callable[[HttpRequest], HttpResponse]


class RequestMoment:
    """Set `request.now` (the moment of receipt, demo clock included) and the request id of the audit log."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(secrets.token_hex(8))
        structlog.contextvars.bind_contextvars(request=request_id.get())
        request.now = now()  # type: ignore[attr-defined]
        moment = request_moment.set(request.now)  # type: ignore[attr-defined]
        try:
            if "\x00" in request.path_info:  # no object has such an address, and the database refuses to look
                return render(request, "404.html", status=404)
            return self.get_response(request)
        finally:
            request_moment.reset(moment)
            structlog.contextvars.unbind_contextvars("request")
            request_id.reset(token)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal that no form caught with a page that says why; never a 500."""
        if not isinstance(exception, Refused | CalendarNotLoaded):
            return None
        refused = as_refusal(exception)
        context = {"sentence": refusal_text(refused), "code": refused.code}
        return render(request, "refused.html", context, status=refused.status)


class PrivatePages:
    """Keep pages of signed-in people out of every cache; add the headers that Django has no setting for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        response.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        return response


class HonestStatus:
    """Answer 422 where a library's page shows a form again because of what was typed, as our own pages do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Look at the form before the page is written; the editors' pages keep Wagtail's own answers."""
        form = (response.context_data or {}).get("form")
        is_wrong = getattr(form, "is_bound", False) and form.errors
        if response.status_code == HTTPStatus.OK and is_wrong and not request.path_info.startswith("/cms/"):
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class LargePrint:
    """Remember the choice of elder mode (`?elder=1`, `?elder=0`), so that a shared link can open in it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        wanted = request.GET.get("elder")
        if wanted in {"0", "1"}:
            response.set_cookie(
                "elder",
                wanted,
                max_age=365 * 86400,
                samesite="Lax",
                secure=request.is_secure(),
                httponly=True,
            )
        return response


class EditorPolicy:
    """Give the editors' pages their own content policy: the editor needs inline styles and frames its preview."""

    POLICY = (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'"
    )

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/cms/"):
            response.headers.setdefault("Content-Security-Policy", self.POLICY)
        return response
