"""What every writing route does the same way: who asks, is the second factor fresh, has this been asked before."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NoReturn

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Header, Schema
from ninja.errors import HttpError
from ninja.parser import Parser
from ninja.security import HttpBearer

from marketplace.core.canonical import canonical
from marketplace.core.refusals import Refused
from opendata.actions.answers import Answer, answer_once
from organizations.gateways.programs import find_signed
from organizations.permissions import is_second_factor_fresh

LONGEST_KEY = 200
Key = Header(
    "",
    alias="Idempotency-Key",
    description="a random text of your choice; the same key gives the same answer and has one effect",
)
KeyNeeded = Header(..., alias="Idempotency-Key", description="a random text of your choice, once per seal")


class StrictParser(Parser):
    """JSON as RFC 8259 and nothing else: UTF-8, an object, no name twice, no NaN, no text that cannot be stored."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the object; other texts answer 400, other types 415.

        The framework turns every error here into its own 400: `parse_status` tells the handler which it was.
        """
        if request.content_type != "application/json":
            request.parse_status = 415
            raise HttpError(415, "send application/json")
        try:
            found = json.loads(
                request.body.decode("utf-8"),
                object_pairs_hook=_once_each,
                parse_constant=_no_constant,
                parse_float=str,
            )
            plain = json.dumps(found, ensure_ascii=False)
            plain.encode("utf-8")
        except (ValueError, RecursionError) as error:
            raise HttpError(400, "the body is no plain JSON") from error
        if not isinstance(found, dict):
            raise HttpError(400, "the body must be one JSON object")
        if "\\u0000" in plain:
            request.parse_status = 422
            raise HttpError(422, "the body holds a character that cannot be kept")
        return found


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _no_constant(text: str) -> NoReturn:
    raise ValueError(text)


class Bearer(HttpBearer):
    """A token from `POST /api/v1/session` in the `Authorization` header."""

    def authenticate(self, request: HttpRequest, token: str) -> object | None:
        """Return the session, and make its person the person of the request."""
        signed = find_signed(token)
        if signed is not None:
            request.signed, request.user = signed, signed.user
        return signed


class Perhaps(Bearer):
    """A token may be given; without one the caller reads what everybody reads."""

    def __call__(self, request: HttpRequest) -> object | None:
        """Let callers without the header through."""
        return super().__call__(request) if request.headers.get("Authorization") else "anybody"


def demand_fresh(request: HttpRequest) -> None:
    """Refuse (403) when the second factor was confirmed more than 15 minutes ago."""
    asked = SimpleNamespace(session=request.signed.session, user=request.user)
    if not is_second_factor_fresh(asked):
        raise Refused("organizations.second_factor_stale", status=403)


def checked_key(key: str) -> str:
    """Return the key. Refused (422) unless it is 1 to 200 visible ASCII characters."""
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise Refused("opendata.key_unreadable")
    return key


def once(request: HttpRequest, key: str, asked: object, act: Callable[[], Answer]) -> HttpResponse:
    """Run the act in one transaction and answer; with a key, a repeat gets the kept answer and has no effect."""
    repeated = False
    if key:
        (status, body), repeated = answer_once(
            actor=request.user,
            key=checked_key(key),
            asked=[request.method, request.path, asked],
            now=request.now,
            act=act,
        )
    else:
        with transaction.atomic():
            status, body = act()
    response = answer(status, body)
    if repeated:
        response["Idempotent-Replayed"] = "true"
    return response


def answer(status: int, body: object) -> HttpResponse:
    """Return the body as canonical JSON: the same bytes for the same answer."""
    response = HttpResponse(canonical(body), content_type="application/json; charset=utf-8", status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def plain(schema: type[Schema], row: object) -> dict[str, Any]:
    """Return the row as JSON through its schema: nothing that the schema does not name."""
    return schema.from_orm(row).model_dump(mode="json")
