"""Return a report with reasons, or accept it, certify every standard and order the payment: one transaction."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from contracts.events import MilestoneAccepted
from contracts.models import Acceptance, Milestone, Report
from contracts.permissions import may_accept_milestone
from contracts.queries.acceptance import standards_of
from contracts.queries.tickets import stops_acceptance
from contracts.rules.acceptance import Finding, Standard, check_findings, check_recipients
from contracts.rules.terms import check_resubmission
from contracts.states import MILESTONE, REPORT, MilestoneState, ReportState
from marketplace.audit.actions import record
from marketplace.core.canonical import digest
from marketplace.core.clock import day_of, utc_text
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.outbox.actions import publish
from marketplace.statutes import STATUTES
from organizations.models import User
from payments.actions import order_payment
from payments.models import PaymentOrder
from payments.rules.lateness import due_day

from .locks import current_report, locked_milestone, require
from .messages import tell_supplier


@transaction.atomic
def return_report(
    *, actor: User, milestone: Milestone, reason: str, resubmit_by: datetime, now: datetime
) -> Report:
    """Send a report back with reasons and a new day; raises Refused `contracts.reason_missing` (422)."""
    milestone = locked_milestone(milestone)
    require(may_accept_milestone(actor, milestone))
    require_transition(MILESTONE, milestone.state, MilestoneState.RETURNED)
    if not reason.strip():
        raise Refused("contracts.reason_missing", field="reason")
    check_resubmission(now, resubmit_by)
    report = _submitted(milestone)
    require_transition(REPORT, report.state, ReportState.RETURNED)
    report.state, report.return_reason = ReportState.RETURNED, reason
    report.judged_by, report.judged_at = actor, now
    report.save(update_fields=["state", "return_reason", "judged_by", "judged_at"])
    milestone.state, milestone.resubmit_by = MilestoneState.RETURNED, resubmit_by
    milestone.save(update_fields=["state", "resubmit_by", "changed_at"])
    after = {"milestone": milestone.number, "resubmit_by": resubmit_by}
    record(actor=actor, action="report.returned", subject=report, at=now, after=after, reason=reason)
    tell_supplier("contracts.returned", milestone, now, key=str(report.number), reason=reason)
    return report


@transaction.atomic
def accept_milestone(
    *,
    actor: User,
    milestone: Milestone,
    findings: Mapping[str, Finding],
    opinion: str,
    now: datetime,
    recipients_asked: int = 0,
    recipients_satisfied: int = 0,
    recipients_opinion: str = "",
) -> Acceptance:
    """Accept the submitted report, certify every standard, order the payment.

    `findings` by the keys of `queries.acceptance.standards_of`. Raises Refused `contracts.standard_open`,
    `contracts.recipients_not_heard` (422), or a state refusal (409) when it was accepted meanwhile.
    """
    # ACP-04
    milestone = locked_milestone(milestone)
    require(may_accept_milestone(actor, milestone))
    require_transition(MILESTONE, milestone.state, MilestoneState.ACCEPTED)
    report = _submitted(milestone)
    require_transition(REPORT, report.state, ReportState.ACCEPTED)
    heard = {"asked": recipients_asked, "satisfied": recipients_satisfied, "opinion": recipients_opinion}
    standards = standards_of(report)
    check_findings(standards, findings)
    _check_heard(milestone, opinion, heard, now)
    certificate = _certificate(milestone, standards, findings, opinion, now) | {"recipients": heard}
    _move(milestone, report, actor, now)
    acceptance = Acceptance.objects.create(
        milestone=milestone,
        report=report,
        accepted_by=actor,
        accepted_at=now,
        opinion=opinion,
        recipients_asked=recipients_asked,
        recipients_satisfied=recipients_satisfied,
        recipients_opinion=recipients_opinion,
        certificate=certificate,
        digest=digest(certificate),
        order=_order(actor, milestone, now),
    )
    after = {
        "milestone": milestone.number,
        "certificate": acceptance.digest,
        "order": acceptance.order.reference,
    }
    record(actor=actor, action="milestone.accepted", subject=milestone, at=now, after=after)
    publish(MilestoneAccepted(milestone_id=milestone.pk))
    tell_supplier("contracts.accepted", milestone, now)
    return acceptance


def _check_heard(milestone: Milestone, opinion: str, heard: dict, now: datetime) -> None:
    if stops_acceptance(milestone):
        raise Refused("contracts.inspection_open", status=409)
    check_recipients(
        is_public_service=milestone.contract.is_public_service,
        minimum=STATUTES.on("acceptance.recipients", day_of(now)),
        **heard,
    )
    if not opinion.strip():
        raise Refused("contracts.opinion_missing", field="opinion")


def _submitted(milestone: Milestone) -> Report:
    report = current_report(milestone, ReportState.SUBMITTED)
    if report is None:  # pragma: no cover - a submitted milestone has a submitted report
        raise Refused("contracts.report_empty", status=409)
    return report


def _move(milestone: Milestone, report: Report, actor: User, now: datetime) -> None:
    report.state, report.judged_by, report.judged_at = ReportState.ACCEPTED, actor, now
    report.save(update_fields=["state", "judged_by", "judged_at"])
    actuals = dict(report.values.values_list("indicator_id", "actual"))
    for indicator in milestone.indicators.all():
        indicator.actual = actuals.get(indicator.pk)
        indicator.save(update_fields=["actual"])
    milestone.state, milestone.accepted_at = MilestoneState.ACCEPTED, now
    milestone.save(update_fields=["state", "accepted_at", "changed_at"])


def _certificate(
    milestone: Milestone,
    standards: list[Standard],
    findings: Mapping[str, Finding],
    opinion: str,
    now: datetime,
) -> dict[str, object]:
    contract = milestone.contract
    return {
        "format": "acceptance/1",
        "contract": contract.reference,
        "contract_digest": contract.digest,
        "milestone": milestone.number,
        "accepted_at": utc_text(now),
        "opinion": opinion,
        "standards": [
            {
                "name": standard.name,
                "unit": standard.unit,
                "planned": _number(standard.planned),
                "actual": _number(standard.actual),
                "verdict": findings[standard.key].verdict,
                "note": findings[standard.key].note,
            }
            for standard in standards
        ],
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _order(actor: User, milestone: Milestone, now: datetime) -> PaymentOrder:
    contract = milestone.contract
    limit = STATUTES.on("payment.supplier", day_of(now))
    return order_payment(
        actor=actor,
        payee=contract.organization,
        payer=contract.buyer,
        amount=milestone.amount,
        purpose=f"{contract.reference} {milestone.number} {milestone.title}",
        subject_reference=milestone.reference,
        subject_path=milestone.path,
        due_on=due_day(day_of(now), limit.days),
        now=now,
        within=contract.amount,
    )


@transaction.atomic
def record_payment(*, order: PaymentOrder, now: datetime) -> Milestone | None:
    """Note that a milestone's order was paid; a repeated message or another room's order changes nothing."""
    found = Acceptance.objects.filter(order=order).select_related("milestone").first()
    if found is None:
        return None
    milestone = locked_milestone(found.milestone)
    if milestone.state == MilestoneState.PAID:
        return milestone
    require_transition(MILESTONE, milestone.state, MilestoneState.PAID)
    milestone.state, milestone.paid_at = MilestoneState.PAID, order.settled_at or now
    milestone.save(update_fields=["state", "paid_at", "changed_at"])
    after = {"milestone": milestone.number, "order": order.reference, "amount": order.amount}
    record(actor=None, action="milestone.paid", subject=milestone, at=now, after=after)
    return milestone
