"""What a certificate of acceptance has to cover."""

from contracts.models import Report
from contracts.rules.acceptance import Standard


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
