"""What a certificate of acceptance has to cover, and the part that its lines propose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.models import Milestone, Report
from contracts.rules.acceptance import SHORT, Finding, Standard, fulfilled, proposed_part


def standards_of(report: Report) -> list[Standard]:
    """Return every standard of the milestone: its deliverable, then each indicator with plan and report."""
    milestone = report.milestone
    actuals = dict(report.values.values_list("indicator_id", "actual"))
    return [
        Standard("deliverable", milestone.deliverable or milestone.title),
        *(
            Standard(f"indicator-{row.pk}", row.name, row.planned, actuals.get(row.pk), row.unit)
            for row in milestone.indicators.all()
        ),
    ]


def indicator_of(key: str) -> int | None:
    """Return the primary key of the indicator that a standard's key names; None for the deliverable."""
    kind, _, number = key.partition("-")
    return int(number) if kind == "indicator" else None


@dataclass(frozen=True)
class Proposal:
    """The lines of a certificate with how far each is met in percent, and the sum they propose (yuan)."""

    lines: list[tuple[Standard, Finding, Decimal]]
    proposed: Decimal
    missing: str


def proposal_of(
    milestone: Milestone, standards: Sequence[Standard], findings: Mapping[str, Finding]
) -> Proposal:
    """Return the part that the findings propose beyond what was accepted before, line by line."""
    rows = [(row, findings[row.key], fulfilled(row, findings[row.key]) * 100) for row in standards]
    return Proposal(
        lines=rows,
        proposed=proposed_part(milestone.amount, milestone.accepted_amount, standards, findings),
        missing="\n".join(
            f"{row.name}：{finding.note}" for row, finding, _ in rows if finding.verdict in SHORT
        ),
    )
