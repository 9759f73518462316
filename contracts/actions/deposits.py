"""The performance deposit of a signed contract."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from contracts.models import Contract
from contracts.permissions import may_ask_for_deposit
from contracts.states import ContractState
from marketplace.core.refusals import Refused
from organizations.models import User
from payments.actions import require_deposit
from payments.models import Deposit
from payments.states import DepositKind

from .locks import locked_contract, require


@transaction.atomic
def ask_for_performance_deposit(
    *, actor: User, contract: Contract, amount: Decimal, due_at: datetime, now: datetime
) -> Deposit:
    """Ask the supplier of a signed contract for a deposit, at most 10 % of its sum (BOND-07); once per contract."""
    contract = locked_contract(contract)
    require(may_ask_for_deposit(actor, contract))
    if contract.state not in {ContractState.SUPPLIER_SIGNED, ContractState.ACTIVE}:
        raise Refused("contracts.deposit_too_early", status=409)
    if due_at <= now:
        raise Refused("contracts.deposit_day", field="due_at")
    return require_deposit(
        actor=actor,
        kind=DepositKind.PERFORMANCE,
        holder=contract.buyer,
        payer=contract.organization,
        amount=amount,
        basis=contract.amount,
        subject_reference=contract.reference,
        subject_path=contract.path,
        subject_title=contract.title,
        due_at=due_at,
        now=now,
    )
