"""Interest for lateness: written down by the clock, ordered by one person and released by another, or not owed."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from marketplace.audit.actions import next_reference, record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.statutes import STATUTES
from organizations.models import User
from payments.models import Deposit, InterestClaim, PaymentOrder
from payments.permissions import may_decide_interest
from payments.queries.late import lateness_of, unclaimed_orders
from payments.rules.lateness import days_late, due_day
from payments.states import CLAIM, ClaimState, OrderKind, OrderState

from .messages import tell_claim
from .orders import order_payment

BATCH = 500


@transaction.atomic
def claim_of_order(*, order: PaymentOrder, now: datetime) -> InterestClaim | None:
    """Write down what an order paid late costs (PAY-03); once, and never interest on interest."""
    if order.state != OrderState.PAID or order.kind != OrderKind.SERVICE:
        return None
    late = lateness_of(order, day_of(now))
    facts = {"payer": order.payer, "payee": order.payee, "basis": order.amount, "is_demo": order.is_demo}
    return _claim({"order": order}, facts | {"days": late.days, "amount": late.interest}, now)


def claim_of_deposit(*, deposit: Deposit, now: datetime) -> InterestClaim | None:
    """Write down what a deposit given back late costs (BOND-06); the caller holds its lock."""
    if deposit.returned_on is None or deposit.return_due_on is None:
        return None
    days = days_late(deposit.return_due_on, deposit.returned_on, deposit.returned_on)
    facts = {"payer": deposit.holder, "payee": deposit.payer, "is_demo": deposit.is_demo}
    facts |= {"basis": deposit.booked, "days": days, "amount": deposit.interest}
    return _claim({"deposit": deposit}, facts, now)


def _claim(cause: dict, facts: dict, now: datetime) -> InterestClaim | None:
    known = InterestClaim.objects.filter(**cause).first()
    if known is not None or not facts["amount"]:
        return known
    reference = next_reference("LX", day_of(now).year)
    claim = InterestClaim.objects.create(reference=reference, proposed_at=now, **cause, **facts)
    after = {"amount": claim.amount, "days": claim.days, "of": str(claim.cause.reference)}
    record(actor=None, action="interest.proposed", subject=claim, at=now, after=after)
    tell_claim("payments.interest_proposed", claim, now)
    return claim


def propose_interest(*, now: datetime) -> int:
    """Write down the interest of orders paid late that have none yet; return how many were looked at."""
    orders = list(unclaimed_orders()[:BATCH])
    for order in orders:
        claim_of_order(order=order, now=now)
    return len(orders)


@transaction.atomic
def order_interest(*, actor: User, claim: InterestClaim, now: datetime) -> InterestClaim:
    """Order the interest as its own payment; another person releases it as every order."""
    claim = locked_claim(claim)
    _demand(actor, claim)
    require_transition(CLAIM, claim.state, ClaimState.ORDERED)
    limit = STATUTES.on("payment.supplier", day_of(now))
    claim.payment = order_payment(
        actor=actor,
        payee=claim.payee,
        payer=claim.payer,
        amount=Decimal(claim.amount),
        purpose=f"{claim.reference} {claim.cause.reference} {OrderKind.INTEREST.label}",
        subject_reference=f"{claim.reference}/{claim.cause.reference}",
        subject_path="",
        due_on=due_day(day_of(now), limit.days),
        now=now,
        kind=OrderKind.INTEREST,
    )
    claim.state, claim.decided_by, claim.decided_at = ClaimState.ORDERED, actor, now
    claim.save(update_fields=["state", "payment", "decided_by", "decided_at"])
    after = {"order": claim.payment.reference, "amount": claim.amount}
    record(actor=actor, action="interest.ordered", subject=claim, at=now, after=after)
    return claim


@transaction.atomic
def waive_interest(*, actor: User, claim: InterestClaim, reason: str, now: datetime) -> InterestClaim:
    """Say why the interest is not owed, such as a lateness that the payee caused; the payee reads the reason."""
    claim = locked_claim(claim)
    _demand(actor, claim)
    require_transition(CLAIM, claim.state, ClaimState.WAIVED)
    if not reason.strip():
        raise Refused("payments.reason_missing", field="reason")
    claim.state, claim.decided_by, claim.decided_at = ClaimState.WAIVED, actor, now
    claim.reason = reason[:300]
    claim.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    record(actor=actor, action="interest.waived", subject=claim, at=now, reason=reason)
    tell_claim("payments.interest_waived", claim, now)
    return claim


def locked_claim(claim: InterestClaim) -> InterestClaim:
    """Return the claim under a row lock."""
    rows = InterestClaim.objects.select_for_update(of=("self",))
    return rows.select_related("payer", "payee", "order", "deposit").get(pk=claim.pk)


def _demand(actor: User, claim: InterestClaim) -> None:
    verdict = may_decide_interest(actor, claim)
    if not verdict:
        raise Refused(verdict.reason, status=403)
