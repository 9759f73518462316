"""Evaluate a running contract half way, before its end, or on the spot: draw, inspect, publish."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from bidding.rules.draws import order_by_draw
from contracts.models import Contract, SampleItem, SamplePhoto, StageEvaluation
from contracts.permissions import may_evaluate_stage
from contracts.queries.stages import counts_of, due_days, frame_of, progress_at, unreported_at
from contracts.rules.stages import check_sampled, expanded, sample_size
from contracts.states import STAGE, ContractState, SampleResult, StageConclusion, StageKind, StageState
from marketplace.audit.actions import record
from marketplace.core.canonical import digest
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.statutes import STATUTES
from marketplace.web.files import Checked
from organizations.models import User

from .locks import locked_contract, require
from .messages import tell_supplier
from .rectifications import order_rectification
from .tickets import neutral


@transaction.atomic
def begin_stage(
    *, actor: User, contract: Contract, kind: str, now: datetime, register: str = "", records: int = 0
) -> StageEvaluation:
    """Draw the sample by lot from what was delivered and from the numbered service records; once for each kind.

    Raises Refused `contracts.stage_not_due` (409) where the term asks for none, `contracts.frame_empty` (422).
    """
    contract = locked_contract(contract)
    require(may_evaluate_stage(actor, contract))
    if contract.state != ContractState.ACTIVE:
        raise Refused("contracts.not_running", status=409)
    due_on = due_days(contract, now).get(kind)
    if kind != StageKind.SPOT and due_on is None:
        raise Refused("contracts.stage_not_due", status=409)
    same = StageEvaluation.objects.filter(contract=contract, kind=kind)
    if kind == StageKind.SPOT:
        same = same.filter(state=StageState.BEGUN)
    if found := same.first():
        return found
    frame = frame_of(contract, register, records)
    if not frame and not unreported_at(contract, kind, now):
        raise Refused("contracts.frame_empty", field="records")
    stage = StageEvaluation.objects.create(
        contract=contract, kind=StageKind(kind), due_on=due_on, register=register, records=records,
        seed=secrets.token_hex(32), frame=frame, frame_digest=digest(frame), begun_by=actor, begun_at=now,
    )  # fmt: skip
    drawn = _draw(stage, now)
    after = {"kind": kind, "seed": stage.seed, "frame": stage.frame_digest, "drawn": drawn}
    record(actor=actor, action="stage.begun", subject=stage, at=now, after=after)
    return stage


def _draw(stage: StageEvaluation, now: datetime) -> list[str]:
    today = day_of(now)
    share = STATUTES.on("performance.sample", today).value
    least = STATUTES.on("performance.sample_least", today).days
    most = STATUTES.on("performance.sample_most", today).days
    known = expanded(stage.frame)
    drawn = order_by_draw(stage.seed, known)[: sample_size(len(known), share, least, most)]
    SampleItem.objects.bulk_create(
        SampleItem(stage=stage, position=place, key=key, facts=known[key])
        for place, key in enumerate(drawn, start=1)
    )
    return drawn


def _locked(stage: StageEvaluation) -> StageEvaluation:
    contract = locked_contract(Contract(pk=stage.contract_id))
    row = StageEvaluation.objects.select_for_update(of=("self",)).get(pk=stage.pk)
    row.contract = contract
    return row


@transaction.atomic
def record_sample(
    *, actor: User, stage: StageEvaluation, position: int, result: str, note: str, now: datetime,
    photo: Checked | None = None,
) -> SampleItem:  # fmt: skip
    """Keep what the inspector found of one item; until the finding is published it may be corrected.

    Anything but "as recorded" needs a note. Raises Refused `contracts.sample_note` (422).
    """
    stage = _locked(stage)
    require(may_evaluate_stage(actor, stage.contract))
    if stage.state != StageState.BEGUN:
        raise Refused("core.not_in_this_state", status=409)
    if result != SampleResult.OK and not note.strip():
        raise Refused("contracts.sample_note", field="note")
    item = stage.sample.get(position=position)
    before = {"result": item.result, "note": item.note}
    item.result, item.note, item.inspector, item.inspected_at = SampleResult(result), note, actor, now
    item.save(update_fields=["result", "note", "inspector", "inspected_at"])
    if photo is not None:
        SamplePhoto.objects.filter(item=item).delete()
        SamplePhoto.keep(neutral(photo, item.position), item=item)
    after = {"item": item.key, "result": item.result, "note": note}
    record(actor=actor, action="stage.inspected", subject=stage, at=now, before=before, after=after)
    return item


@transaction.atomic
def publish_stage(
    *,
    actor: User,
    stage: StageEvaluation,
    findings: str,
    conclusion: str,
    now: datetime,
    items: Sequence[str] = (),
    due_at: datetime | None = None,
) -> StageEvaluation:
    """Publish progress, counts of the sample, findings and conclusion; with `items` order what is to be put right.

    Raises Refused `contracts.sample_open` (409), `contracts.rectification_wanted` (422).
    """
    stage = _locked(stage)
    require(may_evaluate_stage(actor, stage.contract))
    require_transition(STAGE, stage.state, StageState.PUBLISHED)
    counts = counts_of(stage)
    check_sampled(counts["open"])
    if conclusion != StageConclusion.ON_TRACK and not items:
        raise Refused("contracts.rectification_wanted", field="items")
    stage.state, stage.published_by, stage.published_at = StageState.PUBLISHED, actor, now
    stage.findings, stage.conclusion = findings, StageConclusion(conclusion)
    unreported = unreported_at(stage.contract, stage.kind, now)
    stage.progress = progress_at(stage.contract, now) | {"sample": counts, "unreported": unreported}
    stage.save(update_fields=["state", "published_by", "published_at", "findings", "conclusion", "progress"])
    after = {"conclusion": conclusion, "sample": counts} | ({"rule": "VEN-06"} if unreported else {})
    record(actor=actor, action="stage.published", subject=stage, at=now, after=after)
    tell_supplier(
        "contracts.stage_published", stage.contract, now, key=stage.public_id, stage=stage.get_kind_display(),
        conclusion=stage.get_conclusion_display(),
    )  # fmt: skip
    if items and due_at is not None:
        order_rectification(
            actor=actor, contract=stage.contract, reason=findings[:1000], items=items, due_at=due_at, now=now,
            stage=stage,
        )  # fmt: skip
    return stage
