"""Take imposed penalties from the next payment, or claim what no payment is left for; under the contract's lock."""

from datetime import datetime, timedelta
from decimal import Decimal

from contracts.models import Contract, Milestone, Penalty
from contracts.queries.penalties import has_payments_left, outstanding
from contracts.rules.penalties import NOTHING, parts_of
from contracts.states import IMPOSED_PENALTIES, PenaltyState
from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES
from organizations.models import User
from payments.actions import cancel_recovery, claim_recovery, order_payment, set_off_penalty
from payments.queries.orders import NOTHING as NO_MONEY
from payments.queries.recoveries import held_of, open_claim_of
from payments.rules.lateness import due_day
from payments.states import OrderKind


def _facts(penalty: Penalty, contract: Contract) -> dict[str, object]:
    return {
        "department": contract.buyer,
        "organization": contract.organization,
        "contract": contract.reference,
        "subject_reference": penalty.reference,
        "subject_path": penalty.supplier_path,
    }


def hold_back_locked(
    actor: User, milestone: Milestone, amount: Decimal, subject: str, now: datetime
) -> Decimal:
    """Hold imposed penalties back from one payment, oldest first; return what was held back (yuan).

    The caller saves `withheld_amount` with what was accepted.
    """
    contract = milestone.contract
    rows = list(_imposed(contract).filter(state__in=IMPOSED_PENALTIES))
    held = NOTHING
    for penalty, part in zip(rows, parts_of(amount, [outstanding(row) for row in rows]), strict=True):
        if part:
            set_off_penalty(actor=actor, against=subject, amount=part, now=now, **_facts(penalty, contract))
            held += part
    milestone.withheld_amount += held
    return held


def claim_rest_locked(actor: User | None, contract: Contract, now: datetime) -> None:
    """Claim what is left of decided penalties once no payment can follow; nothing while an objection waits."""
    if has_payments_left(contract):
        return
    days = STATUTES.on("penalty.claim_due", day_of(now)).days
    for penalty in _imposed(contract).filter(state__in=(PenaltyState.CONFIRMED, PenaltyState.REDUCED)):
        rest = outstanding(penalty)
        if rest:
            claim_recovery(
                actor=actor, amount=rest, due_on=day_of(now) + timedelta(days=days), now=now,
                **_facts(penalty, contract),
            )  # fmt: skip


def _imposed(contract: Contract):
    return contract.penalties.select_for_update(of=("self",)).order_by("number")


def drop_claim_locked(actor: User, penalty: Penalty, reason: str, now: datetime) -> None:
    """Drop the open claim of a penalty, which is looked at again."""
    claim = open_claim_of(penalty.reference)
    if claim is not None:
        cancel_recovery(actor=actor, recovery=claim, reason=reason, now=now)


def give_back_locked(actor: User, penalty: Penalty, now: datetime) -> None:
    """Order what was taken beyond what the penalty now costs; another person releases it as every order."""
    contract = penalty.contract
    excess = held_of(penalty.reference) - penalty.owed
    if excess <= NO_MONEY:
        return
    limit = STATUTES.on("payment.supplier", day_of(now))
    penalty.repayment = order_payment(
        actor=actor,
        payee=contract.organization,
        payer=contract.buyer,
        amount=excess,
        purpose=f"{penalty.reference} {contract.reference} {OrderKind.REPAYMENT.label}",
        subject_reference=f"{penalty.reference}/{contract.reference}",
        subject_path=contract.path,
        due_on=due_day(day_of(now), limit.days),
        now=now,
        kind=OrderKind.REPAYMENT,
    )
