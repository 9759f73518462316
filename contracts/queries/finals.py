"""The final certificate of a contract: what was accepted, in parts, deducted, and which penalties it bore."""

from datetime import datetime
from decimal import Decimal

from contracts.models import Contract, Milestone
from contracts.rules.endings import settlement
from marketplace.core.canonical import digest
from marketplace.core.clock import day_of, utc_text

from .contracts import milestones_of
from .penalties import public_penalties

FORMAT = "final/1"


def final_account(contract: Contract, now: datetime) -> dict[str, object]:
    """Return the certificate as plain data: every sum as text in yuan, no person."""
    rows = list(milestones_of(contract))
    return {
        "format": FORMAT,
        "contract": contract.reference,
        "contract_digest": contract.digest,
        "closed_at": utc_text(now),
        **settlement(contract.amount, [row.accepted_amount for row in rows]),
        "withheld": f"{sum((row.withheld_amount for row in rows), Decimal(0)):.2f}",
        "milestones": [_milestone(row) for row in rows],
        "penalties": [
            {
                "ground": row.ground,
                "milestone": row.milestone.number if row.milestone else None,
                "amount": f"{row.amount:.2f}",
                "decided_on": day_of(row.decided_at).isoformat() if row.decided_at else "",
            }
            for row in public_penalties(contract)
        ],
    }


def _milestone(row: Milestone) -> dict[str, object]:
    deduction, acceptance = getattr(row, "deduction", None), getattr(row, "acceptance", None)
    return {
        "number": row.number,
        "title": row.title,
        "amount": f"{row.amount:.2f}",
        "accepted": f"{row.accepted_amount:.2f}",
        "withheld": f"{row.withheld_amount:.2f}",
        "certificate": acceptance.digest if acceptance else "",
        "parts": [
            {
                "number": part.number,
                "amount": f"{part.amount:.2f}",
                "reason": part.reason,
                "certificate": part.digest,
            }
            for part in row.parts.all()
        ],
        "deduction": {"amount": f"{deduction.amount:.2f}", "reason": deduction.reason} if deduction else None,
    }


def certificate_of(contract: Contract, now: datetime) -> tuple[dict[str, object], str]:
    """Return the certificate as it was kept when the contract was closed, or as it would read now, with its digest."""
    kept = contract.settlement or {}
    account = kept if kept.get("format") == FORMAT else final_account(contract, contract.closed_at or now)
    return account, digest(account)
