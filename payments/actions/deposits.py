"""Deposits: asked for, reported by the organization, confirmed by finance, given back on time by two people."""

import secrets
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from marketplace.audit.actions import record
from marketplace.core.clock import day_of, is_late
from marketplace.core.money import CEILING, yuan
from marketplace.core.references import reference
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.statutes import STATUTES
from marketplace.workdays.queries import load_calendar
from organizations.models import Department, Organization, User
from payments.models import Deposit
from payments.permissions import may_give_deposit, may_handle_deposit
from payments.queries.deposits import live_deposit
from payments.rules.deposits import check_deposit, check_way, return_day
from payments.rules.ledger import received_moves
from payments.states import DEPOSIT, DepositKind, DepositState, DepositWay, ReturnGround

from .ledger import post_deposit
from .messages import tell_giver, tell_holder

CAPS = {DepositKind.BID: "bond.bid_max", DepositKind.PERFORMANCE: "bond.performance_max"}
NUMBERS = 10**8


@transaction.atomic
def require_deposit(
    *,
    actor: User | None,
    kind: str,
    holder: Department,
    payer: Organization,
    amount: Decimal,
    basis: Decimal,
    subject_reference: str,
    subject_path: str,
    subject_title: str,
    due_at: datetime,
    now: datetime,
    is_secret: bool = False,
) -> Deposit:
    """Ask an organization for a deposit (yuan); asked again, the live one is returned.

    `is_secret` hides it from every official until `disclose_deposits`. Raises Refused `payments.deposit_above`
    (422, BOND-01, BOND-07), `payments.amount` (422).
    """
    if not 0 < amount < CEILING or amount != yuan(amount):
        raise Refused("payments.amount", field="amount")
    check_deposit(amount, basis, STATUTES.on(CAPS[DepositKind(kind)], day_of(now)))
    wanted = {
        "kind": kind,
        "payer": payer,
        "subject_reference": subject_reference,
        "holder": holder,
        "amount": amount,
        "basis": basis,
        "subject_path": subject_path,
        "subject_title": subject_title[:200],
        "due_at": due_at,
        "disclosed_at": None if is_secret else now,
    }
    try:
        with transaction.atomic():
            found = live_deposit(kind, subject_reference, payer)
            if found is None:
                return _ask(actor, wanted, now)
            return _moved(found, actor, due_at, now)
    except IntegrityError:
        found = live_deposit(kind, subject_reference, payer)
        if found is None:  # pragma: no cover - another constraint failed
            raise
        return found


def _ask(actor: User | None, wanted: dict, now: datetime) -> Deposit:
    deposit = Deposit.objects.create(
        reference=reference("BZ", day_of(now).year, secrets.randbelow(NUMBERS)),
        created_at=now,
        is_demo=wanted["payer"].is_demo,
        **wanted,
    )
    record(
        actor=actor,
        action="deposit.required",
        subject=deposit,
        at=now,
        after={"amount": deposit.amount, "subject": deposit.subject_reference, "kind": deposit.kind},
    )
    tell_giver("payments.deposit_due", deposit, now)
    return deposit


def _moved(deposit: Deposit, actor: User | None, due_at: datetime, now: datetime) -> Deposit:
    """Follow a deadline that was moved after the deposit was asked for."""
    if deposit.due_at == due_at or deposit.state != DepositState.DUE:
        return deposit
    before, deposit.due_at = deposit.due_at, due_at
    deposit.save(update_fields=["due_at", "changed_at"])
    change = {"before": {"due_at": before}, "after": {"due_at": due_at}}
    record(actor=actor, action="deposit.moved", subject=deposit, at=now, **change)
    return deposit


@transaction.atomic
def declare_deposit(
    *, actor: User, deposit: Deposit, way: str, account: str, document: str, given_on: date, now: datetime
) -> Deposit:
    """Report that the deposit was given, in which form and from which account; not after its moment (409)."""
    deposit = locked_deposit(deposit)
    _demand(may_give_deposit(actor, deposit))
    require_transition(DEPOSIT, deposit.state, DepositState.RECEIVED)
    check_way(way, set(DepositWay.values) - {DepositWay.CARD})
    if is_late(now, deposit.due_at) and deposit.kind == DepositKind.BID:
        raise Refused("payments.deposit_late", status=409)
    if given_on > day_of(now):
        raise Refused("payments.deposit_day", field="given_on")
    deposit.state, deposit.way, deposit.account = DepositState.RECEIVED, way, account
    deposit.document, deposit.given_on = document, given_on
    deposit.declared_by, deposit.declared_at, deposit.reason = actor, now, ""
    deposit.save(
        update_fields=[
            "state", "way", "account", "document", "given_on", "declared_by", "declared_at", "reason", "changed_at",
        ]
    )  # fmt: skip
    record(
        actor=actor,
        action="deposit.declared",
        subject=deposit,
        at=now,
        after={"way": way, "given_on": given_on, "document": document},
    )
    if deposit.disclosed_at:
        tell_holder("payments.deposit_to_check", deposit, now)
    return deposit


@transaction.atomic
def receive_deposit(*, actor: User, deposit: Deposit, now: datetime) -> Deposit:
    """Confirm that the money or the paper is there; one that goes back already stays on its way back."""
    deposit = locked_deposit(deposit)
    _demand(may_handle_deposit(actor, deposit))
    if deposit.state != DepositState.RETURNING:
        require_transition(DEPOSIT, deposit.state, DepositState.HELD)
        deposit.state = DepositState.HELD
    if deposit.received_at or not deposit.declared_at:
        raise Refused("payments.deposit_known", status=409)
    deposit.received_by, deposit.received_at = actor, now
    deposit.save(update_fields=["state", "received_by", "received_at", "changed_at"])
    moves = received_moves(
        deposit.to_give,
        is_performance=deposit.kind == DepositKind.PERFORMANCE,
        is_paper=deposit.is_paper,
    )
    post_deposit(deposit=deposit, kind="deposit_held", moves=moves, actor=actor, now=now)
    after = {"state": deposit.state, "amount": deposit.amount}
    record(actor=actor, action="deposit.received", subject=deposit, at=now, after=after)
    tell_giver("payments.deposit_held", deposit, now)
    return deposit


@transaction.atomic
def miss_deposit(*, actor: User, deposit: Deposit, reason: str, now: datetime) -> Deposit:
    """Say that what was reported has not arrived; the organization may report again, or nothing goes back."""
    deposit = locked_deposit(deposit)
    _demand(may_handle_deposit(actor, deposit))
    if not reason.strip():
        raise Refused("payments.reason_missing", field="reason")
    if deposit.booked or deposit.way == DepositWay.CARD:
        raise Refused("payments.deposit_known", status=409)
    before = deposit.state
    target = DepositState.DROPPED if before == DepositState.RETURNING else DepositState.DUE
    require_transition(DEPOSIT, before, target)
    deposit.state, deposit.reason = target, reason[:300]
    deposit.save(update_fields=["state", "reason", "changed_at"])
    record(
        actor=actor,
        action="deposit.missed",
        subject=deposit,
        at=now,
        before={"state": before},
        after={"state": target},
        reason=reason,
    )
    tell_giver("payments.deposit_missed", deposit, now)
    return deposit


@transaction.atomic
def disclose_deposits(*, subject_reference: str, now: datetime) -> int:
    """Show the deposits of a tender to the officials who hold them: its bids are open, or it has ended."""
    hidden = Deposit.objects.select_for_update(of=("self",)).select_related("holder", "payer")
    rows = list(hidden.filter(subject_reference=subject_reference, disclosed_at__isnull=True).order_by("pk"))
    for deposit in rows:
        deposit.disclosed_at = now
        deposit.save(update_fields=["disclosed_at", "changed_at"])
        record(actor=None, action="deposit.disclosed", subject=deposit, at=now)
        if deposit.state == DepositState.RECEIVED:
            tell_holder("payments.deposit_to_check", deposit, now)
    return len(rows)


@transaction.atomic
def reveal_deposit(*, actor: User, deposit: Deposit, now: datetime) -> Deposit:
    """Let finance see at once a deposit that goes back after a withdrawal: the organization's own wish, never ours."""
    deposit = locked_deposit(deposit)
    _demand(may_give_deposit(actor, deposit))
    if deposit.state != DepositState.RETURNING:
        raise Refused("core.not_in_this_state", status=409)
    if deposit.disclosed_at is None:
        deposit.disclosed_at = now
        deposit.save(update_fields=["disclosed_at", "changed_at"])
        record(actor=actor, action="deposit.revealed", subject=deposit, at=now)
        tell_holder("payments.deposit_to_return", deposit, now)
    return deposit


@transaction.atomic
def start_returns(
    *,
    actor: User | None,
    subject_reference: str,
    ground: str,
    now: datetime,
    kind: str = DepositKind.BID,
    only: Organization | None = None,
    but: Collection[int] = (),
) -> list[Deposit]:
    """Start the clock of the deposits for a subject: of one organization, or of all but some (by their keys).

    What was never given is dropped. Raises CalendarNotLoaded.
    """
    rows = Deposit.objects.select_for_update(of=("self",)).select_related("holder", "payer")
    rows = rows.filter(kind=kind, subject_reference=subject_reference).exclude(payer__in=but).order_by("pk")
    if only is not None:
        rows = rows.filter(payer=only)
    live = [DepositState.DUE, DepositState.RECEIVED, DepositState.HELD]
    return [_turn_back(deposit, actor, ground, now) for deposit in rows.filter(state__in=live)]


def _turn_back(deposit: Deposit, actor: User | None, ground: str, now: datetime) -> Deposit:
    before = deposit.state
    is_there = before != DepositState.DUE or deposit.converted
    target = DepositState.RETURNING if is_there else DepositState.DROPPED
    require_transition(DEPOSIT, before, target)
    limit = STATUTES.on("deposit.return", day_of(now))
    deposit.state, deposit.ground = target, ReturnGround(ground)
    deposit.return_due_on = return_day(day_of(now), limit, load_calendar())
    deposit.save(update_fields=["state", "ground", "return_due_on", "changed_at"])
    after = {"state": target, "ground": ground, "until": deposit.return_due_on}
    record(
        actor=actor,
        action="deposit.return_started",
        subject=deposit,
        at=now,
        before={"state": before},
        after=after,
    )
    if target == DepositState.RETURNING:
        tell_giver("payments.deposit_returning", deposit, now)
        if deposit.disclosed_at:
            tell_holder("payments.deposit_to_return", deposit, now)
    return deposit


def locked_deposit(deposit: Deposit) -> Deposit:
    """Return the deposit under a row lock."""
    rows = Deposit.objects.select_for_update(of=("self",)).select_related("holder", "payer")
    return rows.get(pk=deposit.pk)


def _demand(verdict: object) -> None:
    if not verdict:
        raise Refused(verdict.reason, status=403)  # type: ignore[attr-defined]
