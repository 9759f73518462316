"""Write balanced entries; called by the acts that move money, inside their transaction and under their lock."""

from collections.abc import Sequence
from datetime import datetime

from organizations.models import Department, Organization, User
from payments.models import Deposit, LedgerEntry, LedgerLine, PaymentOrder
from payments.queries.ledger import ledger_contract
from payments.rules.ledger import COSTS, Move, lines_of, order_moves


def post_moves(
    *,
    department: Department,
    organization: Organization,
    kind: str,
    reference: str,
    contract: str,
    memo: str,
    moves: Sequence[Move],
    actor: User | None,
    now: datetime,
    is_demo: bool = False,
) -> LedgerEntry | None:
    """Write one entry of the moves (yuan); nothing moved, nothing written. The caller holds the reference's lock."""
    lines = lines_of(moves)
    if not lines:
        return None
    entry = LedgerEntry.objects.create(
        department=department,
        organization=organization,
        kind=kind,
        reference=reference,
        number=LedgerEntry.objects.filter(reference=reference).count() + 1,
        contract=contract,
        memo=memo[:200],
        total=sum(line.debit for line in lines),
        at=now,
        actor=actor,
        is_demo=is_demo,
    )
    LedgerLine.objects.bulk_create(
        LedgerLine(entry=entry, account=line.account, debit=line.debit, credit=line.credit) for line in lines
    )
    return entry


def post_order(*, order: PaymentOrder, source: str, actor: User | None, now: datetime) -> LedgerEntry | None:
    """Write what the order's step from `source` (empty for a new one) to its present state moved."""
    return post_moves(
        department=order.payer,
        organization=order.payee,
        kind=order.state,
        reference=order.reference,
        contract=ledger_contract(order),
        memo=order.purpose,
        moves=order_moves(source, order.state, order.amount, cost=COSTS[order.kind], fee=order.fee),
        actor=actor,
        now=now,
        is_demo=order.is_demo,
    )


def post_deposit(
    *, deposit: Deposit, kind: str, moves: Sequence[Move], actor: User | None, now: datetime
) -> LedgerEntry | None:
    """Write what a step of a deposit moved; the tender is named only where its officials may read it."""
    return post_moves(
        department=deposit.holder,
        organization=deposit.payer,
        kind=kind,
        reference=deposit.reference,
        contract=deposit.subject_reference if deposit.disclosed_at else "",
        memo=deposit.subject_title if deposit.disclosed_at else "",
        moves=moves,
        actor=actor,
        now=now,
        is_demo=deposit.is_demo,
    )
