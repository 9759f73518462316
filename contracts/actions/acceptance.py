"""Return a report with reasons, or accept it, certify every standard and order the payment: one transaction."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from contracts.events import MilestoneAccepted
from contracts.models import Acceptance, Milestone, PartAcceptance, Report
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
from payments.states import OrderState

from .locks import current_report, locked_milestone, require
from .messages import tell_supplier
from .recovering import claim_rest_locked, hold_back_locked


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
    report = submitted_report(milestone)
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
    report = submitted_report(milestone)
    require_transition(REPORT, report.state, ReportState.ACCEPTED)
    heard = {"asked": recipients_asked, "satisfied": recipients_satisfied, "opinion": recipients_opinion}
    standards = standards_of(report)
    check_findings(standards, findings)
    check_heard(milestone, opinion, heard, now)
    certificate = certificate_of(milestone, standards, findings, opinion, now) | {"recipients": heard}
    remainder = milestone.remaining
    _move(milestone, report, actor, now)
    order = order_for(actor, milestone, remainder, milestone.reference, now)
    acceptance = Acceptance.objects.create(
        milestone=milestone, report=report, **signed(actor, certificate, now), order=order
    )
    milestone.save(update_fields=["withheld_amount"])
    settle_locked(milestone, now)
    after = {"milestone": milestone.number, "certificate": acceptance.digest, "amount": remainder}
    after |= ordered_facts(order, remainder)
    record(actor=actor, action="milestone.accepted", subject=milestone, at=now, after=after)
    publish(MilestoneAccepted(milestone_id=milestone.pk))
    tell_supplier("contracts.accepted", milestone, now, amount=f"{remainder:,.2f}")
    claim_rest_locked(actor, milestone.contract, now)
    return acceptance


def ordered_facts(order: PaymentOrder | None, amount: Decimal) -> dict[str, object]:
    """Return what the record says of an order: its reference, and what penalties took of the sum."""
    paid = order.amount if order else Decimal(0)
    facts: dict[str, object] = {"order": order.reference if order else ""}
    return facts if paid == amount else facts | {"withheld": amount - paid}


def signed(actor: User, certificate: dict, now: datetime) -> dict[str, object]:
    """Return what every kept certificate says of its signing: by whom, when, conclusion, recipients, digest."""
    heard = certificate["recipients"]
    return {
        "accepted_by": actor,
        "accepted_at": now,
        "opinion": certificate["opinion"],
        "recipients_asked": heard["asked"],
        "recipients_satisfied": heard["satisfied"],
        "recipients_opinion": heard["opinion"],
        "certificate": certificate,
        "digest": digest(certificate),
    }


def check_heard(milestone: Milestone, opinion: str, heard: dict, now: datetime) -> None:
    """Refuse a certificate without the recipients' voice, a conclusion, or while an inspection stands against it."""
    if stops_acceptance(milestone):
        raise Refused("contracts.inspection_open", status=409)
    check_recipients(
        is_public_service=milestone.contract.is_public_service,
        minimum=STATUTES.on("acceptance.recipients", day_of(now)),
        **heard,
    )
    if not opinion.strip():
        raise Refused("contracts.opinion_missing", field="opinion")


def submitted_report(milestone: Milestone) -> Report:
    """Return the report that waits for its judgement, under lock."""
    report = current_report(milestone, ReportState.SUBMITTED)
    if report is None:  # pragma: no cover - a submitted milestone has a submitted report
        raise Refused("contracts.report_empty", status=409)
    return report


def _move(milestone: Milestone, report: Report, actor: User, now: datetime) -> None:
    report.state, report.judged_by, report.judged_at = ReportState.ACCEPTED, actor, now
    report.save(update_fields=["state", "judged_by", "judged_at"])
    write_actuals(milestone, dict(report.values.values_list("indicator_id", "actual")))
    milestone.state, milestone.accepted_at = MilestoneState.ACCEPTED, now
    milestone.accepted_amount = milestone.amount
    milestone.save(update_fields=["state", "accepted_at", "accepted_amount", "changed_at"])


def write_actuals(milestone: Milestone, actuals: Mapping[int, Decimal | None]) -> None:
    """Keep the numbers reached, by the key of the indicator."""
    for indicator in milestone.indicators.all():
        indicator.actual = actuals.get(indicator.pk)
        indicator.save(update_fields=["actual"])


def certificate_of(
    milestone: Milestone,
    standards: list[Standard],
    findings: Mapping[str, Finding],
    opinion: str,
    now: datetime,
) -> dict[str, object]:
    """Return the certificate as it is kept and published: every standard with plan, report and finding."""
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
                **_found(findings[standard.key]),
            }
            for standard in standards
        ],
    }


def _found(finding: Finding) -> dict[str, str | None]:
    """Return the number found, where the official named one; certificates without it stay as they were."""
    return {} if finding.found is None else {"found": _number(finding.found)}


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def order_for(
    actor: User, milestone: Milestone, amount: Decimal, subject: str, now: datetime
) -> PaymentOrder | None:
    """Order one sum (yuan) of a milestone less imposed penalties; `subject` names the acceptance that it follows.

    None where penalties take the whole sum. The caller saves the milestone's `withheld_amount`.
    """
    contract = milestone.contract
    amount -= hold_back_locked(actor, milestone, amount, subject, now)
    if not amount:
        return None
    limit = STATUTES.on("payment.supplier", day_of(now))
    return order_payment(
        actor=actor,
        payee=contract.organization,
        payer=contract.buyer,
        amount=amount,
        purpose=f"{contract.reference} {milestone.number} {milestone.title}",
        subject_reference=subject,
        subject_path=milestone.path,
        due_on=due_day(day_of(now), limit.days),
        now=now,
        within=contract.amount,
    )


@transaction.atomic
def record_payment(*, order: PaymentOrder, now: datetime) -> Milestone | None:
    """Note that an order of a milestone was paid; a repeated message or another room's order changes nothing."""
    found = _certificate_paid_by(order)
    if found is None:
        return None
    milestone = locked_milestone(found.milestone)
    paid = _paid_sum(milestone, order)
    if paid == milestone.paid_amount:
        return milestone
    milestone.paid_amount = paid
    milestone.save(update_fields=["paid_amount", "changed_at"])
    settle_locked(milestone, order.settled_at or now)
    after = {"milestone": milestone.number, "order": order.reference, "amount": order.amount}
    record(actor=None, action="milestone.paid", subject=milestone, at=now, after=after)
    return milestone


def settle_locked(milestone: Milestone, paid_at: datetime) -> None:
    """Turn an accepted milestone of which everything is paid or set off to paid; called under the lock."""
    settled = milestone.paid_amount + milestone.withheld_amount
    if milestone.state != MilestoneState.ACCEPTED or settled != milestone.accepted_amount:
        return
    require_transition(MILESTONE, milestone.state, MilestoneState.PAID)
    milestone.state, milestone.paid_at = MilestoneState.PAID, paid_at
    milestone.save(update_fields=["state", "paid_at", "changed_at"])


def _certificate_paid_by(order: PaymentOrder) -> Acceptance | PartAcceptance | None:
    for model in (Acceptance, PartAcceptance):
        found = model.objects.filter(order=order).select_related("milestone").first()
        if found is not None:
            return found
    return None


def _paid_sum(milestone: Milestone, settled: PaymentOrder) -> Decimal:
    """Return what was paid of a milestone's orders (yuan), the one just settled included."""
    certificates = [*milestone.parts.select_related("order"), *Acceptance.objects.filter(milestone=milestone)]
    orders = [row.order for row in certificates if row.order is not None]
    return sum((row.amount for row in orders if row.state == OrderState.PAID or row == settled), Decimal(0))
