"""Rows under lock, always parent before child: contract, milestone, report, payment order."""

from contracts.models import Contract, Milestone, Report
from marketplace.core.refusals import Refused
from marketplace.web.access import Verdict


def locked_contract(contract: Contract) -> Contract:
    """Return the contract under a row lock, with the people it names."""
    return (
        Contract.objects.select_for_update(of=("self",))
        .select_related("organization", "buyer", "project", "award", "category")
        .get(pk=contract.pk)
    )


def locked_milestone(milestone: Milestone) -> Milestone:
    """Return the milestone under a row lock, its contract locked before it."""
    contract = locked_contract(Contract(pk=milestone.contract_id))
    row = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    row.contract = contract
    return row


def current_report(milestone: Milestone, state: str) -> Report | None:
    """Return the milestone's report in a state, under a row lock, or None."""
    rows = Report.objects.select_for_update(of=("self",)).filter(milestone=milestone, state=state)
    report = rows.first()
    if report is not None:
        report.milestone = milestone
    return report


def require(verdict: Verdict) -> None:
    """Refuse (403) what the actor may not do, where the act's safety depends on it."""
    if not verdict:
        raise Refused(verdict.reason, status=403)
