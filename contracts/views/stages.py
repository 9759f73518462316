"""Evaluations of a running contract: begin and draw, inspect the sample, publish; read by everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contracts import actions
from contracts.forms.stages import BeginForm, PublishStageForm, SampleForm
from contracts.models import Contract, SampleItem, SamplePhoto, StageEvaluation
from contracts.permissions import may_evaluate_stage
from contracts.queries.contracts import contracts_of_supplier, public_contracts
from contracts.queries.stages import counts_of, due_days, progress_at, unreported_at
from contracts.rules.milestones import due_moment
from contracts.states import SampleResult, StageConclusion, StageKind, StageState
from marketplace.web.access import demand
from marketplace.web.addresses import localized
from marketplace.web.pages import attempt, hand_out, page

from .shared import posted
from .versions import side_contract

TONES = {SampleResult.OK: "good", SampleResult.DEFECT: "late", SampleResult.MISSING: "warn", "": "neutral"}


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """Say what the draw takes from, and draw."""
    contract = side_contract(request, "work", public_id)
    demand(may_evaluate_stage(request.user, contract))
    kind = StageKind(kind)
    form = BeginForm(posted(request)[0])
    if request.method == "POST" and form.is_valid():
        stage = attempt(
            form, actions.begin_stage, actor=request.user, contract=contract, kind=kind, now=request.now,
            **form.cleaned_data,
        )  # fmt: skip
        if stage:
            return redirect(localized(stage.desk_path))
    due_on = due_days(contract, request.now).get(kind)
    return page(request, "contracts/stage_begin.html", form=form, contract=contract, kind=kind, due_on=due_on)


def _stage(contract: Contract, stage_id: str) -> StageEvaluation:
    rows = StageEvaluation.objects.prefetch_related("sample__photo", "rectifications")
    stage = get_object_or_404(rows, contract=contract, public_id=stage_id)
    stage.contract = contract
    return stage


def _facts(stage: StageEvaluation) -> dict[str, object]:
    return {
        "stage": stage,
        "contract": stage.contract,
        "counts": counts_of(stage),
        "items": [
            {"item": item, "text": item_text(item), "tone": TONES[item.result]} for item in stage.sample.all()
        ],
    }


def item_text(item: SampleItem) -> str:
    """Return what was drawn in the reader's words."""
    facts = item.facts
    sentences = {
        "milestone": _("Delivery of milestone {number}: {title}"),
        "indicator": _("Milestone {number}, {title}: reported {value}"),
        "record": _("{title}, record no. {number}"),
    }
    return sentences[str(facts["kind"])].format(**facts)


def _proposed(unreported: list[int]) -> dict[str, object]:
    """Return the finding that the rule fills in where the mid-term report is missing; a person decides."""
    if not unreported:
        return {}
    numbers = ", ".join(map(str, unreported))
    return {
        "conclusion": StageConclusion.FAILING,
        "findings": _("No mid-term report: milestone %(numbers)s was not reported by the middle of the term.")
        % {"numbers": numbers},
        "items": _("Hand in the report on milestone %(numbers)s") % {"numbers": numbers},
    }


def _work(request: HttpRequest, stage: StageEvaluation, **given: object) -> HttpResponse:
    is_open = stage.state == StageState.BEGUN
    unreported = unreported_at(stage.contract, stage.kind, request.now) if is_open else []
    context = {
        **_facts(stage),
        "progress": stage.progress or progress_at(stage.contract, request.now),
        "may_work": stage.state == StageState.BEGUN and may_evaluate_stage(request.user, stage.contract),
        "unreported": unreported,
        "publish_form": PublishStageForm(initial=_proposed(unreported)),
        **given,
    }
    for row in context["items"]:
        bound = given.get("sample_form")
        position = row["item"].position
        mine = bound is not None and given.get("position") == position
        initial = {"position": position, "result": row["item"].result, "note": row["item"].note}
        row["form"] = bound if mine else SampleForm(initial=initial, auto_id=f"id_{position}_%s")
    return page(request, "contracts/stage_work.html", context)


@require_GET
def work(request: HttpRequest, public_id: str, stage_id: str) -> HttpResponse:
    """Show the sample to inspect, the progress, and the form of the finding."""
    return _work(request, _stage(side_contract(request, "work", public_id), stage_id))


@require_POST
def sample(request: HttpRequest, public_id: str, stage_id: str) -> HttpResponse:
    """Keep what was found of one item."""
    stage = _stage(side_contract(request, "work", public_id), stage_id)
    demand(may_evaluate_stage(request.user, stage.contract))
    digits = request.POST.get("position", "")
    position = int(digits) if digits.isdecimal() and len(digits) <= 2 else 0  # noqa: PLR2004 - two digits
    get_object_or_404(stage.sample, position=position)
    form = SampleForm(*posted(request), auto_id=f"id_{position}_%s")
    if form.is_valid() and attempt(
        form, actions.record_sample, actor=request.user, stage=stage, now=request.now, **form.cleaned_data
    ):
        messages.success(request, _("Kept."))
        return redirect(f"{localized(stage.desk_path)}#item-{position}")
    return _work(request, stage, sample_form=form, position=position)


@require_POST
def publish(request: HttpRequest, public_id: str, stage_id: str) -> HttpResponse:
    """Publish the finding and order what has to be put right."""
    stage = _stage(side_contract(request, "work", public_id), stage_id)
    demand(may_evaluate_stage(request.user, stage.contract))
    form = PublishStageForm(request.POST)
    if form.is_valid():
        given = {**form.cleaned_data}
        day = given.pop("due_on")
        done = attempt(
            form, actions.publish_stage, actor=request.user, stage=stage, now=request.now,
            due_at=due_moment(day) if day else None, **given,
        )  # fmt: skip
        if done:
            messages.success(request, _("The finding is public; the organization was told."))
            return redirect("contracts:work_detail", public_id)
    return _work(request, stage, publish_form=form)


@login_not_required
@require_GET
def public(request: HttpRequest, public_id: str, stage_id: str) -> HttpResponse:
    """Show a published evaluation: progress against plan, the sample and how it was drawn, findings."""
    stage = _stage(get_object_or_404(public_contracts(), public_id=public_id), stage_id)
    get_object_or_404(StageEvaluation, pk=stage.pk, state=StageState.PUBLISHED)
    is_supplier = request.user.is_authenticated and contracts_of_supplier(request.user).filter(
        pk=stage.contract_id
    )
    context = {**_facts(stage), "progress": stage.progress, "is_supplier": bool(is_supplier)}
    return page(request, "contracts/stage.html", context)


@require_GET
def photo(request: HttpRequest, public_id: str, file_id: str, side: str) -> HttpResponse:
    """Hand out the inspector's photo to both sides; to the organization once the finding is published."""
    photos = SamplePhoto.objects.filter(item__stage__contract=side_contract(request, side, public_id))
    if side != "work":
        photos = photos.filter(item__stage__state=StageState.PUBLISHED)
    return hand_out(get_object_or_404(photos, public_id=file_id))
