"""`tender`: create, read, hand in, publish, end. The rules, states and permissions are those of the pages."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from bidding.actions import ending
from bidding.actions import tenders as acts
from bidding.forms import CriteriaForms, PublishForm, TenderForm
from bidding.models import Tender
from bidding.permissions import (
    may_cancel_tender,
    may_create_tender,
    may_edit_tender,
    may_publish_tender,
    may_read_tender_file,
    may_return_tender,
    may_submit_tender,
)
from bidding.queries.tenders import public_tenders, tenders_visible_to
from marketplace.core.clock import SHANGHAI, day_of, is_believable
from marketplace.core.refusals import Refused
from marketplace.web.access import demand
from projects.queries.projects import public_projects

from .api import routers
from .problems import Unclean
from .programs import Bearer, Key, answer, demand_fresh, once, plain
from .responses import errors
from .written import AmendmentIn, PublishIn, ReasonIn, TenderFields, TenderFile, TenderIn

TAGS, TOKEN = ["tender"], Bearer()
router = Router(tags=TAGS, auth=TOKEN)
collection = routers["/tenders"]
ANSWERS = {200: TenderFile, **errors(401, 403, 404, 409)}
MOST_CRITERIA = 8


def find_public(public_id: str) -> Tender:
    """Return a tender that was published, or 404."""
    return _one(public_tenders(), public_id)


def find_own(request: HttpRequest, public_id: str) -> Tender:
    """Return a tender whose file the caller may read: 404 when it is not visible, 403 when it is not theirs."""
    tender = _one(tenders_visible_to(request.user), public_id)
    demand(may_read_tender_file(request.user, tender))
    return tender


def _one(rows, public_id: str) -> Tender:
    fits = public_id.isascii() and public_id.isalnum()
    tender = rows.filter(public_id=public_id).first() if fits else None
    if tender is None:
        raise Http404
    return tender


def shown(tender: Tender) -> dict[str, object]:
    """Return the tender's file as JSON."""
    fresh = Tender.objects.select_related("project", "buyer").get(pk=tender.pk)
    return plain(TenderFile, fresh)


@collection.post(
    "",
    response={201: TenderFile, **errors(401, 403, 404, 409)},
    operation_id="create_tender",
    tags=TAGS,
    auth=TOKEN,
)
def create(request: HttpRequest, body: TenderIn, key: str = Key) -> HttpResponse:
    """Begin a draft from a listed project; what the body leaves out comes from the project."""
    project = public_projects().filter(public_id=body.project).first() if body.project.isalnum() else None
    if project is None:
        raise Http404
    demand(may_create_tender(request.user, project))

    def act() -> tuple[int, object]:
        tender = acts.create_tender(actor=request.user, project=project, now=request.now)
        return 201, shown(_edited(request, tender, body))

    return once(request, key, body.model_dump(mode="json"), act)


@collection.patch("/{public_id}", response=ANSWERS, operation_id="edit_tender", tags=TAGS, auth=TOKEN)
def edit(request: HttpRequest, public_id: str, body: TenderFields, key: str = Key) -> HttpResponse:
    """Change a draft."""
    tender = find_own(request, public_id)
    demand(may_edit_tender(request.user, tender))
    return once(
        request, key, body.model_dump(mode="json"), lambda: (200, shown(_edited(request, tender, body)))
    )


def _edited(request: HttpRequest, tender: Tender, body: TenderFields) -> Tender:
    given = body.model_dump(exclude_none=True, exclude={"project", "criteria"})
    rows = criteria_of(body)
    if not given and rows is None:
        return tender
    if "bid_deadline" in given:
        given["bid_deadline"] = moment(given["bid_deadline"])
    initial = {k: "" if v is None else v for k, v in TenderForm.initial_of(tender).items()}
    form = TenderForm({**initial, **given}, day=day_of(request.now))
    content = cleaned(form).content()
    return acts.edit_tender(
        actor=request.user, tender=tender, content=content, criteria=rows, now=request.now
    )


def moment(value: datetime) -> datetime:
    """Return the moment with its zone (Asia/Shanghai when none was given). Refused (422) outside 2000 to 2100."""
    if not is_believable(value.date()):
        raise Unclean({"bid_deadline": ["2000-2100"]})
    return value if value.tzinfo else value.replace(tzinfo=SHANGHAI)


def criteria_of(body: TenderFields | AmendmentIn) -> list[dict[str, object]] | None:
    if body.criteria is None:
        return None
    if len(body.criteria) > MOST_CRITERIA:
        raise Refused("bidding.too_many_criteria", field="criteria")
    data: dict[str, object] = {"c-TOTAL_FORMS": MOST_CRITERIA, "c-INITIAL_FORMS": 0}
    for place, row in enumerate(body.criteria):
        data |= {f"c-{place}-{name}": value for name, value in row.model_dump().items()}
    for place in range(len(body.criteria), MOST_CRITERIA):
        data[f"c-{place}-kind"] = "technical"
    rows = CriteriaForms(data, prefix="c")
    if not rows.is_valid():
        found = [error for form in rows.forms for errors_ in form.errors.values() for error in errors_]
        raise Unclean({"criteria": found})
    return rows.rows()


def cleaned(form: forms.Form) -> forms.Form:
    """Return the form when it is clean. Raises Unclean with every field's errors."""
    if not form.is_valid():
        raise Unclean({name: [str(error) for error in found] for name, found in form.errors.items()})
    return form


@router.get("/{public_id}/file", response=ANSWERS, operation_id="read_tender_file")
def read(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read a tender of the own department, drafts included; of bids it says nothing."""
    return answer(200, shown(find_own(request, public_id)))


@router.post("/{public_id}/submit", response=ANSWERS, operation_id="submit_tender")
def submit(request: HttpRequest, public_id: str, key: str = Key) -> HttpResponse:
    """Hand in a draft; law is checked, a second official publishes."""
    tender = find_own(request, public_id)
    demand(may_submit_tender(request.user, tender))
    return once(
        request, key, None,
        lambda: (200, shown(acts.submit_tender(actor=request.user, tender=tender, now=request.now))),
    )  # fmt: skip


@router.post("/{public_id}/return", response=ANSWERS, operation_id="return_tender")
def give_back(request: HttpRequest, public_id: str, body: ReasonIn, key: str = Key) -> HttpResponse:
    """Return a handed-in draft with a comment."""
    tender = find_own(request, public_id)
    demand(may_return_tender(request.user, tender))
    reason = body.reason
    return once(
        request, key, body.model_dump(),
        lambda: (200, shown(acts.return_tender(
            actor=request.user, tender=tender, reason=reason, now=request.now))),
    )  # fmt: skip


@router.post("/{public_id}/publish", response=ANSWERS, operation_id="publish_tender")
def publish(request: HttpRequest, public_id: str, body: PublishIn, key: str = Key) -> HttpResponse:
    """Publish what somebody else prepared: the text is frozen, the roster of opening officers is fixed."""
    tender = find_own(request, public_id)
    demand(may_publish_tender(request.user, tender))
    demand_fresh(request)
    address = cleaned(PublishForm(body.model_dump())).cleaned_data["official_address"]
    return once(
        request, key, body.model_dump(),
        lambda: (200, shown(acts.publish_tender(
            actor=request.user, tender=tender, official_address=address, now=request.now))),
    )  # fmt: skip


@router.post("/{public_id}/cancel", response=ANSWERS, operation_id="cancel_tender")
def cancel(request: HttpRequest, public_id: str, body: ReasonIn, key: str = Key) -> HttpResponse:
    """Drop a draft, or end a published tender before its deadline because the task fell away."""
    tender = find_own(request, public_id)
    demand(may_cancel_tender(request.user, tender))
    return once(
        request, key, body.model_dump(),
        lambda: (200, shown(ending.cancel_tender(
            actor=request.user, tender=tender, reason=body.reason, now=request.now))),
    )  # fmt: skip
