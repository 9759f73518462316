"""What the sealing script of the page asks: terms, parts of ciphertext, the container; officers' keys with proof."""

import base64
import binascii
import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions.containers import seal_container, sealing_terms
from bidding.actions.officers import begin_proof, enroll_own_key, prove_own_key
from bidding.actions.parts import upload_part
from bidding.models import Lot
from bidding.permissions import may_enroll_officer_key, may_submit_bid, may_upload_part
from bidding.queries.bids import bidding_organizations
from bidding.queries.officers import key_of
from bidding.sealing.outer import FILE_LIMIT
from marketplace.core.canonical import digest
from marketplace.core.clock import local
from marketplace.core.refusals import Refused
from marketplace.web.access import Denied, demand
from marketplace.web.sentences import reason_text, refusal_text
from organizations import permissions as people
from organizations.models import Organization
from organizations.queries.people import open_posts

from .bidder import find_lot

PROOF = "officer_key_proof"
LONGEST_TOKEN = 64
Page = Callable[..., HttpResponse]


def answers_json(view: Page) -> Page:
    """Answer refusals and denials with JSON: code, sentence in the reader's language, facts."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            facts = {k: v for k, v in refused.facts.items() if isinstance(v, int | str)}
            body = {"code": refused.code, "text": refusal_text(refused), "facts": facts}
            return JsonResponse(body, status=refused.status)
        except Denied as refused:
            body = {"code": refused.reason, "text": reason_text(refused.reason, refused.facts)}
            return JsonResponse(body, status=HTTPStatus.FORBIDDEN)

    return answered


def _organization(request: HttpRequest, number: object) -> Organization:
    is_number = (
        isinstance(number, str) and number.isascii() and number.isdigit() and len(number) < LONGEST_TOKEN
    )
    return get_object_or_404(bidding_organizations(request.user), pk=number if is_number else 0)


def _demand_fresh(request: HttpRequest) -> None:
    if not people.is_second_factor_fresh(request):
        raise Refused("bidding.confirm_again", status=HTTPStatus.FORBIDDEN)


def _body(request: HttpRequest, *names: str) -> dict[str, object]:
    """Return the members of a JSON object; raises Refused 422 for anything else."""
    try:
        found = json.loads(request.body)
        return {name: found[name] for name in names}
    except (ValueError, KeyError, TypeError, RecursionError, RequestDataTooBig) as error:
        raise Refused("bidding.container_value", where="JSON") from error


@never_cache
@require_safe
@answers_json
def bid_terms(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out what a sealing program needs for one of the reader's organizations."""
    lot = find_lot(public_id)
    organization = _organization(request, request.GET.get("organization", ""))
    demand(may_submit_bid(request.user, lot, organization, request.now))
    return JsonResponse({**sealing_terms(lot, organization), "one_file": FILE_LIMIT})


@never_cache
@require_http_methods(["POST"])
@answers_json
def bid_part(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Take a piece of ciphertext; a wrong offset is answered with the number of bytes received."""
    lot = find_lot(public_id)
    organization = _organization(request, request.GET.get("organization", ""))
    demand(may_upload_part(request.user, lot, organization))
    size, offset = (_whole(request, one) for one in ("size", "offset"))
    try:
        content = request.body
    except RequestDataTooBig as error:
        raise Refused("bidding.part_large", status=413, field="content", limit="2 MB") from error
    part = upload_part(
        actor=request.user, lot=lot, organization=organization, name=name, size=size, offset=offset,
        content=content, now=request.now,
    )  # fmt: skip
    return JsonResponse({"received": part.received, "sha256": part.sha256})


def _whole(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 13):  # noqa: PLR2004 - far above every limit
        raise Refused("bidding.part_size", field=name, size=text[:20])
    return int(text)


@never_cache
@require_http_methods(["POST"])
@answers_json
def bid_container(request: HttpRequest, public_id: str) -> HttpResponse:
    """Seal what the page has sealed; the same token answers the same receipt again."""
    lot: Lot = find_lot(public_id)
    given = _body(request, "organization", "token", "envelopes")
    organization, token = _organization(request, given["organization"]), given["token"]
    _demand_fresh(request)
    if not isinstance(token, str) or len(token) != LONGEST_TOKEN:
        raise Refused("bidding.container_value", where="token")
    sealed = seal_container(
        actor=request.user, lot=lot, organization=organization, envelopes=given["envelopes"],
        token=digest(token.encode()),
    )  # fmt: skip
    bid = sealed.bid
    answer = {
        "receipt": bid.receipt_number,
        "received_at": f"{local(bid.sealed_at):%Y-%m-%d %H:%M:%S.%f}",
        "address": reverse("bidding:receipt", args=[bid.receipt_number]),
    }
    return JsonResponse(answer, status=HTTPStatus.CREATED)


@never_cache
@require_http_methods(["POST"])
@answers_json
def officer_key_challenge(request: HttpRequest) -> HttpResponse:
    """Encrypt a fresh challenge to the key whose possession is to be proven: the own one, or a new one."""
    demand(may_enroll_officer_key(request.user))
    _demand_fresh(request)
    own = key_of(request.user)
    recipient = own.recipient if own else _body(request, "recipient")["recipient"]
    proof = begin_proof(recipient)
    request.session[PROOF] = {"recipient": proof.recipient, "answer": proof.answer}
    return JsonResponse({"challenge": base64.b64encode(proof.challenge).decode()})


@never_cache
@require_http_methods(["POST"])
@answers_json
def officer_key_proof(request: HttpRequest) -> HttpResponse:
    """Take the answer to the challenge; keep a new key under its passphrase, or mark the own one as checked."""
    demand(may_enroll_officer_key(request.user))
    _demand_fresh(request)
    given = _body(request, "proof", "locked")
    asked = request.session.pop(PROOF, {})
    proof = {"recipient": asked.get("recipient", ""), "expected": asked.get("answer", "")}
    answer = _decoded(given["proof"])
    if key_of(request.user):
        prove_own_key(actor=request.user, answer=answer, now=request.now, **proof)
    else:
        post = open_posts(request.user).filter(role="opening_officer").first()
        enroll_own_key(
            actor=request.user, department=post.department, locked=_decoded(given["locked"]), answer=answer,
            now=request.now, **proof,
        )  # fmt: skip
    messages.success(request, _("The key works. Keep the passphrase where only you find it."))
    return JsonResponse({"address": reverse("bidding:opening_list")})


def _decoded(given: object) -> bytes:
    try:
        return base64.b64decode(given, validate=True) if isinstance(given, str) else b""
    except (binascii.Error, ValueError):
        return b""
