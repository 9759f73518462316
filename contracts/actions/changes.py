"""Change a contract in force: one side proposes, the other agrees to the digest, an approver puts it in force."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from contracts.models import Contract, ContractChange
from contracts.permissions import (
    may_agree_change,
    may_approve_change,
    may_propose_change,
    may_refuse_change,
    may_withdraw_change,
    side_of,
)
from contracts.queries.changes import Wish, content_of, wish_of
from contracts.queries.documents import document_of, html_of
from contracts.rules.changes import check_sum
from contracts.rules.documents import differences
from contracts.rules.milestones import MilestonePlan, check_due_days
from contracts.rules.terms import check_term
from contracts.states import CHANGE, OPEN_CHANGES, ChangeReason, ChangeState, ContractState, Side
from marketplace.audit.actions import record
from marketplace.core.canonical import digest
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.statutes import STATUTES
from organizations.models import User

from .locks import locked_contract, require
from .messages import tell_officers, tell_supplier
from .replanning import replan_locked
from .versions import keep_version_locked

NOTHING = Decimal(0)


@transaction.atomic
def propose_change(
    *,
    actor: User,
    contract: Contract,
    reason: str,
    explanation: str,
    amount: Decimal,
    ends_on: date,
    acceptance_plan: str,
    milestones: Sequence[MilestonePlan],
    now: datetime,
) -> ContractChange:
    """Propose a supplement; the document as it will read is frozen for both sides.

    `milestones` are those not yet accepted (with `number`) and new ones; their shares are of the sum still open.
    Raises Refused `contracts.supplement_over` (422) above the cap of GPL art. 49, `contracts.change_open` (409).
    """
    contract = locked_contract(contract)
    require(may_propose_change(actor, contract))
    _check_running(contract)
    if contract.changes.filter(state__in=OPEN_CHANGES).exists():
        raise Refused("contracts.change_open", status=409)
    if not explanation.strip():
        raise Refused("contracts.reason_missing", field="explanation")
    wish = Wish(amount, ends_on, acceptance_plan, tuple(milestones))
    addition = _addition(contract, reason, wish)
    document = _rehearse(contract, wish)
    if not differences(contract.document, document):
        raise Refused("contracts.change_empty")
    change = ContractChange(reason=ChangeReason(reason), explanation=explanation, addition=addition)
    change.proposed_by, change.proposed_at = actor, now
    _keep(change, contract, wish, document)
    after = {"number": change.number, "reason": reason, "amount": amount, "digest": change.digest}
    record(
        actor=actor, action="change.proposed", subject=change, at=now, before={"amount": contract.amount},
        after=after, reason=explanation,
    )  # fmt: skip
    _tell("contracts.change_proposed", change, now)
    return change


def _keep(change: ContractChange, contract: Contract, wish: Wish, document: dict[str, object]) -> None:
    change.contract, change.number = contract, contract.changes.count() + 1
    change.content, change.amount = content_of(wish), wish.amount
    change.base = contract.versions.latest("number")
    change.document, change.digest = document, digest(document)
    change.document_html = html_of(document, change.digest)
    change.proposed_for = side_of(change.proposed_by, contract)
    change.save(force_insert=True)


def _check_running(contract: Contract) -> None:
    if contract.state != ContractState.ACTIVE:
        raise Refused("contracts.not_running", status=409)


def _addition(contract: Contract, reason: str, wish: Wish) -> Decimal:
    added = contract.changes.filter(state=ChangeState.IN_FORCE).aggregate(Sum("addition"))["addition__sum"]
    signed = contract.versions.earliest("number")
    return check_sum(
        reason=reason,
        original=signed.amount,
        current=contract.amount,
        proposed=wish.amount,
        added=added or NOTHING,
        limit=STATUTES.on("contract.supplement_max", day_of(contract.drawn_up_at)),
    )


def _apply(contract: Contract, wish: Wish) -> None:
    """Write term, plan, sum and the milestones that are still open; called under the contract's lock."""
    key = "service.term_long" if contract.is_long_term else "service.term"
    limit = STATUTES.on(key, day_of(contract.drawn_up_at))
    if wish.ends_on != contract.ends_on:
        check_term(contract.starts_on, wish.ends_on, limit)
    contract.amount, contract.ends_on = wish.amount, wish.ends_on
    contract.acceptance_plan = wish.acceptance_plan
    contract.save(update_fields=["amount", "ends_on", "acceptance_plan", "changed_at"])
    replan_locked(contract, wish.milestones)
    check_due_days(
        list(contract.milestones.order_by("number").values_list("due_at", flat=True)),
        contract.starts_on,
        contract.ends_on,
    )


def _rehearse(contract: Contract, wish: Wish) -> dict[str, object]:
    """Return the document as it will read: the change is applied and rolled back."""
    with transaction.atomic():
        trial = locked_contract(contract)
        _apply(trial, wish)
        document = document_of(trial)
        transaction.set_rollback(True)
    return document


def _locked(change: ContractChange, target: ChangeState) -> ContractChange:
    """Return the change under its contract's lock, if it can take the state."""
    contract = locked_contract(Contract(pk=change.contract_id))
    change = ContractChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    change.contract = contract
    require_transition(CHANGE, change.state, target)
    return change


def _check_document(change: ContractChange, seen: str) -> None:
    _check_running(change.contract)
    if seen != change.digest:
        raise Refused("contracts.document_changed", status=409)
    try:
        same = digest(_rehearse(change.contract, wish_of(change))) == change.digest
    except Refused:
        same = False
    if not same:
        raise Refused("contracts.change_outdated", status=409)


@transaction.atomic
def agree_change(*, actor: User, change: ContractChange, digest: str, now: datetime) -> ContractChange:
    """Agree for the other side; `digest` is that of the document the person read.

    Raises Refused `contracts.change_outdated` (409) when work was reported or accepted in between.
    """
    change = _locked(change, ChangeState.AGREED)
    require(may_agree_change(actor, change))
    _check_document(change, digest)
    change.state, change.agreed_by, change.agreed_at = ChangeState.AGREED, actor, now
    change.save(update_fields=["state", "agreed_by", "agreed_at"])
    record(actor=actor, action="change.agreed", subject=change, at=now, after={"digest": change.digest})
    _tell("contracts.change_agreed", change, now, approvers=True)
    return change


@transaction.atomic
def approve_change(*, actor: User, change: ContractChange, digest: str, now: datetime) -> ContractChange:
    """Put an agreed change in force: the next version of the document, public at once (CON-05).

    Never by an official who proposed it or agreed to it.
    """
    change = _locked(change, ChangeState.IN_FORCE)
    require(may_approve_change(actor, change))
    _check_document(change, digest)
    contract = change.contract
    _addition(contract, change.reason, wish_of(change))
    before = {"amount": contract.amount, "ends_on": contract.ends_on, "digest": contract.digest}
    _apply(contract, wish_of(change))
    contract.document, contract.document_html = change.document, change.document_html
    contract.digest = change.digest
    contract.save(update_fields=["document", "document_html", "digest", "changed_at"])
    change.state, change.ended_by, change.ended_at = ChangeState.IN_FORCE, actor, now
    change.version = keep_version_locked(contract, now)
    change.save(update_fields=["state", "ended_by", "ended_at", "version"])
    after = {"amount": contract.amount, "digest": contract.digest, "version": change.version.number}
    record(
        actor=actor, action="change.in_force", subject=change, at=now, before=before, after=after,
        reason=change.explanation,
    )  # fmt: skip
    _tell("contracts.change_in_force", change, now)
    return change


@transaction.atomic
def refuse_change(*, actor: User, change: ContractChange, reason: str, now: datetime) -> ContractChange:
    """Refuse a proposal (the other side) or an agreed change (the approver), with the reason."""
    change = _locked(change, ChangeState.REFUSED)
    require(may_refuse_change(actor, change))
    if not reason.strip():
        raise Refused("contracts.reason_missing", field="reason")
    return _end(change, ChangeState.REFUSED, actor, now, reason)


@transaction.atomic
def withdraw_change(*, actor: User, change: ContractChange, now: datetime) -> ContractChange:
    """Take an own proposal back before it is in force."""
    change = _locked(change, ChangeState.WITHDRAWN)
    require(may_withdraw_change(actor, change))
    return _end(change, ChangeState.WITHDRAWN, actor, now)


def _end(
    change: ContractChange, state: ChangeState, actor: User, now: datetime, reason: str = ""
) -> ContractChange:
    before = {"state": change.state}
    change.state, change.ended_by, change.ended_at, change.refusal = state, actor, now, reason
    change.save(update_fields=["state", "ended_by", "ended_at", "refusal"])
    record(actor=actor, action=f"change.{state}", subject=change, at=now, before=before, reason=reason)
    _tell("contracts.change_ended", change, now, reason=reason or str(state.label))
    return change


def _tell(kind: str, change: ContractChange, now: datetime, *, approvers: bool = False, **facts: str) -> None:
    """Tell both sides, apart from the proposal itself, of which only the other side hears."""
    contract, key = change.contract, f"{change.number}:{change.state}"
    first = change.state == ChangeState.PROPOSED
    facts = {"explanation": change.explanation, **facts}
    if not first or change.proposed_for == Side.BUYER:
        tell_supplier(kind, contract, now, key=key, **facts)
    if not first or change.proposed_for == Side.SUPPLIER:
        tell_officers(kind, contract, now, key=key, approvers=approvers, **facts)
