"""Acceptance: every standard has a finding, recipients are heard, a part pays a part (ACP-01, ACP-02, PER-02)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from marketplace.core.money import FEN, yuan
from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import Parameter

MET, TOLERATED, PARTLY, NOT_MET = "met", "tolerated", "partly", "not_met"
WHOLE = frozenset({MET, TOLERATED})
SHORT = frozenset({PARTLY, NOT_MET})
HALF = Decimal("0.5")
"""What a standard without a number counts for when it is partly met."""
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
    """What the accepting official found: met, tolerated below plan with a reason, partly met, or not met.

    `found` is the number found where a standard with a number is met in part or not at all.
    """

    verdict: str
    note: str = ""
    found: Decimal | None = None


def check_findings(standards: Iterable[Standard], findings: Mapping[str, Finding]) -> None:
    """Refuse a certificate that leaves a standard out, or accepts less than planned without a reason (ACP-01)."""
    for standard in standards:
        finding = findings.get(standard.key)
        if finding is None or finding.verdict not in WHOLE | SHORT:
            raise Refused("contracts.standard_open", citation=CERTIFICATE, standard=standard.name)
        if finding.verdict in SHORT:
            raise Refused("contracts.standard_not_met", citation=CERTIFICATE, standard=standard.name)
        if finding.verdict == TOLERATED and not finding.note.strip():
            raise Refused("contracts.tolerated_without_reason", standard=standard.name)


def check_part_findings(standards: Iterable[Standard], findings: Mapping[str, Finding]) -> None:
    """Refuse a part certificate with an open line, a shortfall without remark or number, or nothing short (ACP-01)."""
    short = False
    for standard in standards:
        finding = findings.get(standard.key)
        if finding is None or finding.verdict not in WHOLE | SHORT:
            raise Refused("contracts.standard_open", citation=CERTIFICATE, standard=standard.name)
        if finding.verdict != MET and not finding.note.strip():
            raise Refused("contracts.tolerated_without_reason", standard=standard.name)
        if finding.verdict in SHORT:
            short = True
            _check_found(standard, finding)
    if not short:
        raise Refused("contracts.part_without_shortfall")


def _check_found(standard: Standard, finding: Finding) -> None:
    if standard.planned is None:
        return
    if finding.found is None:
        raise Refused("contracts.found_missing", standard=standard.name)
    if finding.found >= standard.planned:
        raise Refused("contracts.found_reaches_plan", standard=standard.name)


def fulfilled(standard: Standard, finding: Finding) -> Decimal:
    """Return how far a standard is met, from 0 to 1: by its number, one half where a partly met one has none."""
    if finding.verdict in WHOLE:
        return Decimal(1)
    if finding.verdict == NOT_MET:
        return Decimal(0)
    if standard.planned is None:
        return HALF
    if finding.found is None or standard.planned <= 0:
        return Decimal(0)
    return min(finding.found / standard.planned, Decimal(1))


def proposed_part(
    amount: Decimal, accepted: Decimal, standards: Sequence[Standard], findings: Mapping[str, Finding]
) -> Decimal:
    """Return the sum (yuan) that the lines propose beyond what was accepted before; every line weighs the same.

    House rule: a contract gives its standards no weights, so the officer may change the proposal with a reason.
    """
    parts = [fulfilled(row, findings[row.key]) for row in standards]
    due = (amount * sum(parts, Decimal(0)) / len(parts)).quantize(FEN, rounding=ROUND_FLOOR)
    return max(due - accepted, Decimal(0))


def check_part_amount(amount: Decimal, *, total: Decimal, accepted: Decimal) -> None:
    """Refuse a part that is nothing, finer than a fen, or all that is left: parts stay below the milestone's sum."""
    left = total - accepted
    if amount <= 0 or amount != yuan(amount):
        raise Refused("contracts.part_amount", field="amount")
    if amount >= left:
        raise Refused("contracts.part_too_much", field="amount", left=left, difference=amount - left)


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
