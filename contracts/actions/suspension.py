"""Let performance stand still, and let it go on: what is owed is then due later by as many days."""

from datetime import date, datetime, timedelta

from django.db import transaction

from contracts.models import Contract, Suspension
from contracts.permissions import may_suspend_contract
from contracts.queries.documents import document_of, page_of
from contracts.rules.endings import check_suspension, days_still, later
from contracts.states import CONTRACT, OWED_STATES, ContractState, SuspensionGround
from marketplace.audit.actions import record
from marketplace.core.canonical import digest
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from organizations.models import User

from .locks import locked_contract, require
from .messages import tell_officers, tell_supplier
from .versions import keep_version_locked


@transaction.atomic
def suspend_contract(
    *, actor: User, contract: Contract, ground: str, explanation: str, planned_until: date, now: datetime
) -> Suspension:
    """Suspend a running contract, in public; no report becomes late until it goes on."""
    contract = locked_contract(contract)
    require_transition(CONTRACT, contract.state, ContractState.SUSPENDED)
    require(may_suspend_contract(actor, contract))
    if not explanation.strip():
        raise Refused("contracts.reason_missing", field="explanation")
    check_suspension(day_of(now), planned_until)
    contract.state = ContractState.SUSPENDED
    contract.save(update_fields=["state", "changed_at"])
    suspension = Suspension.objects.create(
        contract=contract,
        ground=SuspensionGround(ground),
        explanation=explanation,
        planned_until=planned_until,
        started_at=now,
        started_by=actor,
    )
    after = {"ground": ground, "planned_until": planned_until}
    record(
        actor=actor,
        action="contract.suspended",
        subject=contract,
        at=now,
        after=after,
        reason=explanation,
    )
    facts = {"explanation": explanation, "until": planned_until.isoformat()}
    tell_supplier("contracts.suspended", contract, now, key=str(suspension.pk), **facts)
    tell_officers("contracts.suspended", contract, now, key=str(suspension.pk), **facts)
    return suspension


@transaction.atomic
def resume_contract(*, actor: User, contract: Contract, now: datetime) -> Suspension:
    """Let performance go on; term and open milestones move by the days of the suspension, as a new version."""
    contract = locked_contract(contract)
    require_transition(CONTRACT, contract.state, ContractState.ACTIVE)
    require(may_suspend_contract(actor, contract))
    suspension = contract.suspensions.select_for_update(of=("self",)).get(ended_at__isnull=True)
    days = days_still(suspension.started_at, now)
    contract.state = ContractState.ACTIVE
    contract.save(update_fields=["state", "changed_at"])
    suspension.ended_at, suspension.ended_by = now, actor
    if days:
        _move_locked(contract, days)
        suspension.version = keep_version_locked(contract, now)
    suspension.save(update_fields=["ended_at", "ended_by", "version"])
    after = {"days": days, "digest": contract.digest, "ends_on": contract.ends_on}
    record(actor=actor, action="contract.resumed", subject=contract, at=now, after=after)
    tell_supplier("contracts.resumed", contract, now, key=str(suspension.pk), days=days)
    tell_officers("contracts.resumed", contract, now, key=str(suspension.pk), days=days)
    return suspension


def _move_locked(contract: Contract, days: int) -> None:
    rows = contract.milestones.select_for_update(of=("self",)).filter(state__in=OWED_STATES)
    for row in rows.order_by("number"):
        row.due_at = later(row.due_at, days)
        row.resubmit_by = later(row.resubmit_by, days) if row.resubmit_by else None
        row.save(update_fields=["due_at", "resubmit_by", "changed_at"])
    contract.ends_on += timedelta(days=days)
    contract.document = document_of(contract)
    contract.digest = digest(contract.document)
    contract.document_html = page_of(contract)
    contract.save(update_fields=["ends_on", "document", "digest", "document_html", "changed_at"])
