"""Whatever goes wrong is answered as problem+json with the status of the bad-input table; never a 500."""

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from marketplace.core.refusals import Refused
from marketplace.web.sentences import as_refusal, reason_text
from marketplace.workdays.rules import CalendarNotLoaded

from .problems import Unclean, problem, refusal

STATE_AND_TIME = {"bidding.wrong_state", "bidding.deadline_passed"}
"""Reasons of verdicts that are conflicts (409), not matters of the person (403)."""


def handle_errors(api: NinjaAPI) -> None:
    """Register an answer for every error that a route can meet."""
    for kind, answer in ANSWERS.items():
        api.add_exception_handler(kind, answer)


def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer 422 naming each parameter."""
    wrong = "; ".join(f"{row['loc'][-1]}: {row['msg']}" for row in error.errors)
    return problem(422, "A parameter cannot be used", detail=wrong[:2000], code="opendata.invalid_parameter")


def on_unclean(request: HttpRequest, error: Unclean) -> HttpResponse:
    """Answer 422 with the errors of the page's form, by field."""
    detail = "; ".join(f"{name}: {' '.join(found)}" for name, found in error.errors.items())
    return refusal(Refused("opendata.unclean"), detail=detail[:2000], errors=error.errors)


def on_refused(request: HttpRequest, error: Refused | CalendarNotLoaded) -> HttpResponse:
    """Answer with the sentence of the refusal."""
    return refusal(as_refusal(error))


def on_denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    """Answer 403 with the reason of the verdict; 409 when state or time is the reason."""
    code = str(getattr(error, "reason", "") or "web.forbidden")
    status = 409 if code in STATE_AND_TIME else 403
    return problem(status, reason_text(code, getattr(error, "facts", {})), code=code)


def on_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """Answer 404 without saying whether the object exists."""
    return problem(404, "Not found", code="opendata.not_found")


def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer other errors of the framework in the same form."""
    return problem(getattr(request, "parse_status", error.status_code), str(error))


def on_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Answer 401 and say how to sign in."""
    response = refusal(Refused("opendata.not_signed_in", status=401))
    response["WWW-Authenticate"] = "Bearer"
    return response


def on_too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    """Answer 413."""
    return refusal(Refused("opendata.too_large", status=413))


def on_conflict(request: HttpRequest, error: IntegrityError) -> HttpResponse:
    """Answer 409 when the database found a second effect first."""
    return refusal(Refused("opendata.conflict", status=409))


def on_unkept(request: HttpRequest, error: DataError) -> HttpResponse:
    """Answer 422 when the database cannot keep a value."""
    return refusal(Refused("opendata.unclean"))


def on_busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """Answer 503 when a lock or statement took too long; nothing was changed."""
    response = refusal(Refused("opendata.busy", status=503))
    response["Retry-After"] = "2"
    return response


ANSWERS = {
    ValidationError: on_invalid,
    Unclean: on_unclean,
    Refused: on_refused,
    CalendarNotLoaded: on_refused,
    PermissionDenied: on_denied,
    Http404: on_missing,
    HttpError: on_http_error,
    AuthenticationError: on_stranger,
    RequestDataTooBig: on_too_big,
    IntegrityError: on_conflict,
    DataError: on_unkept,
    OperationalError: on_busy,
}
