"""Close a contract that was delivered, or terminate one that will not be."""

from datetime import datetime

from django.db import transaction

from contracts.events import ContractClosed, ContractTerminated
from contracts.models import Contract, ResidentCheck
from contracts.permissions import may_close_contract, may_terminate_contract
from contracts.queries.contracts import other_lots_go_on
from contracts.queries.finals import final_account
from contracts.queries.penalties import open_penalties
from contracts.queries.stages import missing_final, open_rectifications
from contracts.rules.closing import check_closable, check_evaluated
from contracts.rules.endings import NOT_SIGNED, TERMINATIONS, check_termination, settlement
from contracts.states import CONTRACT, ContractState, MilestoneState, TerminationGround
from marketplace.audit.actions import record
from marketplace.core.canonical import digest
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.outbox.actions import publish
from organizations.models import User
from projects.actions import advance_project
from projects.states import ProjectState

from .locks import locked_contract, require
from .messages import tell_supplier
from .recovering import claim_rest_locked


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
    if waiting := open_penalties(contract).count():
        raise Refused("contracts.penalty_open", status=409, count=waiting)
    contract.state, contract.closed_at, contract.closed_by = ContractState.CLOSED, now, actor
    contract.unchecked_reason = "" if checks else unchecked_reason
    contract.settlement = final_account(contract, now)
    fields = ["state", "closed_at", "closed_by", "unchecked_reason", "settlement", "changed_at"]
    contract.save(update_fields=fields)
    record(
        actor=actor,
        action="contract.closed",
        subject=contract,
        at=now,
        after={"checks": checks, "certificate": digest(contract.settlement)},
        reason=contract.unchecked_reason,
    )
    if not other_lots_go_on(contract):
        advance_project(actor=actor, project=contract.project, to=ProjectState.CLOSED, now=now)
    publish(ContractClosed(contract_id=contract.pk))
    tell_supplier("contracts.closed", contract, now)
    return contract


@transaction.atomic
def terminate_contract(
    *, actor: User, contract: Contract, reason: str, now: datetime, ground: str = TerminationGround.AGREED
) -> Contract:
    """End a signed contract before it is fulfilled, with a public reason; the project may be tendered again.

    What was accepted is paid, the rest is not. Raises Refused `contracts.report_open` (409) while a report waits for
    its judgement, `contracts.unsigned_award_stands` (409) before it was signed: that is a signing failure (CON-06).
    """
    contract = locked_contract(contract)
    require_transition(CONTRACT, contract.state, ContractState.TERMINATED)
    require(may_terminate_contract(actor, contract))
    if contract.signed_at is None:
        raise Refused("contracts.unsigned_award_stands", status=409, citation=TERMINATIONS[NOT_SIGNED])
    milestones = list(contract.milestones.select_for_update(of=("self",)).order_by("number"))
    waiting = sum(row.state == MilestoneState.SUBMITTED for row in milestones)
    check_termination(ground=ground, is_signed=True, reports_open=waiting)
    contract.settlement = settlement(contract.amount, [row.accepted_amount for row in milestones])
    end_locked(actor, contract, reason, ground, now)
    contract.suspensions.filter(ended_at__isnull=True).update(ended_at=now, ended_by=actor)
    if not other_lots_go_on(contract):
        advance_project(actor=actor, project=contract.project, to=ProjectState.LISTED, now=now)
    claim_rest_locked(actor, contract, now)
    publish(ContractTerminated(contract_id=contract.pk))
    return contract


def end_locked(actor: User, contract: Contract, reason: str, ground: str, now: datetime) -> None:
    """Write the early end of a contract; called under its lock."""
    require_transition(CONTRACT, contract.state, ContractState.TERMINATED)
    if not reason.strip():
        raise Refused("contracts.reason_missing", field="reason")
    before = {"state": contract.state}
    contract.state, contract.terminated_at = ContractState.TERMINATED, now
    contract.termination_reason, contract.termination_ground = reason, TerminationGround(ground)
    contract.save(
        update_fields=[
            "state", "terminated_at", "termination_reason", "termination_ground", "settlement", "changed_at",
        ]
    )  # fmt: skip
    after = {"ground": ground, "settlement": contract.settlement}
    act = "contract.terminated"
    record(actor=actor, action=act, subject=contract, at=now, before=before, after=after, reason=reason)
    tell_supplier("contracts.terminated", contract, now, reason=reason)
