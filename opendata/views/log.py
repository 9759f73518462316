"""/log/: the tamper-evident log as its readers' programs expect it. Public, and the same for everybody."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from marketplace.audit.keys import public_verifier
from marketplace.core.refusals import Refused
from opendata.queries.log import consistency_of, proof_of, published, tile_of

from .problems import refusal

View = Callable[..., HttpResponse]
MOST_DIGITS = 18


def open_log(view: View) -> View:
    """Open the page to everybody, answer refusals as problem+json; nothing of it depends on the reader."""

    @login_not_required
    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Refused as refused:
            response = refusal(refused)
        response["X-Content-Type-Options"] = "nosniff"
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return answered


@open_log
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Hand out the newest checkpoint, a C2SP signed note."""
    return HttpResponse(published().note, content_type="text/plain; charset=utf-8")


@open_log
def key(request: HttpRequest) -> HttpResponse:
    """Hand out the public key that checkpoints are signed with."""
    return HttpResponse(public_verifier() + "\n", content_type="text/plain; charset=utf-8")


@open_log
def tile(request: HttpRequest, level: int, number: str) -> HttpResponse:
    """Hand out a tile of hashes; full tiles never change."""
    response = HttpResponse(tile_of(level, number), content_type="application/octet-stream")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@open_log
def proof(request: HttpRequest) -> JsonResponse:
    """Prove that a leaf is in the log (`leaf=`), or that one checkpoint continues another (`old=`, `new=`)."""
    if leaf := request.GET.get("leaf", ""):
        return JsonResponse(proof_of(leaf[:200]).as_record())
    return JsonResponse(consistency_of(size(request, "old"), size(request, "new")))


def size(request: HttpRequest, name: str) -> int:
    """Return the tree size that a parameter names. Refused (422) when it is no number."""
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise Refused("opendata.leaf_or_sizes", field="leaf")
    return int(text)
