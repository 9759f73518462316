"""Penalties as money: hold back from a payment, claim, receive, drop. The contract's room decides; its lock is held."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from marketplace.audit.actions import next_reference, record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from organizations.models import Department, Organization, User
from payments.models import Recovery
from payments.permissions import may_receive_recovery
from payments.queries.recoveries import open_claim_of
from payments.rules.ledger import RECOVERIES, recovery_moves
from payments.states import RECOVERY, RecoveryState

from .ledger import post_moves
from .messages import tell_recovery


@transaction.atomic
def set_off_penalty(
    *,
    actor: User,
    department: Department,
    organization: Organization,
    contract: str,
    subject_reference: str,
    subject_path: str,
    against: str,
    amount: Decimal,
    now: datetime,
) -> Recovery:
    """Hold a part of a penalty (yuan) back from the payment of `against`; the same again returns the first one."""
    known = Recovery.objects.filter(
        subject_reference=subject_reference, against=against, state=RecoveryState.SET_OFF
    ).first()
    if known is not None:
        return known
    require_transition(RECOVERY, RecoveryState.CLAIMED, RecoveryState.SET_OFF)
    row = _make(
        department=department, organization=organization, contract=contract, subject_path=subject_path,
        subject_reference=subject_reference, against=against, amount=amount, made_at=now, settled_at=now,
        state=RecoveryState.SET_OFF,
    )  # fmt: skip
    after = {"amount": amount, "of": subject_reference, "against": against}
    record(actor=actor, action="recovery.set_off", subject=row, at=now, after=after)
    _post(row, actor, now)
    tell_recovery("payments.penalty_set_off", row, now)
    return row


@transaction.atomic
def claim_recovery(
    *,
    actor: User | None,
    department: Department,
    organization: Organization,
    contract: str,
    subject_reference: str,
    subject_path: str,
    amount: Decimal,
    due_on: date,
    now: datetime,
) -> Recovery:
    """Claim what is left of a penalty (yuan) until a day; while one claim is open it is returned."""
    known = open_claim_of(subject_reference)
    if known is not None:
        return known
    row = _make(
        department=department, organization=organization, contract=contract, subject_path=subject_path,
        subject_reference=subject_reference, amount=amount, made_at=now, due_on=due_on,
    )  # fmt: skip
    after = {"amount": amount, "of": subject_reference, "due_on": due_on}
    record(actor=actor, action="recovery.claimed", subject=row, at=now, after=after)
    _post(row, actor, now)
    tell_recovery("payments.penalty_claimed", row, now)
    return row


@transaction.atomic
def receive_recovery(
    *, actor: User, recovery: Recovery, amount: Decimal, received_on: date, bank_number: str, now: datetime
) -> Recovery:
    """Note that the claimed sum has arrived, to the fen.

    Raises Refused `payments.recovery_differs` (422) naming the difference, `payments.recovery_day` (422).
    """
    row = _locked(recovery)
    verdict = may_receive_recovery(actor, row)
    if not verdict:
        raise Refused(verdict.reason, status=403)
    require_transition(RECOVERY, row.state, RecoveryState.RECEIVED)
    if amount != row.amount:
        raise Refused(
            "payments.recovery_differs", field="amount", claimed=f"{row.amount:,.2f}",
            amount=f"{amount:,.2f}", difference=f"{amount - row.amount:+,.2f}",
        )  # fmt: skip
    if not day_of(row.made_at) <= received_on <= day_of(now):
        raise Refused("payments.recovery_day", field="received_on")
    row.received_on, row.bank_number, row.settled_by = received_on, bank_number, actor
    _turn(row, RecoveryState.RECEIVED, now, ["received_on", "bank_number", "settled_by"])
    after = {"state": row.state, "received_on": received_on}
    record(actor=actor, action="recovery.received", subject=row, at=now, after=after)
    _post(row, actor, now)
    tell_recovery("payments.penalty_received", row, now)
    return row


@transaction.atomic
def cancel_recovery(*, actor: User | None, recovery: Recovery, reason: str, now: datetime) -> Recovery:
    """Drop an open claim, because the penalty is being looked at again or was reduced."""
    row = _locked(recovery)
    require_transition(RECOVERY, row.state, RecoveryState.CANCELLED)
    _turn(row, RecoveryState.CANCELLED, now, [])
    after = {"state": row.state}
    record(actor=actor, action="recovery.cancelled", subject=row, at=now, after=after, reason=reason)
    _post(row, actor, now)
    return row


def _make(*, organization: Organization, made_at: datetime, **facts: object) -> Recovery:
    return Recovery.objects.create(
        reference=next_reference("DK", day_of(made_at).year), organization=organization, made_at=made_at,
        is_demo=organization.is_demo, **facts,
    )  # fmt: skip


def _turn(row: Recovery, state: RecoveryState, now: datetime, fields: list[str]) -> None:
    row.state, row.settled_at = state, now
    row.save(update_fields=["state", "settled_at", *fields])


def _locked(recovery: Recovery) -> Recovery:
    rows = Recovery.objects.select_for_update(of=("self",)).select_related("department", "organization")
    return rows.get(pk=recovery.pk)


def _post(row: Recovery, actor: User | None, now: datetime) -> None:
    post_moves(
        department=row.department, organization=row.organization, kind=RECOVERIES[row.state][0],
        reference=row.reference, contract=row.contract, memo=row.subject_reference,
        moves=recovery_moves(row.state, row.amount), actor=actor, now=now, is_demo=row.is_demo,
    )  # fmt: skip
