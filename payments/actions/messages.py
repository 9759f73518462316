"""Tell payer and payee what happens to their money."""

from datetime import datetime

from marketplace.core.clock import local
from marketplace.notifications.actions import notify
from organizations.queries.people import members_of, officials_with
from payments.models import Deposit, InterestClaim, PaymentOrder, Recovery
from payments.permissions import RELEASERS
from payments.queries.deposits import GIVERS
from payments.queries.orders import PAYEE_ROLES

MINE = "/my/payments/"


def facts_of(order: PaymentOrder) -> dict[str, object]:
    """Return the facts that the sentences name."""
    return {
        "reference": order.reference,
        "amount": f"{order.amount:,.2f}",
        "payee": order.payee_name,
        "payer": str(order.payer),
        "purpose": order.purpose,
        "due_on": order.due_on.isoformat(),
        "paid_on": order.paid_on.isoformat() if order.paid_on else "",
        "reason": order.reason,
    }


def tell_ordered(order: PaymentOrder, now: datetime) -> None:
    """Tell releasers that an order waits, and the payee that it was ordered."""
    releasers = officials_with(*RELEASERS, department=order.payer).exclude(pk=order.ordered_by_id)
    key = f"{order.pk}:{order.ordered_at.isoformat()}"
    notify(
        recipients=releasers,
        kind="payments.to_release",
        key=key,
        at=now,
        path=order.path,
        **facts_of(order),
    )
    tell_payee("payments.ordered", order, now)


def tell_payee(kind: str, order: PaymentOrder, now: datetime) -> None:
    """Tell those who look after the payee's money."""
    people = members_of(order.payee, *PAYEE_ROLES)
    notify(
        recipients=people, kind=kind, key=f"{order.pk}:{order.state}", at=now, path=MINE, **facts_of(order)
    )


def tell_both(kind: str, order: PaymentOrder, now: datetime) -> None:
    """Tell the payee and the payer's money side."""
    payers = officials_with(*RELEASERS, department=order.payer)
    key = f"{order.pk}:{order.state}:{now.isoformat()}"
    notify(recipients=payers, kind=kind, key=key, at=now, path=order.path, **facts_of(order))
    tell_payee(kind, order, now)


def facts_of_deposit(deposit: Deposit) -> dict[str, object]:
    """Return the facts that the sentences about a deposit name."""
    return {
        "reference": deposit.reference,
        "amount": f"{deposit.amount:,.2f}",
        "payer": deposit.payer.name,
        "holder": str(deposit.holder),
        "subject": deposit.subject_title or deposit.subject_reference,
        "due": f"{local(deposit.due_at):%Y-%m-%d %H:%M}",
        "until": deposit.return_due_on.isoformat() if deposit.return_due_on else "",
        "interest": f"{deposit.interest:,.2f}",
        "reason": deposit.reason,
    }


def tell_giver(kind: str, deposit: Deposit, now: datetime) -> None:
    """Tell the organization's people what happens to its deposit."""
    notify(
        recipients=members_of(deposit.payer, *GIVERS),
        kind=kind,
        key=f"{deposit.pk}:{now.isoformat()}",
        at=now,
        path=deposit.member_path,
        **facts_of_deposit(deposit),
    )


def tell_claim(kind: str, claim: InterestClaim, now: datetime) -> None:
    """Tell the payer's money side and the payee what becomes of interest."""
    facts = {
        "reference": claim.reference,
        "amount": f"{claim.amount:,.2f}",
        "payee": claim.payee.name,
        "payer": str(claim.payer),
        "cause": claim.cause.reference,
        "days": claim.days,
        "reason": claim.reason,
    }
    payers = officials_with(*RELEASERS, department=claim.payer)
    key = f"{claim.pk}:{claim.state}:{now.isoformat()}"
    notify(recipients=payers, kind=kind, key=key, at=now, path=claim.path, **facts)
    people = members_of(claim.payee, *PAYEE_ROLES)
    notify(recipients=people, kind=kind, key=key, at=now, path=MINE, **facts)


def tell_holder(kind: str, deposit: Deposit, now: datetime) -> None:
    """Tell the money side of the department that holds a disclosed deposit."""
    notify(
        recipients=officials_with(*RELEASERS, department=deposit.holder),
        kind=kind,
        key=f"{deposit.pk}:{now.isoformat()}",
        at=now,
        path=deposit.path,
        **facts_of_deposit(deposit),
    )


def tell_recovery(kind: str, row: Recovery, now: datetime) -> None:
    """Tell both money sides what becomes of a penalty."""
    facts = {
        "reference": row.reference,
        "amount": f"{row.amount:,.2f}",
        "organization": row.organization.name,
        "department": str(row.department),
        "contract": row.contract,
        "against": row.against,
        "due_on": row.due_on.isoformat() if row.due_on else "",
    }
    key = f"{row.pk}:{row.state}"
    officials = officials_with(*RELEASERS, department=row.department)
    notify(recipients=officials, kind=kind, key=key, at=now, path=row.path, **facts)
    people = members_of(row.organization, *PAYEE_ROLES)
    notify(recipients=people, kind=kind, key=key, at=now, path=row.subject_path or MINE, **facts)
