"""The end of a deposit: given back or kept by two people, or turned into a performance deposit."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.statutes import STATUTES
from organizations.models import User
from payments.models import Deposit
from payments.permissions import may_handle_deposit
from payments.rules.lateness import days_late, late_return_fee
from payments.rules.ledger import Book, Move, forfeited_moves, returned_moves
from payments.states import DEPOSIT, DepositKind, DepositState, DepositWay

from .deposits import locked_deposit
from .interest import claim_of_deposit
from .ledger import post_deposit
from .messages import tell_giver, tell_holder

ACTS = {"return": DepositState.RETURNED, "forfeit": DepositState.FORFEITED}


@transaction.atomic
def propose_settlement(*, actor: User, deposit: Deposit, outcome: str, reason: str, now: datetime) -> Deposit:
    """Prepare to give a deposit back (`return`) or to keep it for a breach (`forfeit`); a second person confirms.

    Raises Refused `payments.deposit_not_there` (409) before its arrival was confirmed, `payments.reason_missing`
    (422) for keeping without a reason.
    """
    deposit = _checked(actor, deposit)
    require_transition(DEPOSIT, deposit.state, ACTS[outcome])
    if not deposit.booked:
        raise Refused("payments.deposit_not_there", status=409)
    if outcome == "forfeit" and not reason.strip():
        raise Refused("payments.reason_missing", field="reason")
    deposit.proposed_act, deposit.proposed_by, deposit.proposed_at = outcome, actor, now
    deposit.reason = reason[:300]
    deposit.save(update_fields=["proposed_act", "proposed_by", "proposed_at", "reason", "changed_at"])
    record(
        actor=actor,
        action="deposit.settlement_proposed",
        subject=deposit,
        at=now,
        after={"outcome": outcome},
        reason=reason,
    )
    tell_holder("payments.deposit_to_settle", deposit, now)
    return deposit


@transaction.atomic
def return_deposit(*, actor: User, deposit: Deposit, returned_on: date, now: datetime) -> Deposit:
    """Give a deposit back as another person prepared; lateness is owed beside it (BOND-06)."""
    deposit = _settling(actor, deposit, "return")
    if deposit.way == DepositWay.CARD:
        raise Refused("payments.deposit_by_card", status=409)
    if not deposit.proposed_at or not day_of(deposit.proposed_at) <= returned_on <= day_of(now):
        raise Refused("payments.deposit_day", field="returned_on")
    deposit.returned_on = returned_on
    deposit.interest = Decimal("0.00") if deposit.is_paper else fee_of(deposit, returned_on)
    moves = returned_moves(
        *_parts(deposit),
        is_performance=deposit.kind == DepositKind.PERFORMANCE,
        is_paper=deposit.is_paper,
    )
    return _settle(deposit, actor, now, moves=moves, act="deposit.returned", entry="deposit_returned")


@transaction.atomic
def forfeit_deposit(*, actor: User, deposit: Deposit, now: datetime) -> Deposit:
    """Keep a deposit for the breach that another person named; it goes to the treasury."""
    deposit = _settling(actor, deposit, "forfeit")
    moves = forfeited_moves(
        *_parts(deposit),
        is_performance=deposit.kind == DepositKind.PERFORMANCE,
        is_paper=deposit.is_paper,
    )
    return _settle(deposit, actor, now, moves=moves, act="deposit.forfeited", entry="deposit_forfeited")


@transaction.atomic
def convert_deposit(*, actor: User, deposit: Deposit, into: Deposit, now: datetime) -> Deposit:
    """Turn the winner's bid deposit into its performance deposit instead of giving it back (BOND-04).

    Raises Refused `payments.deposit_conversion` (422) unless both belong to the same parties, the bid deposit is
    money that has arrived, and the performance deposit is at least as high.
    """
    first, second = sorted([deposit.pk, into.pk])
    rows = Deposit.objects.select_for_update(of=("self",)).select_related("holder", "payer").order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[first, second])}
    deposit, into = found[deposit.pk], found[into.pk]
    _demand(actor, deposit)
    require_transition(DEPOSIT, deposit.state, DepositState.CONVERTED)
    if not _fits(deposit, into):
        raise Refused("payments.deposit_conversion")
    sum_, before = deposit.amount, deposit.state
    deposit.state, deposit.settled_by, deposit.settled_at = DepositState.CONVERTED, actor, now
    deposit.save(update_fields=["state", "settled_by", "settled_at", "changed_at"])
    into.converted += sum_
    if into.converted == into.amount:
        require_transition(DEPOSIT, into.state, DepositState.HELD)
        into.state = DepositState.HELD
    into.save(update_fields=["converted", "state", "changed_at"])
    away, there = [
        [Move(Book.DEPOSITS_HELD, Book.DEPOSIT_MONEY, sum_)],
        [Move(Book.DEPOSIT_MONEY, Book.PERFORMANCE_HELD, sum_)],
    ]
    post_deposit(deposit=deposit, kind="deposit_converted", moves=away, actor=actor, now=now)
    post_deposit(deposit=into, kind="deposit_converted", moves=there, actor=actor, now=now)
    record(
        actor=actor,
        action="deposit.converted",
        subject=deposit,
        at=now,
        before={"state": before},
        after={"into": into.reference, "amount": sum_},
    )
    tell_giver("payments.deposit_converted", deposit, now)
    return into


def _fits(deposit: Deposit, into: Deposit) -> bool:
    same = (deposit.payer_id, deposit.holder_id) == (into.payer_id, into.holder_id)
    kinds = (deposit.kind, into.kind) == (DepositKind.BID, DepositKind.PERFORMANCE)
    is_money = bool(deposit.received_at) and not deposit.is_paper
    return same and kinds and is_money and into.state == DepositState.DUE and deposit.amount <= into.to_give


def fee_of(deposit: Deposit, returned_on: date) -> Decimal:
    """Return what giving a deposit back on the day costs the holder beside the deposit (yuan, BOND-06)."""
    if deposit.return_due_on is None:
        return Decimal("0.00")
    late = days_late(deposit.return_due_on, returned_on, returned_on)
    return late_return_fee(
        deposit.booked,
        late,
        rate=STATUTES.on("deposit.base_rate", returned_on).value,
        surcharge=STATUTES.on("deposit.surcharge", returned_on).value,
        basis=STATUTES.on("deposit.day_basis", returned_on).days,
    )


def _parts(deposit: Deposit) -> tuple[Decimal, Decimal]:
    """Return what was given itself and what was carried over from a bid deposit."""
    return (deposit.to_give if deposit.received_at else Decimal(0)), deposit.converted


def _checked(actor: User, deposit: Deposit) -> Deposit:
    deposit = locked_deposit(deposit)
    _demand(actor, deposit)
    return deposit


def _demand(actor: User, deposit: Deposit) -> None:
    verdict = may_handle_deposit(actor, deposit)
    if not verdict:
        raise Refused(verdict.reason, status=403)


def _settling(actor: User, deposit: Deposit, act: str) -> Deposit:
    deposit = _checked(actor, deposit)
    require_transition(DEPOSIT, deposit.state, ACTS[act])
    if deposit.proposed_act != act:
        raise Refused("payments.deposit_not_proposed", status=409)
    if deposit.proposed_by_id == actor.pk:
        raise Refused("payments.deposit_same_person", status=403)
    return deposit


def _settle(
    deposit: Deposit, actor: User | None, now: datetime, *, moves: list[Move], act: str, entry: str
) -> Deposit:
    before = deposit.state
    deposit.state = ACTS[deposit.proposed_act]
    deposit.settled_by, deposit.settled_at = actor, now
    fields = ["state", "settled_by", "settled_at", "returned_on", "interest", "changed_at"]
    deposit.save(update_fields=fields)
    post_deposit(deposit=deposit, kind=entry, moves=moves, actor=actor, now=now)
    record(
        actor=actor,
        action=act,
        subject=deposit,
        at=now,
        before={"state": before},
        after={"state": deposit.state, "amount": deposit.booked, "interest": deposit.interest},
        reason=deposit.reason,
    )
    tell_giver(f"payments.{act.replace('.', '_')}", deposit, now)
    claim_of_deposit(deposit=deposit, now=now)
    return deposit


def settling_refund(*, actor: User, deposit: Deposit) -> Deposit:
    """Return the locked deposit if its card payment may go back now; refused (409) for every other form."""
    deposit = _settling(actor, deposit, "return")
    if deposit.way != DepositWay.CARD:
        raise Refused("payments.deposit_by_bank", status=409)
    return deposit


def settle_refund(*, deposit: Deposit, actor: User | None, now: datetime) -> None:
    """Write down that the provider gave the locked deposit back; the holder owes the cost of lateness beside it."""
    if deposit.state != DepositState.RETURNING or deposit.way != DepositWay.CARD:
        return
    deposit.returned_on, deposit.interest = day_of(now), fee_of(deposit, day_of(now))
    moves = returned_moves(
        *_parts(deposit),
        is_performance=deposit.kind == DepositKind.PERFORMANCE,
        is_paper=False,
    )
    _settle(deposit, actor, now, moves=moves, act="deposit.returned", entry="deposit_returned")
