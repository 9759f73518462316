"""A part of the service in other hands: only what the bid names, only with the buyer's consent."""

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Sum

from contracts.models import Contract, Subcontract
from contracts.permissions import may_decide_subcontract, may_propose_subcontract
from contracts.rules.endings import check_subcontract
from contracts.states import SUBCONTRACT, ContractState, SubcontractState
from marketplace.audit.actions import record
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from organizations.models import User

from .locks import locked_contract, require
from .messages import tell_officers, tell_supplier


@transaction.atomic
def propose_subcontract(
    *, actor: User, contract: Contract, name: str, uscc: str, part: str, amount: Decimal, now: datetime
) -> Subcontract:
    """Ask for consent to a subcontract.

    Raises Refused `contracts.passed_on` for the whole contract, `contracts.subcontract_not_named` for what the bid
    does not name, `contracts.subcontracted_already` (409).
    """
    contract = locked_contract(contract)
    require(may_propose_subcontract(actor, contract))
    if contract.state != ContractState.ACTIVE:
        raise Refused("contracts.not_running", status=409)
    standing = contract.subcontracts.exclude(state=SubcontractState.REFUSED)
    taken = standing.aggregate(Sum("amount"))["amount__sum"] or Decimal(0)
    check_subcontract(named=contract.subcontracting, total=contract.amount, taken=taken, amount=amount)
    row = Subcontract(contract=contract, name=name, uscc=uscc, part=part, amount=amount)
    row.proposed_by, row.proposed_at = actor, now
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused("contracts.subcontracted_already", status=409) from None
    after = {"name": name, "uscc": uscc, "amount": amount}
    record(actor=actor, action="subcontract.proposed", subject=row, at=now, after=after)
    tell_officers("contracts.subcontract_proposed", contract, now, key=str(row.pk), name=name, part=part)
    return row


@transaction.atomic
def decide_subcontract(
    *, actor: User, subcontract: Subcontract, is_consented: bool, reason: str, now: datetime
) -> Subcontract:
    """Consent to a subcontract or refuse it with the reason (GPL art. 48)."""
    contract = locked_contract(Contract(pk=subcontract.contract_id))
    require(may_decide_subcontract(actor, contract))
    row = Subcontract.objects.select_for_update(of=("self",)).get(pk=subcontract.pk)
    state = SubcontractState.CONSENTED if is_consented else SubcontractState.REFUSED
    require_transition(SUBCONTRACT, row.state, state)
    if not is_consented and not reason.strip():
        raise Refused("contracts.reason_missing", field="reason")
    row.state, row.decided_by, row.decided_at, row.reason = state, actor, now, reason
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    row.contract = contract
    record(actor=actor, action=f"subcontract.{state}", subject=row, at=now, reason=reason)
    tell_supplier(
        "contracts.subcontract_decided",
        contract,
        now,
        key=str(row.pk),
        name=row.name,
        result=str(state.label),
    )
    return row
