"""Freeze the committee's report when the buyer acts on it (O87 art. 58)."""

from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from bidding.models import BidEvaluation, EvaluationReport, Lot
from bidding.queries.reports import report_body
from marketplace.core.canonical import digest
from organizations.models import User


@transaction.atomic
def freeze_report(lot: Lot, *, actor: User, now: datetime) -> EvaluationReport:
    """Write the report of the evaluation in force once; part of proposing the award, which is recorded."""
    evaluation = BidEvaluation.objects.get(lot=lot)
    found = lot.reports.filter(evaluation_digest=evaluation.digest).first()
    if found is not None:
        return found
    with translation.override("zh-hans"):
        body = report_body(lot)
        html = render_to_string("bidding/report_paper.html", {"report": body})
    return EvaluationReport.objects.create(
        lot=lot,
        evaluation_digest=evaluation.digest,
        body=body,
        html=html,
        digest=digest(body),
        made_by=actor,
        made_at=now,
    )
