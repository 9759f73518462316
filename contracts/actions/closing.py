"""Close a contract that was delivered, or terminate one that will not be."""

from datetime import datetime

from django.db import transaction

from contracts.events import ContractClosed
from contracts.models import Contract, ResidentCheck
from contracts.permissions import may_close_contract, may_terminate_contract
from contracts.queries.contracts import other_lots_go_on
from contracts.queries.stages import missing_final, open_rectifications
from contracts.rules.closing import check_closable, check_evaluated
from contracts.rules.endings import check_termination, settlement
from contracts.states import CONTRACT, ContractState, MilestoneState, TerminationGround
from marketplace.audit.actions import record
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.outbox.actions import publish
from organizations.models import User
from projects.actions import advance_project
from projects.states import ProjectState

from .locks import locked_contract, require
from .messages import tell_supplier


@transaction.atomic
def close_contract(*, actor: User, contract: Contract, now: datetime, unchecked_reason: str = "") -> Contract:
    """Close after every milestone was accepted and residents checked, or with a public reason why none did (P35)."""
    contract = locked_contract(contract)
    require_transition(CONTRACT, contract.state, ContractState.CLOSED)
    require(may_close_contract(actor, contract))
    states = list(
        contract.milestones.select_for_update(of=("self",)).order_by("pk").values_list("state", flat=True)
    )
    checks = ResidentCheck.objects.filter(milestone__contract=contract).count()
    check_closable(states, checks=checks, unchecked_reason=unchecked_reason)
    check_evaluated(
        open_orders=open_rectifications(contract).count(), is_final_missing=missing_final(contract, now)
    )
    contract.state, contract.closed_at, contract.closed_by = ContractState.CLOSED, now, actor
    contract.unchecked_reason = "" if checks else unchecked_reason
    contract.save(update_fields=["state", "closed_at", "closed_by", "unchecked_reason", "changed_at"])
    record(
        actor=actor,
        action="contract.closed",
        subject=contract,
        at=now,
        after={"checks": checks},
        reason=contract.unchecked_reason,
    )
    if not other_lots_go_on(contract):
        advance_project(actor=actor, project=contract.project, to=ProjectState.CLOSED, now=now)
    publish(ContractClosed(contract_id=contract.pk))
    tell_supplier("contracts.closed", contract, now)
    return contract


@transaction.atomic
def terminate_contract(
    *,
    actor: User,
    contract: Contract,
    reason: str,
    now: datetime,
    ground: str = "",
) -> Contract:
    """End a contract before it is fulfilled, with a public reason; the project may be tendered again.

    What was accepted is paid, the rest is not. Without `ground` both sides agreed, or the supplier does not sign.
    Raises Refused `contracts.report_open` (409) while a report waits for its judgement.
    """
    contract = locked_contract(contract)
    require_transition(CONTRACT, contract.state, ContractState.TERMINATED)
    require(may_terminate_contract(actor, contract))
    if not reason.strip():
        raise Refused("contracts.reason_missing", field="reason")
    is_signed = contract.signed_at is not None
    ground = ground or (TerminationGround.AGREED if is_signed else TerminationGround.NOT_SIGNED)
    milestones = list(contract.milestones.select_for_update(of=("self",)).order_by("number"))
    waiting = sum(row.state == MilestoneState.SUBMITTED for row in milestones)
    check_termination(ground=ground, is_signed=is_signed, reports_open=waiting)
    before = {"state": contract.state}
    contract.state, contract.terminated_at = ContractState.TERMINATED, now
    contract.termination_reason, contract.termination_ground = reason, TerminationGround(ground)
    if is_signed:
        done = [row.accepted_amount for row in milestones]
        contract.settlement = settlement(contract.amount, done)
    contract.save(
        update_fields=[
            "state", "terminated_at", "termination_reason", "termination_ground", "settlement", "changed_at",
        ]
    )  # fmt: skip
    contract.suspensions.filter(ended_at__isnull=True).update(ended_at=now, ended_by=actor)
    record(
        actor=actor, action="contract.terminated", subject=contract, at=now, before=before,
        after={"ground": ground, "settlement": contract.settlement}, reason=reason,
    )  # fmt: skip
    if is_signed and not other_lots_go_on(contract):
        advance_project(actor=actor, project=contract.project, to=ProjectState.LISTED, now=now)
    tell_supplier("contracts.terminated", contract, now, reason=reason)
    return contract
