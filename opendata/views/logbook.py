"""`log-checkpoint` and `log-proof`: the same answers as /log/, described with the other routes."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from .log import checkpoint, key, proof, tile
from .responses import errors
from .written import InclusionOut

checkpoints = Router(tags=["log-checkpoint"])
proofs = Router(tags=["log-proof"])
TEXT = {"responses": {200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "OK"}}}
TILE = {
    "responses": {
        200: {
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            "description": "OK",
        }
    }
}


@checkpoints.get(
    "/checkpoint", response={200: None, **errors(404)}, operation_id="log_checkpoint", openapi_extra=TEXT
)
def read_checkpoint(request: HttpRequest) -> HttpResponse:
    """Read the newest checkpoint: a C2SP signed note with origin, size and root. Also at /log/checkpoint."""
    return checkpoint(request)


@checkpoints.get("/key", response={200: None}, operation_id="log_key", openapi_extra=TEXT)
def read_key(request: HttpRequest) -> HttpResponse:
    """Read the public key of checkpoints as programs for signed notes take it. Also at /log/key."""
    return key(request)


@checkpoints.get(
    "/tile/{int:level}/{path:number}",
    response={200: None, **errors(404)},
    operation_id="log_tile",
    openapi_extra=TILE,
)
def read_tile(request: HttpRequest, level: int, number: str) -> HttpResponse:
    """Read a tile of hashes as C2SP names it (`x001/067`, `067.p/64`). Also at /log/tile/."""
    return tile(request, level, number)


@proofs.get(
    "/proof", response={200: InclusionOut, **errors(404)}, operation_id="log_proof", exclude_none=True
)
def read_proof(
    request: HttpRequest,
    leaf: str = Query("", max_length=200, description="leaf hash, hex or base64: where it stands in the log"),
    old: str = Query("", max_length=20, description="size of an older checkpoint"),
    new: str = Query("", max_length=20, description="size of a newer checkpoint that continues it"),
) -> HttpResponse:
    """Prove that a leaf is in the log (`leaf`), or that one checkpoint continues another (`old`, `new`)."""
    return proof(request)
