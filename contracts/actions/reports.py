"""Write a report piece by piece, keep every draft, submit it once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from contracts.models import Milestone, Report, ReportFile, ReportValue
from contracts.permissions import may_report_milestone
from contracts.queries.overdue import mark_name
from contracts.rules.lateness import days_late, is_overdue
from contracts.states import (
    MILESTONE,
    OWED_STATES,
    REPORT,
    ContractState,
    FileKind,
    MilestoneState,
    ReportState,
)
from marketplace.audit.actions import record
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.web.files import Checked
from organizations.actions import cure_overdue, mark_overdue
from organizations.models import User
from projects.actions import advance_project
from projects.states import ProjectState

from .locks import current_report, locked_milestone, require
from .messages import tell_officers

MOST_FILES = 30


@transaction.atomic
def save_report(
    *,
    actor: User,
    milestone: Milestone,
    now: datetime,
    summary: str | None = None,
    values: Mapping[int, Decimal | None] | None = None,
    photos: Sequence[Checked] = (),
    documents: Sequence[Checked] = (),
    removed: Iterable[str] = (),
    version: int | None = None,
) -> Report:
    """Keep what was typed as a draft; `values` by indicator key, `removed` are public ids of files.

    A draft begins with version 0, which is what a form without a draft shows; `summary` None leaves the text.
    Raises Refused `contracts.report_not_due` (409) when nothing is owed, `contracts.stale_report` (409) when a
    colleague saved meanwhile (`version` is the one that was shown; None skips the check).
    """
    milestone = locked_milestone(milestone)
    require(may_report_milestone(actor, milestone))
    check_owed(milestone)
    report = current_report(milestone, ReportState.DRAFT)
    report = report or begin_locked(milestone, actor, now)
    if version is not None and version != report.version:
        raise Refused("contracts.stale_report", status=409)
    report.files.filter(public_id__in=list(removed)).delete()
    if report.files.count() + len(photos) + len(documents) > MOST_FILES:
        raise Refused("contracts.too_many_files", most=MOST_FILES, field="photos")
    for kind, files in ((FileKind.PHOTO, photos), (FileKind.DOCUMENT, documents)):
        for checked in files:
            ReportFile.keep(checked, report=report, kind=kind)
    _write_values(report, values or {})
    report.summary = report.summary if summary is None else summary
    report.written_by, report.saved_at = actor, now
    report.version += 1
    report.save(update_fields=["summary", "written_by", "saved_at", "version"])
    after = {"milestone": milestone.number, "version": report.version}
    record(actor=actor, action="report.saved", subject=report, at=now, after=after)
    return report


def check_owed(milestone: Milestone) -> None:
    """Refuse (409) a report that nobody waits for."""
    if milestone.contract.state != ContractState.ACTIVE or milestone.state not in OWED_STATES:
        raise Refused("contracts.report_not_due", status=409)


def begin_locked(milestone: Milestone, actor: User, now: datetime) -> Report:
    """Begin a draft; after a return it starts as a copy of what was returned, with the version that was shown."""
    last = milestone.reports.order_by("-number").first()
    report = Report.objects.create(
        milestone=milestone,
        number=last.number + 1 if last else 1,
        summary=last.summary if last else "",
        version=last.version if last else 0,
        written_by=actor,
        saved_at=now,
    )
    if last is None:
        return report
    for value in last.values.all():
        ReportValue.objects.create(report=report, indicator_id=value.indicator_id, actual=value.actual)
    for file in last.files.all():
        ReportFile.objects.create(
            report=report,
            kind=file.kind,
            file=file.file.name,
            name=file.name,
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
        )
    return report


def _write_values(report: Report, values: Mapping[int, Decimal | None]) -> None:
    known = set(report.milestone.indicators.values_list("pk", flat=True))
    ReportValue.objects.bulk_create(
        (ReportValue(report=report, indicator_id=key, actual=values[key]) for key in values if key in known),
        update_conflicts=True,
        unique_fields=["report", "indicator"],
        update_fields=["actual"],
    )


@transaction.atomic
def submit_report(*, actor: User, milestone: Milestone, now: datetime) -> Report:
    """Submit the draft for acceptance; ends lateness.

    Raises Refused `contracts.report_empty`, `contracts.indicator_missing`, `contracts.evidence_missing` (422).
    """
    milestone = locked_milestone(milestone)
    contract = milestone.contract
    require(may_report_milestone(actor, milestone))
    check_owed(milestone)
    require_transition(MILESTONE, milestone.state, MilestoneState.SUBMITTED)
    report = current_report(milestone, ReportState.DRAFT)
    if report is None:
        raise Refused("contracts.report_empty", field="summary")
    require_transition(REPORT, report.state, ReportState.SUBMITTED)
    _check_complete(report)
    late = days_late(milestone.deadline, now, now)
    _cure(actor, milestone, now)
    report.state, report.submitted_by, report.submitted_at = ReportState.SUBMITTED, actor, now
    report.save(update_fields=["state", "submitted_by", "submitted_at"])
    before = {"state": milestone.state}
    milestone.state = MilestoneState.SUBMITTED
    milestone.submitted_at = milestone.submitted_at or now
    milestone.save(update_fields=["state", "submitted_at", "changed_at"])
    after = {"state": milestone.state, "milestone": milestone.number, "days_late": late}
    record(actor=actor, action="report.submitted", subject=report, at=now, before=before, after=after)
    if contract.project.state == ProjectState.CONTRACTED:
        advance_project(actor=actor, project=contract.project, to=ProjectState.DELIVERING, now=now)
    tell_officers("contracts.submitted", milestone, now, key=str(report.number))
    return report


def _check_complete(report: Report) -> None:
    if not report.summary.strip():
        raise Refused("contracts.report_empty", field="summary")
    reported = set(report.values.filter(actual__isnull=False).values_list("indicator_id", flat=True))
    for indicator in report.milestone.indicators.all():
        if indicator.pk not in reported:
            raise Refused(
                "contracts.indicator_missing", indicator=indicator.name, field=f"value_{indicator.pk}"
            )
    if not report.files.exists():
        raise Refused("contracts.evidence_missing", field="photos")


def _cure(actor: User, milestone: Milestone, now: datetime) -> None:
    """Write the mark even where the sweep has not run yet, then end it: the record is whole without a worker."""
    if not is_overdue(state=milestone.state, deadline=milestone.deadline, now=now):
        return
    mark = {"contract_reference": milestone.contract.reference, "milestone": mark_name(milestone)}
    organization = milestone.contract.organization
    mark_overdue(organization=organization, due_at=milestone.deadline, now=now, actor=None, **mark)
    cure_overdue(now=now, actor=actor, **mark)
