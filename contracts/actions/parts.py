"""Accept a milestone in part and pay that part; deduct for good what was not cured."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from contracts.events import MilestoneAccepted
from contracts.models import Deduction, Milestone, PartAcceptance, Report
from contracts.permissions import may_accept_milestone, may_deduct_remainder
from contracts.queries.acceptance import indicator_of, standards_of
from contracts.queries.overdue import mark_name
from contracts.rules.acceptance import Finding, check_part_amount, check_part_findings, proposed_part
from contracts.rules.lateness import is_overdue
from contracts.rules.terms import check_resubmission
from contracts.states import MILESTONE, REPORT, ContractState, MilestoneState, ReportState
from marketplace.audit.actions import record
from marketplace.core.clock import is_late, utc_text
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.outbox.actions import publish
from organizations.actions import cure_overdue, mark_overdue
from organizations.models import User

from .acceptance import (
    certificate_of,
    check_heard,
    order_for,
    ordered_facts,
    settle_locked,
    signed,
    submitted_report,
    write_actuals,
)
from .locks import locked_milestone, require
from .messages import tell_officers, tell_supplier
from .recovering import claim_rest_locked


@transaction.atomic
def accept_part(
    *,
    actor: User,
    milestone: Milestone,
    findings: Mapping[str, Finding],
    amount: Decimal,
    reason: str,
    cure_by: datetime,
    opinion: str,
    now: datetime,
    recipients_asked: int = 0,
    recipients_satisfied: int = 0,
    recipients_opinion: str = "",
) -> PartAcceptance:
    """Accept a part: certify every standard with what was found, order `amount` (yuan), ask for the rest until a day.

    Raises Refused `contracts.standard_open`, `contracts.part_without_shortfall`, `contracts.part_too_much` (422),
    or a state refusal (409) when the report was judged meanwhile.
    """
    milestone = locked_milestone(milestone)
    require(may_accept_milestone(actor, milestone))
    require_transition(MILESTONE, milestone.state, MilestoneState.PARTLY_ACCEPTED)
    report = submitted_report(milestone)
    require_transition(REPORT, report.state, ReportState.PARTLY_ACCEPTED)
    heard = {"asked": recipients_asked, "satisfied": recipients_satisfied, "opinion": recipients_opinion}
    standards = standards_of(report)
    check_part_findings(standards, findings)
    check_heard(milestone, opinion, heard, now)
    check_part_amount(amount, total=milestone.amount, accepted=milestone.accepted_amount)
    if not reason.strip():
        raise Refused("contracts.reason_missing", field="reason")
    check_resubmission(now, cure_by, field="cure_by")
    proposed = proposed_part(milestone.amount, milestone.accepted_amount, standards, findings)
    certificate = certificate_of(milestone, standards, findings, opinion, now) | {"recipients": heard}
    certificate |= {
        "part": _sums(amount, proposed, milestone),
        "reason": reason,
        "cure_by": utc_text(cure_by),
    }
    number = milestone.parts.count() + 1
    part = PartAcceptance.objects.create(
        milestone=milestone, report=report, number=number, amount=amount, proposed=proposed, reason=reason,
        cure_by=cure_by, **signed(actor, certificate, now),
        order=order_for(actor, milestone, amount, f"{milestone.reference}-{number}", now),
    )  # fmt: skip
    _move(part, report, findings)
    _tell(part, actor)
    return part


def _sums(amount: Decimal, proposed: Decimal, milestone: Milestone) -> dict[str, str]:
    return {"amount": f"{amount:.2f}", "proposed": f"{proposed:.2f}", "sum": f"{milestone.amount:.2f}"}


def _tell(part: PartAcceptance, actor: User) -> None:
    milestone, now, number = part.milestone, part.accepted_at, part.number
    after = {
        "milestone": milestone.number,
        "part": number,
        "amount": part.amount,
        **ordered_facts(part.order, part.amount),
    }
    after |= {"certificate": part.digest, "left": milestone.remaining}
    act = "milestone.accepted_in_part"
    record(actor=actor, action=act, subject=milestone, at=now, after=after, reason=part.reason)
    facts = {"amount": f"{part.amount:,.2f}", "left": f"{milestone.remaining:,.2f}", "reason": part.reason}
    tell_supplier("contracts.accepted_in_part", milestone, now, key=str(number), **facts)


def _move(part: PartAcceptance, report: Report, findings: Mapping[str, Finding]) -> None:
    milestone = part.milestone
    report.state, report.judged_by, report.judged_at = (
        ReportState.PARTLY_ACCEPTED,
        part.accepted_by,
        part.accepted_at,
    )
    report.save(update_fields=["state", "judged_by", "judged_at"])
    reached = dict(report.values.values_list("indicator_id", "actual"))
    reached |= {
        key: finding.found
        for name, finding in findings.items()
        if finding.found is not None and (key := indicator_of(name)) is not None
    }
    write_actuals(milestone, reached)
    milestone.state, milestone.resubmit_by = MilestoneState.PARTLY_ACCEPTED, part.cure_by
    milestone.accepted_amount += part.amount
    fields = ["state", "resubmit_by", "accepted_amount", "withheld_amount", "changed_at"]
    milestone.save(update_fields=fields)


@transaction.atomic
def deduct_remainder(*, actor: User, milestone: Milestone, reason: str, now: datetime) -> Deduction:
    """Decide that what was not cured in time is not paid; the milestone is then done (PER-02).

    Raises Refused `contracts.cure_time_open` (409) before the day set for the cure has passed,
    `contracts.nothing_accepted` (409) where no part was accepted, `contracts.same_person_part` (403).
    """
    milestone = locked_milestone(milestone)
    require(may_deduct_remainder(actor, milestone))
    require_transition(MILESTONE, milestone.state, MilestoneState.ACCEPTED)
    _check_deductible(milestone, reason, now)
    left = milestone.remaining
    deduction = Deduction.objects.create(
        milestone=milestone, amount=left, reason=reason, decided_by=actor, decided_at=now
    )
    _cure(actor, milestone, now)
    before = {"state": milestone.state}
    milestone.state, milestone.accepted_at = MilestoneState.ACCEPTED, now
    milestone.save(update_fields=["state", "accepted_at", "changed_at"])
    settle_locked(milestone, now)
    after = {"state": milestone.state, "milestone": milestone.number, "deducted": left}
    record(
        actor=actor, action="milestone.remainder_deducted", subject=milestone, at=now, before=before,
        after=after, reason=reason,
    )  # fmt: skip
    publish(MilestoneAccepted(milestone_id=milestone.pk))
    facts = {"amount": f"{left:,.2f}", "reason": reason}
    tell_supplier("contracts.deducted", milestone, now, **facts)
    tell_officers("contracts.deducted_official", milestone, now, **facts)
    claim_rest_locked(actor, milestone.contract, now)
    return deduction


def _check_deductible(milestone: Milestone, reason: str, now: datetime) -> None:
    if milestone.contract.state != ContractState.ACTIVE:
        raise Refused("contracts.not_running", status=409)
    if not milestone.accepted_amount:
        raise Refused("contracts.nothing_accepted", status=409)
    if not is_late(now, milestone.deadline):
        raise Refused("contracts.cure_time_open", status=409, until=milestone.deadline)
    if not reason.strip():
        raise Refused("contracts.reason_missing", field="reason")


def _cure(actor: User, milestone: Milestone, now: datetime) -> None:
    """End the public mark of the report that is no longer owed; write it first where the sweep has not run yet."""
    if not is_overdue(state=milestone.state, deadline=milestone.deadline, now=now):  # pragma: no cover
        return
    mark = {"contract_reference": milestone.contract.reference, "milestone": mark_name(milestone)}
    organization = milestone.contract.organization
    mark_overdue(organization=organization, due_at=milestone.deadline, now=now, actor=None, **mark)
    cure_overdue(now=now, actor=actor, **mark)
