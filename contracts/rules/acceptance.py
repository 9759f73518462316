"""Acceptance: every standard has a finding, recipients are heard (ACP-01, ACP-02)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import Parameter

MET, TOLERATED = "met", "tolerated"
CERTIFICATE = Citation("GPR", "art. 45", "V")


@dataclass(frozen=True)
class Standard:
    """One standard of the contract: key, name, planned and reported number (None for a deliverable)."""

    key: str
    name: str
    planned: Decimal | None = None
    actual: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True)
class Finding:
    """What the accepting official found: met, or below plan and accepted with a stated reason."""

    verdict: str
    note: str = ""


def check_findings(standards: Iterable[Standard], findings: Mapping[str, Finding]) -> None:
    """Refuse a certificate that leaves a standard out, or accepts less than planned without a reason (ACP-01)."""
    for standard in standards:
        finding = findings.get(standard.key)
        if finding is None or finding.verdict not in {MET, TOLERATED}:
            raise Refused("contracts.standard_open", citation=CERTIFICATE, standard=standard.name)
        if finding.verdict == TOLERATED and not finding.note.strip():
            raise Refused("contracts.tolerated_without_reason", standard=standard.name)


def check_recipients(
    *, is_public_service: bool, asked: int, satisfied: int, opinion: str, minimum: Parameter
) -> None:
    """Refuse acceptance of a public service without the recipients' opinion (ACP-02, GPR art. 45)."""
    if satisfied > asked:
        raise Refused("contracts.more_satisfied_than_asked", field="recipients_satisfied")
    if is_public_service and asked < minimum.days:
        raise Refused("contracts.recipients_not_heard", citation=minimum.citation, field="recipients_asked")
    if is_public_service and not opinion.strip():
        raise Refused("contracts.recipients_opinion", citation=minimum.citation, field="recipients_opinion")
