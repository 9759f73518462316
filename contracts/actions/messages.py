"""Tell the supplier, the buyer's officials and the residents what happened."""

from datetime import datetime

from django.db.models import QuerySet

from contracts.models import Contract, Milestone
from marketplace.core.clock import local
from marketplace.notifications.actions import notify
from organizations.models import User
from organizations.queries.people import members_of, officials_with
from organizations.states import PostRole


def facts_of(subject: Contract | Milestone) -> dict[str, object]:
    """Return the facts that the sentences name."""
    contract = subject if isinstance(subject, Contract) else subject.contract
    facts = {
        "reference": contract.reference,
        "title": contract.title,
        "supplier": contract.organization.name,
        "buyer": contract.buyer.name,
        "sign_by": contract.sign_by.isoformat(),
    }
    if isinstance(subject, Milestone):
        due = f"{local(subject.deadline):%Y-%m-%d %H:%M}"
        facts |= {"number": subject.number, "milestone": subject.title, "due_at": due}
        facts["amount"] = f"{subject.amount:,.2f}"
    return facts


def tell_supplier(kind: str, subject: Contract | Milestone, now: datetime, *, key: str = "", **facts) -> None:
    """Tell the members of the supplier."""
    contract = subject if isinstance(subject, Contract) else subject.contract
    notify(
        recipients=members_of(contract.organization),
        kind=kind,
        key=f"{subject.pk}:{key}",
        at=now,
        path=contract.supplier_path,
        **(facts_of(subject) | facts),
    )


def tell_officers(
    kind: str,
    subject: Contract | Milestone,
    now: datetime,
    *,
    key: str = "",
    approvers: bool = False,
    **facts,
) -> None:
    """Tell the buyer's project officers (or approvers)."""
    contract = subject if isinstance(subject, Contract) else subject.contract
    notify(
        recipients=officials_of(contract, approvers=approvers),
        kind=kind,
        key=f"{subject.pk}:{key}",
        at=now,
        path=contract.desk_path,
        **(facts_of(subject) | facts),
    )


def officials_of(contract: Contract, *, approvers: bool = False) -> QuerySet[User]:
    """Return the officials of the buyer who look after the contract."""
    role = PostRole.APPROVER if approvers else PostRole.PROJECT_OFFICER
    return officials_with(role, department=contract.buyer)
