"""Money through the payment provider: asked for under a lock, sent with our key, believed when the provider confirms.

Each act has three parts: write down what we want (transaction), ask the provider (no transaction, same key when
repeated), write down what it confirmed (transaction). A crash between them is made good by `settle_movement`.
"""

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from marketplace.audit.actions import record
from marketplace.core.clock import day_of, is_late
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.outbox.actions import publish
from organizations.models import Organization, User
from payments.events import PaymentSettled
from payments.gateways import GatewayStatus
from payments.gateways.stripe import Declined, Stripe, Told, Unreachable, is_configured
from payments.models import Deposit, PaymentOrder, ProviderAccount, ProviderMovement
from payments.permissions import may_give_deposit, may_keep_account, may_send_payments
from payments.rules.currencies import minor_units
from payments.rules.fees import platform_fee
from payments.states import (
    DEPOSIT,
    MOVEMENT,
    ORDER,
    DepositKind,
    DepositState,
    DepositWay,
    MovementKind,
    MovementState,
    OrderKind,
    OrderState,
)

from .deposits import locked_deposit
from .interest import claim_of_order
from .ledger import post_order
from .messages import tell_both, tell_giver, tell_holder, tell_payee
from .orders import locked
from .settlements import settle_refund, settling_refund

ENDED = {GatewayStatus.FAILED, GatewayStatus.CANCELLED}
NOT_DUE = "not_due"


def start_checkout(*, actor: User, deposit: Deposit, back: str, now: datetime) -> str:
    """Return the address of the provider's page on which the deposit is paid; a second click leads to the same page.

    Raises Refused `payments.provider_off`, `payments.provider_silent` (409), and as `declare_deposit`.
    """
    movement = _begin_collection(actor=actor, deposit=deposit, now=now)
    told = _ask(
        movement,
        lambda: Stripe().collect(
            amount=movement.amount,
            purpose=deposit.subject_title or deposit.reference,
            reference=deposit.reference,
            key=movement.key,
            back=back,
        ),
        now,
    )
    return told.redirect


def refund_deposit(*, actor: User, deposit: Deposit, now: datetime) -> ProviderMovement:
    """Give a deposit back the way it came, as another person prepared; done when the provider confirms."""
    movement = _begin_refund(actor=actor, deposit=deposit, now=now)
    told = _ask(
        movement,
        lambda: Stripe().refund(intent=movement.intent, amount=movement.amount, key=movement.key),
        now,
    )
    return _settle(movement=movement, told=told, now=now)


def pay_out(*, actor: User, order: PaymentOrder, now: datetime) -> ProviderMovement:
    """Transfer a released order to the payee's account at the provider; a second click moves nothing twice."""
    movement = _begin_payout(actor=actor, order=order, now=now)
    told = _ask(movement, lambda: _disburse(movement), now)
    return _settle(movement=movement, told=told, now=now)


def _disburse(movement: ProviderMovement) -> Told:
    order = movement.order
    if order is None:  # pragma: no cover - a payout has its order
        raise Refused("payments.provider_silent", status=409)
    return Stripe().disburse(
        account=movement.account,
        amount=movement.sent,
        reference=order.reference,
        group=order.subject_reference.partition("/")[0],
        key=movement.key,
    )


def fee_on(order: PaymentOrder) -> Decimal:
    """Return what the platform keeps of a payout (yuan): nothing unless the installation says so, never of interest."""
    if order.kind != OrderKind.SERVICE:
        return Decimal("0.00")
    return platform_fee(order.amount, settings.STRIPE_FEE_PERCENT, settings.STRIPE_CURRENCY)


@transaction.atomic
def _begin_collection(*, actor: User, deposit: Deposit, now: datetime) -> ProviderMovement:
    _demand_provider()
    deposit = locked_deposit(deposit)
    _demand(may_give_deposit(actor, deposit))
    require_transition(DEPOSIT, deposit.state, DepositState.RECEIVED)
    _demand_expressible(deposit.to_give)
    if deposit.kind == DepositKind.BID and is_late(now, deposit.due_at):
        raise Refused("payments.deposit_late", status=409)
    return _movement(actor, MovementKind.COLLECT, now, deposit=deposit, amount=deposit.to_give)


@transaction.atomic
def _begin_refund(*, actor: User, deposit: Deposit, now: datetime) -> ProviderMovement:
    _demand_provider()
    deposit = settling_refund(actor=actor, deposit=deposit)
    settled = [MovementState.SUCCEEDED, MovementState.DISPUTED]
    paid = deposit.movements.get(kind=MovementKind.COLLECT, state__in=settled)
    facts = {"amount": paid.amount, "intent": paid.intent}
    return _movement(actor, MovementKind.REFUND, now, deposit=deposit, **facts)


@transaction.atomic
def _begin_payout(*, actor: User, order: PaymentOrder, now: datetime) -> ProviderMovement:
    _demand_provider()
    order = locked(order)
    _demand(may_send_payments(actor, order.payer))
    account = ProviderAccount.objects.filter(organization=order.payee).first()
    if account is None:
        raise Refused("payments.provider_account", payee=order.payee_name)
    require_transition(ORDER, order.state, OrderState.SENT)
    fee = fee_on(order)
    _demand_expressible(order.amount - fee)
    order.state, order.sent_at = OrderState.SENT, now
    order.save(update_fields=["state", "sent_at", "changed_at"])
    post_order(order=order, source=OrderState.RELEASED, actor=actor, now=now)
    facts = {"amount": order.amount, "fee": fee, "account": account.number}
    return _movement(actor, MovementKind.PAYOUT, now, order=order, **facts)


def _movement(actor: User, kind: str, now: datetime, **facts: object) -> ProviderMovement:
    """Return the movement that is under way for the subject, or begin one; the caller holds the subject's lock."""
    subject = facts.get("deposit") or facts.get("order")
    mine = ProviderMovement.objects.filter(kind=kind, deposit=facts.get("deposit"), order=facts.get("order"))
    found = mine.filter(state=MovementState.STARTED).first()
    if found is not None:
        return found
    movement = ProviderMovement.objects.create(
        kind=kind,
        key=f"{subject.public_id}-{kind}-{mine.count() + 1}",  # type: ignore[union-attr]
        currency=settings.STRIPE_CURRENCY,
        started_by=actor,
        started_at=now,
        **facts,  # type: ignore[arg-type]
    )
    after = {"kind": kind, "amount": movement.amount, "fee": movement.fee, "subject": str(subject)}
    record(actor=actor, action="provider.asked", subject=movement, at=now, after=after)
    return movement


def _ask(movement: ProviderMovement, call: object, now: datetime) -> Told:
    """Ask the provider and keep its number; refused for good ends the movement, silence leaves it to the sweeper."""
    try:
        told: Told = call()  # type: ignore[operator]
    except Declined as declined:
        _fail(movement=movement, reason=str(declined), now=now)
        raise Refused("payments.provider_declined", reason=str(declined)) from declined
    except Unreachable as silent:
        raise Refused("payments.provider_silent", status=409) from silent
    ProviderMovement.objects.filter(pk=movement.pk, number="").update(number=told.number)
    return told


def settle_movement(*, movement: ProviderMovement, now: datetime) -> ProviderMovement:
    """Ask the provider where a movement stands and write down what it confirms; any number of times, in any order."""
    if movement.state not in {MovementState.STARTED, MovementState.SUCCEEDED}:
        return movement
    try:
        told = _again(movement)
    except Unreachable:
        return movement
    except Declined as declined:
        return _fail(movement=movement, reason=str(declined), now=now)
    return _settle(movement=movement, told=told, now=now)


def _again(movement: ProviderMovement) -> Told:
    """Read the movement, or send the request once more with its key when its answer was never heard."""
    if movement.number:
        return Stripe().fetch(movement.kind, movement.number)
    if movement.kind == MovementKind.PAYOUT:
        told = _disburse(movement)
    elif movement.kind == MovementKind.REFUND:
        told = Stripe().refund(intent=movement.intent, amount=movement.amount, key=movement.key)
    else:  # nobody was led to its page: there is nothing to wait for
        raise Declined("not opened")
    ProviderMovement.objects.filter(pk=movement.pk, number="").update(number=told.number)
    return told


@transaction.atomic
def _settle(*, movement: ProviderMovement, told: Told, now: datetime) -> ProviderMovement:
    movement = _locked(movement)
    if movement.state == MovementState.SUCCEEDED and told.is_disputed:
        return _note_dispute(movement, now)
    if movement.state != MovementState.STARTED or told.status == GatewayStatus.PENDING:
        return movement
    if told.status in ENDED:
        return _end(movement, str(told.status), now)
    if told.status != GatewayStatus.SUCCEEDED:
        return movement
    asked = (minor_units(movement.sent, movement.currency), movement.currency)
    if (told.amount, told.currency) != asked:
        return _refuse_sum(movement, told, now)
    require_transition(MOVEMENT, movement.state, MovementState.SUCCEEDED)
    movement.state, movement.settled_at, movement.number = MovementState.SUCCEEDED, now, told.number
    movement.intent = told.intent or movement.intent
    movement.save(update_fields=["state", "settled_at", "number", "intent"])
    after = {"state": movement.state, "number": told.number, "amount": movement.amount}
    record(actor=None, action="provider.confirmed", subject=movement, at=now, after=after)
    EFFECTS[movement.kind](movement, now)
    return movement


def _refuse_sum(movement: ProviderMovement, told: Told, now: datetime) -> ProviderMovement:
    """Credit nothing when sum or currency differ; the difference stays in the log and is told to the money side."""
    after = {"amount": told.amount, "currency": told.currency, "number": told.number}
    if movement.reason != "differs":
        movement.reason = "differs"
        movement.save(update_fields=["reason"])
        record(actor=None, action="provider.differs", subject=movement, at=now, after=after)
    return movement


def _collected(movement: ProviderMovement, now: datetime) -> None:
    """Note the deposit as given; money for one that is not due any more waits to go back."""
    deposit = locked_deposit(movement.deposit)  # type: ignore[arg-type]
    if deposit.state != DepositState.DUE:
        movement.reason = NOT_DUE
        movement.save(update_fields=["reason"])
        record(
            actor=None, action="provider.not_due", subject=movement, at=now, after={"state": deposit.state}
        )
        return
    deposit.state, deposit.way, deposit.document = DepositState.RECEIVED, DepositWay.CARD, movement.intent
    deposit.declared_by, deposit.declared_at, deposit.given_on = movement.started_by, now, day_of(now)
    deposit.save(
        update_fields=["state", "way", "document", "declared_by", "declared_at", "given_on", "changed_at"]
    )
    if deposit.disclosed_at:
        tell_holder("payments.deposit_to_check", deposit, now)


def _paid_out(movement: ProviderMovement, now: datetime) -> None:
    order = locked(movement.order)  # type: ignore[arg-type]
    require_transition(ORDER, order.state, OrderState.PAID)
    order.state, order.bank_number = OrderState.PAID, movement.number[:60]
    order.settled_at, order.paid_on, order.fee = now, day_of(now), movement.fee
    order.save(update_fields=["state", "bank_number", "settled_at", "paid_on", "fee", "changed_at"])
    post_order(order=order, source=OrderState.SENT, actor=None, now=now)
    publish(PaymentSettled(order_id=order.pk, subject_reference=order.subject_reference))
    tell_payee("payments.paid", order, now)
    claim_of_order(order=order, now=now)


def _refunded(movement: ProviderMovement, now: datetime) -> None:
    settle_refund(deposit=locked_deposit(movement.deposit), actor=movement.started_by, now=now)  # type: ignore[arg-type]


EFFECTS = {
    MovementKind.COLLECT: _collected,
    MovementKind.PAYOUT: _paid_out,
    MovementKind.REFUND: _refunded,
}


@transaction.atomic
def _fail(*, movement: ProviderMovement, reason: str, now: datetime) -> ProviderMovement:
    movement = _locked(movement)
    return movement if movement.state != MovementState.STARTED else _end(movement, reason, now)


def _end(movement: ProviderMovement, reason: str, now: datetime) -> ProviderMovement:
    require_transition(MOVEMENT, movement.state, MovementState.FAILED)
    movement.state, movement.reason, movement.settled_at = MovementState.FAILED, reason[:300], now
    movement.save(update_fields=["state", "reason", "settled_at"])
    record(actor=None, action="provider.failed", subject=movement, at=now, reason=reason[:300])
    if movement.kind == MovementKind.PAYOUT:
        order = locked(movement.order)  # type: ignore[arg-type]
        require_transition(ORDER, order.state, OrderState.FAILED)
        order.state, order.reason = OrderState.FAILED, reason[:300]
        order.save(update_fields=["state", "reason", "changed_at"])
        post_order(order=order, source=OrderState.SENT, actor=None, now=now)
        tell_both("payments.failed", order, now)
    return movement


def _note_dispute(movement: ProviderMovement, now: datetime) -> ProviderMovement:
    require_transition(MOVEMENT, movement.state, MovementState.DISPUTED)
    movement.state = MovementState.DISPUTED
    movement.save(update_fields=["state"])
    record(actor=None, action="provider.disputed", subject=movement, at=now)
    if movement.order_id:
        tell_both("payments.disputed", locked(movement.order), now)  # type: ignore[arg-type]
    else:
        tell_giver("payments.deposit_disputed", movement.deposit, now)  # type: ignore[arg-type]
    return movement


def note_dispute(*, intent: str, now: datetime) -> ProviderMovement | None:
    """Mark the collection that the provider says is disputed; again, nothing changes."""
    found = (
        ProviderMovement.objects.filter(kind=MovementKind.COLLECT, intent=intent).exclude(intent="").first()
    )
    return None if found is None else _dispute(movement=found, now=now)


@transaction.atomic
def _dispute(*, movement: ProviderMovement, now: datetime) -> ProviderMovement:
    movement = _locked(movement)
    return _note_dispute(movement, now) if movement.state == MovementState.SUCCEEDED else movement


def keep_account(*, actor: User, organization: Organization, number: str, now: datetime) -> ProviderAccount:
    """Keep the account of an organization at the provider after the provider has confirmed it."""
    _demand_provider()
    _demand(may_keep_account(actor, organization))
    try:
        is_good = Stripe().can_be_paid(number)
    except (Unreachable, Declined) as error:
        raise Refused("payments.provider_silent", status=409) from error
    if not is_good:
        raise Refused("payments.provider_account_closed", field="number")
    return _keep_account(actor=actor, organization=organization, number=number, now=now)


@transaction.atomic
def _keep_account(*, actor: User, organization: Organization, number: str, now: datetime) -> ProviderAccount:
    account, _is_new = ProviderAccount.objects.update_or_create(
        organization=organization, defaults={"number": number, "confirmed_at": now, "set_by": actor}
    )
    record(actor=actor, action="provider.account_kept", subject=account, at=now, after={"number": number})
    return account


def _locked(movement: ProviderMovement) -> ProviderMovement:
    rows = ProviderMovement.objects.select_for_update(of=("self",)).select_related("deposit", "order")
    return rows.get(pk=movement.pk)


def _demand_provider() -> None:
    if not is_configured():
        raise Refused("payments.provider_off", status=409)


def _demand_expressible(amount: Decimal) -> None:
    """Refuse (422) before anything is written what the currency of the installation cannot express."""
    try:
        minor_units(amount, settings.STRIPE_CURRENCY)
    except ValueError as error:
        currency = settings.STRIPE_CURRENCY.upper()
        raise Refused("payments.currency_parts", amount=f"{amount:,.2f}", currency=currency) from error


def _demand(verdict: object) -> None:
    if not verdict:
        raise Refused(verdict.reason, status=403)  # type: ignore[attr-defined]


def return_stray(*, movement: ProviderMovement, now: datetime) -> ProviderMovement:
    """Send back what was paid for a deposit that was not due any more."""
    refund = _begin_stray(movement=movement, now=now)
    return settle_movement(movement=refund, now=now)


@transaction.atomic
def _begin_stray(*, movement: ProviderMovement, now: datetime) -> ProviderMovement:
    deposit = locked_deposit(movement.deposit)  # type: ignore[arg-type]
    facts = {"amount": movement.amount, "intent": movement.intent}
    return _movement(None, MovementKind.REFUND, now, deposit=deposit, **facts)
