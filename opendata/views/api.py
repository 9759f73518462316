"""/api/v1/: the public record as JSON, read-only, page by key, errors as problem+json."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import NinjaAPI, Path, Query, Router

from bidding.queries.tenders import public_tenders
from contracts.queries.contracts import public_contracts
from deliberation.queries.needs import public_needs
from marketplace.core.refusals import Refused
from organizations.queries.organizations import public_organizations
from projects.models import PastProcess
from projects.queries.projects import public_projects
from ranking.queries.standings import ranking_table

from . import schemas
from .faults import handle_errors
from .programs import StrictParser

MOST = 100
api = NinjaAPI(
    title="Community Service Marketplace",
    version="1",
    description=(
        "The public record as data for everybody, and the work of tendering for programs that sign in. "
        "Bids are never shown before opening, not even their number."
    ),
    urls_namespace="api",
    docs_url=None,
    parser=StrictParser(),
)
handle_errors(api)
routers: dict[str, Router] = {}
collections: list[str] = []
Cursor = Query("", max_length=20, description="id of the last row of the page before")
Limit = Query(20, ge=1, le=MOST)


def page(request: HttpRequest, rows: QuerySet, *, cursor: str, limit: int, also: tuple[str, ...] = ()) -> Any:
    """Return one page, newest first. Raises Refused for unknown parameters and cursors."""
    for name in request.GET:
        if name not in {"cursor", "limit", *also}:
            raise Refused("opendata.unknown_parameter", status=400, name=name[:40])
    if cursor:
        key = rows.model.objects.filter(public_id=_plain(cursor)).values_list("pk", flat=True).first()
        if key is None:
            raise Refused("opendata.unknown_cursor", status=400)
        rows = rows.filter(pk__lt=key)
    found = list(rows.order_by("-pk")[: limit + 1])
    return {"next": found[limit - 1].public_id if len(found) > limit else "", "results": found[:limit]}


def one(request: HttpRequest, rows: QuerySet, public_id: str) -> Any:
    """Return the row. Raises Http404, and Refused for unknown parameters."""
    for name in request.GET:
        raise Refused("opendata.unknown_parameter", status=400, name=name[:40])
    row = rows.filter(public_id=_plain(public_id)).first()
    if row is None:
        raise Http404
    return row


def _plain(text: str) -> str:
    return text if text.isascii() and text.isalnum() else ""


def _paged(schema: type) -> type:
    return type(
        f"{schema.__name__}Page",
        (schemas.PageOut,),
        {"__annotations__": {"results": list[schema]}},  # type: ignore[valid-type]
    )


def collection(
    path: str, tag: str, rows: Callable[[], QuerySet], schema: type, also: tuple[str, ...] = ()
) -> None:
    """Offer a list and its single objects at `path`; `also` are further tags of the single objects."""
    router = Router(tags=[tag])
    errors = {(400, 404, 422): schemas.ProblemOut}

    def many(request, cursor: str = Cursor, limit: int = Limit):
        return page(request, rows(), cursor=cursor, limit=limit)

    def single(request, public_id: str = Path(..., max_length=20)):
        return one(request, rows(), public_id)

    name = tag.lower().replace(" ", "_")
    many.__doc__, single.__doc__ = f"List {tag.lower()}, newest first.", "Return one of them by its id."
    router.get(
        "", response={200: _paged(schema), **errors}, operation_id=f"list_{name}", url_name=f"{name}_list"
    )(many)
    router.get(
        "/{public_id}",
        response={200: schema, **errors},
        operation_id=f"get_{name}",
        url_name=name,
        tags=[tag, *also],
    )(single)
    api.add_router(path, router)
    routers[path] = router
    collections.append(path.strip("/"))


def _projects() -> QuerySet:
    return public_projects()


def _past() -> QuerySet:
    return PastProcess.objects.defer("body")


collection("/projects", "Projects", _projects, schemas.ProjectOut)
collection("/tenders", "Tenders", public_tenders, schemas.TenderOut, also=("tender",))
collection("/contracts", "Contracts", public_contracts, schemas.ContractOut)
collection("/organizations", "Organizations", public_organizations, schemas.OrganizationOut)
collection("/past-processes", "Past processes", _past, schemas.PastOut)
collection("/needs", "Needs", public_needs, schemas.NeedOut)
standings = Router(tags=["Ranking"])


@standings.get(
    "",
    response={200: _paged(schemas.StandingOut), (400, 422): schemas.ProblemOut},
    operation_id="list_ranking",
    url_name="ranking_list",
)
def list_ranking(
    request,
    category: str = Query("*", pattern=r"^(\*|[A-Z]{2}\d{1,2})$"),
    start: int = Query(0, ge=0, le=100_000),
    limit: int = Limit,
):
    """List standings of a category by place; `*` is all categories; those without a place come last."""
    for name in request.GET:
        if name not in {"category", "start", "limit"}:
            raise Refused("opendata.unknown_parameter", status=400, name=name[:40])
    rows = list(ranking_table(category)[start : start + limit + 1])
    following = str(start + limit) if len(rows) > limit else ""
    return {"next": following, "results": rows[:limit]}


api.add_router("/ranking", standings)
collections.append("ranking")


@api.get("/", response=schemas.IndexOut, operation_id="index", tags=["Index"])
def index(request):
    """Name the collections and the description for machines."""
    root = request.build_absolute_uri(request.path)
    return {
        "title": api.title,
        "version": api.version,
        "description": f"{root}openapi.json",
        "collections": {name: f"{root}{name}" for name in collections},
    }
