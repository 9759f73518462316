"""The graduation criteria, one by one with evidence; two checklists from which an intake chooses."""

from dataclasses import dataclass
from decimal import Decimal

from marketplace.core.refusals import Citation, Refused

HOUSE = Citation("HOUSE", trust="D")
CAPABILITY = "capability"
CHECKLIST = ("registered", "delivered", CAPABILITY, "financial_check", "resident_score")
SECOND_CHECKLIST = ("staff", "own_account", "income", "passed_project")
CRITERIA = (*CHECKLIST, *SECOND_CHECKLIST)
BY_HAND = ("financial_check", "staff", "own_account", "income")
"""Criteria that no record of this platform can answer: the centre finds them and writes down the evidence."""


@dataclass(frozen=True)
class Finding:
    """One criterion: whether the intake requires it, whether it is met, what shows it."""

    code: str
    is_required: bool
    is_met: bool
    evidence: str


def check_graduation(findings: list[Finding]) -> None:
    """Refuse unless every required criterion is met; the first one that is not is named."""
    for finding in findings:
        if finding.is_required and not finding.is_met:
            raise Refused("incubation.criterion_unmet", citation=HOUSE, criterion=finding.code)


def is_satisfying(own: Decimal | None, district: Decimal | None, gap: Decimal) -> bool:
    """Say whether the residents' mean is at least the district's less the gap; without answers it is not."""
    return own is not None and district is not None and own >= district - gap
