"""What anybody needs to check an opening: the signed record, the ciphertext of the prices with their keys, and how."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bidding.queries.openings import opened_price_form
from bidding.sealing.keys import public_key
from marketplace.core.canonical import canonical, digest
from marketplace.web.pages import page

from .public import find, finished_opening

SEALING_FILES = {
    "sealbid-1.md": ("docs", "text/markdown; charset=utf-8"),
    "sealbid-1-vectors.json": ("docs", "application/json; charset=utf-8"),
    "sealbid.py": ("scripts", "text/x-python; charset=utf-8"),
    "sealing.js": ("bidding/static/bidding", "text/javascript; charset=utf-8"),
    "sealing.js.licences.txt": ("bidding/static/bidding", "text/plain; charset=utf-8"),
}


@login_not_required
@require_safe
def sealing_file(request: HttpRequest, name: str) -> HttpResponse:
    """Hand out the specification of the container, its vectors, the offline tool, or the script of the pages."""
    if name not in SEALING_FILES:
        raise Http404
    folder, kind = SEALING_FILES[name]
    content = (settings.BASE_DIR / folder / name).read_bytes()
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Content-SHA256"] = digest(content)
    return response


@login_not_required
@require_safe
def opening_signed(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out the opening record with its signature and the public key that it belongs to."""
    tender = find(public_id, request)
    opening = finished_opening(tender, request)
    body = canonical({"record": opening.record, "signature": opening.signature, "public_key": public_key()})
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{tender.reference}-record.json"'
    return response


@login_not_required
@require_safe
def price_ciphertext(request: HttpRequest, public_id: str, number: str) -> FileResponse:
    """Hand out the ciphertext of the price form of an opened bid, byte for byte as it was sealed."""
    tender = find(public_id, request)
    finished_opening(tender, request)
    part = opened_price_form(tender, number)
    if part is None or not part.file.storage.exists(part.file.name):
        raise Http404
    response = FileResponse(part.file.open("rb"), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{number}.age"'
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Content-SHA256"] = part.sha256
    return response


@login_not_required
@require_safe
def price_key(request: HttpRequest, public_id: str, number: str) -> HttpResponse:
    """Hand out the key of the price form of an opened bid, as the program age reads it."""
    opening = finished_opening(find(public_id, request), request)
    for bid in opening.record["bids"]:
        if bid["receipt"] == number and bid["price_form"]["key"]:
            response = HttpResponse(f"{bid['price_form']['key']}\n", content_type="text/plain; charset=utf-8")
            response["Content-Disposition"] = f'attachment; filename="{number}.txt"'
            return response
    raise Http404


@login_not_required
@require_safe
def opening_verify(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say how to check this opening with ordinary programs, and what that does not prove."""
    tender = find(public_id, request)
    opening = finished_opening(tender, request)
    opened = [bid for bid in opening.record["bids"] if bid["price_form"]["key"]]
    context = {"tender": tender, "opening": opening, "opened": opened, "key": public_key()}
    return page(request, "bidding/opening_verify.html", context)
