"""Order a payment, release it by a second person, cancel it, order it again."""

import zlib
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, connection, transaction

from marketplace.audit.actions import next_reference, record
from marketplace.core.clock import day_of
from marketplace.core.money import CEILING, yuan
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from organizations.models import Department, Organization, User
from payments.models import InterestClaim, PaymentOrder
from payments.permissions import may_cancel_order, may_release_order
from payments.queries.orders import contract_of, live_order_for, ordered_for
from payments.queries.recoveries import set_off_for
from payments.states import CLAIM, ORDER, ClaimState, OrderKind, OrderState

from .ledger import post_order
from .messages import tell_both, tell_ordered

LOCK = 4_201  # the class of locks of a contract's money


@transaction.atomic
def order_payment(
    *,
    actor: User,
    payee: Organization,
    payer: Department,
    amount: Decimal,
    purpose: str,
    subject_reference: str,
    subject_path: str,
    due_on: date,
    now: datetime,
    kind: str = OrderKind.SERVICE,
    within: Decimal | None = None,
) -> PaymentOrder:
    """Order one sum (yuan) for one subject; the same order again returns the first one.

    `within` is what all orders of the contract, with what was held back for penalties, may add up to. Raises Refused `payments.amount` (422),
    `payments.ordered_differently` or `payments.beyond_remainder` (409) naming the difference.
    """
    if not 0 < amount < CEILING or amount != yuan(amount):
        raise Refused("payments.amount", field="amount")
    wanted = {
        "payee": payee,
        "payer": payer,
        "payee_name": payee.name,
        "amount": yuan(amount),
        "purpose": purpose[:200],
        "subject_reference": subject_reference,
        "subject_path": subject_path,
        "due_on": due_on,
        "kind": kind,
    }
    if within is not None:
        hold_contract(subject_reference)
    try:
        with transaction.atomic():
            found = live_same(wanted)
            if found is None and within is not None:
                _check_remainder(wanted, within)
            return found or _create(actor=actor, now=now, wanted=wanted)
    except IntegrityError:
        found = live_same(wanted)
        if found is None:  # pragma: no cover - another constraint failed
            raise
        return found


def hold_contract(subject_reference: str) -> None:
    """Let one transaction at a time order money of a contract; the lock ends with the transaction."""
    number = zlib.crc32(contract_of(subject_reference).encode()) - 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, number])


def _check_remainder(wanted: dict, within: Decimal) -> None:
    contract = contract_of(wanted["subject_reference"])
    left = within - ordered_for(contract) - set_off_for(contract)
    if wanted["amount"] > left:
        raise Refused(
            "payments.beyond_remainder",
            status=409,
            contract=contract,
            left=f"{left:,.2f}",
            amount=f"{wanted['amount']:,.2f}",
            difference=f"{wanted['amount'] - left:,.2f}",
        )


def live_same(wanted: dict) -> PaymentOrder | None:
    """Return the live order of the subject if it is the same; refuse (409) if it is another one."""
    order = live_order_for(wanted["subject_reference"])
    if order is None:
        return None
    if (order.amount, order.payee_id) != (wanted["amount"], wanted["payee"].pk):
        raise Refused(
            "payments.ordered_differently",
            status=409,
            subject=order.subject_reference,
            ordered=order.amount,
            amount=wanted["amount"],
            difference=wanted["amount"] - order.amount,
        )
    return order


def _create(*, actor: User, now: datetime, wanted: dict) -> PaymentOrder:
    payee = wanted["payee"]
    order = PaymentOrder.objects.create(
        reference=next_reference("FK", day_of(now).year),
        payee_account=payee.bank_account,
        payee_bank=payee.bank_name,
        ordered_by=actor,
        ordered_at=now,
        is_demo=payee.is_demo,
        **wanted,
    )
    after = {"amount": order.amount, "payee": payee.public_id, "subject": order.subject_reference}
    post_order(order=order, source="", actor=actor, now=now)
    record(actor=actor, action="payment.ordered", subject=order, at=now, after=after)
    tell_ordered(order, now)
    return order


@transaction.atomic
def release_payment(
    *, actor: User, order: PaymentOrder, now: datetime, account: str | None = None
) -> PaymentOrder:
    """Release an order and freeze the payee's account as it is now.

    `account` is what the releaser saw; a changed one is refused (409). Raises Refused `payments.same_person`
    (403) for the person who ordered, `payments.account_missing` (422).
    """
    order = locked(order)
    require_transition(ORDER, order.state, OrderState.RELEASED)
    verdict = may_release_order(actor, order)
    if not verdict:
        raise Refused(verdict.reason, status=403)
    payee = order.payee
    if not payee.bank_account or not payee.bank_name:
        raise Refused("payments.account_missing", payee=order.payee_name, reference=order.reference)
    if account is not None and account != payee.bank_account:
        raise Refused("payments.account_changed", status=409)
    order.state, order.released_by, order.released_at = OrderState.RELEASED, actor, now
    order.payee_account, order.payee_bank = payee.bank_account, payee.bank_name
    fields = ["state", "released_by", "released_at", "payee_account", "payee_bank", "changed_at"]
    order.save(update_fields=fields)
    post_order(order=order, source=OrderState.ORDERED, actor=actor, now=now)
    after = {"state": order.state, "account": order.payee_account, "bank": order.payee_bank}
    record(
        actor=actor,
        action="payment.released",
        subject=order,
        at=now,
        before={"state": OrderState.ORDERED},
        after=after,
    )
    return order


@transaction.atomic
def cancel_payment(*, actor: User, order: PaymentOrder, reason: str, now: datetime) -> PaymentOrder:
    """Cancel an order that is not at the bank; the subject may be ordered anew. The reason goes to the payee."""
    return _turn(
        actor=actor, order=order, target=OrderState.CANCELLED, reason=reason, now=now, act="payment.cancelled"
    )


@transaction.atomic
def order_again(*, actor: User, order: PaymentOrder, reason: str, now: datetime) -> PaymentOrder:
    """Put an order that the bank could not carry out back to the start; it needs a new release."""
    return _turn(
        actor=actor,
        order=order,
        target=OrderState.ORDERED,
        reason=reason,
        now=now,
        act="payment.ordered_again",
    )


def _turn(
    *, actor: User, order: PaymentOrder, target: str, reason: str, now: datetime, act: str
) -> PaymentOrder:
    order = locked(order)
    require_transition(ORDER, order.state, target)
    verdict = may_cancel_order(actor, order)
    if not verdict:
        raise Refused(verdict.reason, status=403)
    if not reason.strip():
        raise Refused("payments.reason_missing", field="reason")
    before = {"state": order.state, "released_by": order.released_by_id}
    order.state, order.reason = target, reason[:300]
    order.released_by = order.released_at = order.file = order.sent_at = None
    if target == OrderState.ORDERED:
        order.ordered_by, order.ordered_at = actor, now
    fields = ["state", "reason", "released_by", "released_at", "file", "sent_at", "ordered_by", "ordered_at"]
    order.save(update_fields=[*fields, "changed_at"])
    post_order(order=order, source=before["state"], actor=actor, now=now)
    record(
        actor=actor,
        action=act,
        subject=order,
        at=now,
        before=before,
        after={"state": order.state},
        reason=reason,
    )
    if target == OrderState.CANCELLED:
        _reopen_interest(order, actor, now)
        tell_both("payments.cancelled", order, now)
    return order


def _reopen_interest(order: PaymentOrder, actor: User, now: datetime) -> None:
    claim = InterestClaim.objects.select_for_update(of=("self",)).filter(payment=order).first()
    if claim is None:
        return
    require_transition(CLAIM, claim.state, ClaimState.PROPOSED)
    claim.state, claim.payment = ClaimState.PROPOSED, None
    claim.decided_by = claim.decided_at = None
    claim.save(update_fields=["state", "payment", "decided_by", "decided_at"])
    record(actor=actor, action="interest.reopened", subject=claim, at=now, before={"order": order.reference})


def locked(order: PaymentOrder) -> PaymentOrder:
    """Return the order under a row lock."""
    return (
        PaymentOrder.objects.select_for_update(of=("self",)).select_related("payer", "payee").get(pk=order.pk)
    )
