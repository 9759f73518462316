"""Rectification: order, answer with evidence, check; what is late or sent back twice goes to the approver."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from contracts.models import Contract, Rectification, RectificationFile, RectificationItem, StageEvaluation
from contracts.permissions import (
    may_answer_rectification,
    may_decide_rectification,
    may_order_rectification,
)
from contracts.queries.stages import is_at_level_above
from contracts.rules.rectification import MOST_TURNS, check_answers, check_order
from contracts.states import RECTIFICATION, ContractState, RectificationState
from marketplace.audit.actions import record
from marketplace.core.clock import local
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.web.files import Checked
from marketplace.workdays.queries import load_calendar
from organizations.models import User

from .locks import locked_contract, require
from .messages import tell_officers, tell_supplier
from .tickets import neutral

F = RectificationState


@transaction.atomic
def order_rectification(
    *,
    actor: User,
    contract: Contract,
    reason: str,
    items: Sequence[str],
    due_at: datetime,
    now: datetime,
    stage: StageEvaluation | None = None,
) -> Rectification:
    """Order up to ten things to be put right until a moment; the same order sent twice is one.

    Raises Refused `contracts.rectification_items`, `contracts.resubmit_day` (422), `contracts.not_running` (409).
    """
    contract = locked_contract(contract)
    require(may_order_rectification(actor, contract))
    if contract.state != ContractState.ACTIVE:
        raise Refused("contracts.not_running", status=409)
    texts = [text.strip() for text in items if text.strip()]
    check_order(texts, due_at, now)
    last = contract.rectifications.order_by("-number").first()
    if last is not None and last.state == F.ORDERED and _same(last, reason, texts):
        return last
    row = Rectification.objects.create(
        contract=contract, number=last.number + 1 if last else 1, stage=stage, reason=reason, due_at=due_at,
        ordered_by=actor, ordered_at=now,
    )  # fmt: skip
    RectificationItem.objects.bulk_create(
        RectificationItem(rectification=row, number=place, text=text)
        for place, text in enumerate(texts, start=1)
    )
    after = {"number": row.number, "items": texts, "due_at": due_at}
    record(actor=actor, action="rectification.ordered", subject=row, at=now, after=after, reason=reason)
    _tell("contracts.rectification_ordered", row, now)
    return row


def _same(row: Rectification, reason: str, texts: list[str]) -> bool:
    return row.reason == reason and [item.text for item in row.items.all()] == texts


def _tell(kind: str, row: Rectification, now: datetime, *, officers: bool = False, **facts: object) -> None:
    told = tell_officers if officers else tell_supplier
    due = f"{local(row.due_at):%Y-%m-%d %H:%M}"
    key = f"{row.number}:{row.state}:{row.turns}"
    told(kind, row.contract, now, key=key, number=row.number, due_at=due, **facts)


def _locked(row: Rectification) -> Rectification:
    contract = locked_contract(Contract(pk=row.contract_id))
    found = Rectification.objects.select_for_update(of=("self",)).get(pk=row.pk)
    found.contract = contract
    return found


@transaction.atomic
def answer_rectification(
    *,
    actor: User,
    rectification: Rectification,
    answers: Mapping[int, str],
    now: datetime,
    files: Mapping[int, Sequence[Checked]] | None = None,
) -> Rectification:
    """Answer every item by its number, with evidence; late answers are taken and stay late.

    Raises Refused `contracts.rectification_unanswered` (422), or a state refusal (409).
    """
    row = _locked(rectification)
    require(may_answer_rectification(actor, row))
    require_transition(RECTIFICATION, row.state, F.ANSWERED)
    items = list(row.items.all())
    check_answers(answers.get(item.number, "") for item in items)
    for item in items:
        item.answer = answers[item.number]
        item.save(update_fields=["answer"])
        for place, file in enumerate((files or {}).get(item.number, ()), start=item.files.count() + 1):
            RectificationFile.keep(neutral(file, place), item=item)
    row.state, row.answered_by, row.answered_at = F.ANSWERED, actor, now
    row.save(update_fields=["state", "answered_by", "answered_at"])
    after = {"number": row.number, "answers": [item.answer for item in items]}
    record(actor=actor, action="rectification.answered", subject=row, at=now, after=after)
    _tell("contracts.rectification_answered", row, now, officers=True)
    return row


@transaction.atomic
def check_rectification(
    *,
    actor: User,
    rectification: Rectification,
    is_done: bool,
    remark: str,
    now: datetime,
    due_at: datetime | None = None,
) -> Rectification:
    """Find everything put right, or send it back with a remark and a new moment, twice at most.

    Raises Refused `contracts.rectification_turns` (409), `contracts.resubmit_day` (422), or a state refusal (409).
    """
    row = _locked(rectification)
    require(may_order_rectification(actor, row.contract))
    require_transition(RECTIFICATION, row.state, F.DONE if is_done else F.ORDERED)
    before = {"state": row.state}
    if not is_done:
        if due_at is None:
            raise Refused("contracts.resubmit_day", field="due_on", days=60)
        check_order(["again"], due_at, now)
        row.turns, row.due_at = min(row.turns + 1, MOST_TURNS), due_at
    row.state, row.remark = F.DONE if is_done else F.ORDERED, remark
    row.checked_by, row.checked_at = actor, now
    row.save(update_fields=["state", "remark", "turns", "due_at", "checked_by", "checked_at"])
    after = {"number": row.number, "state": row.state, "due_at": row.due_at}
    record(
        actor=actor,
        action="rectification.checked",
        subject=row,
        at=now,
        before=before,
        after=after,
        reason=remark,
    )
    _tell(
        "contracts.rectification_done" if is_done else "contracts.rectification_back", row, now, remark=remark
    )
    return row


@transaction.atomic
def fail_rectification(
    *, actor: User, rectification: Rectification, remark: str, now: datetime
) -> Rectification:
    """Decide, as the level above, that it was not put right: ground for a deduction or for ending the contract.

    Raises Refused `contracts.rectification_not_escalated` (409) while officer and organization still have time.
    """
    row = _locked(rectification)
    require(may_decide_rectification(actor, row))
    require_transition(RECTIFICATION, row.state, F.FAILED)
    if not is_at_level_above(row, load_calendar(), now):
        raise Refused("contracts.rectification_not_escalated", status=409)
    row.state, row.remark, row.checked_by, row.checked_at = F.FAILED, remark, actor, now
    row.save(update_fields=["state", "remark", "checked_by", "checked_at"])
    after = {"number": row.number, "state": row.state}
    record(actor=actor, action="rectification.failed", subject=row, at=now, after=after, reason=remark)
    _tell("contracts.rectification_failed", row, now, remark=remark)
    return row


def escalate_rectifications(*, now: datetime) -> int:
    """Remind organizations of what is overdue and tell approvers what came to them; return how many wait for them."""
    rows = Rectification.objects.filter(
        state=F.ORDERED, due_at__lte=now, contract__state=ContractState.ACTIVE
    )
    calendar = load_calendar()
    above = 0
    for row in rows.select_related("contract__organization", "contract__buyer"):
        _remind(row, now)
        if is_at_level_above(row, calendar, now):
            above += 1
            _escalate(row, now)
    return above


@transaction.atomic
def _remind(row: Rectification, now: datetime) -> None:
    _tell("contracts.rectification_overdue", row, now)


@transaction.atomic
def _escalate(row: Rectification, now: datetime) -> None:
    due = f"{local(row.due_at):%Y-%m-%d %H:%M}"
    tell_officers(
        "contracts.rectification_escalated", row.contract, now, key=f"{row.number}:{row.turns}", approvers=True,
        number=row.number, due_at=due,
    )  # fmt: skip
