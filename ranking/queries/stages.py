"""Evaluations of running contracts beside a standing: shown with n and reply, never counted (method MER-1)."""

from collections import Counter
from dataclasses import dataclass

from contracts.models import RectificationItem, StageEvaluation
from contracts.states import StageState
from organizations.models import Organization

from .standings import OVERALL
from .successions import family_of

MOST = 20


@dataclass(frozen=True)
class StageLine:
    """One published evaluation: how many of the sample were as recorded (n), and how many demands were answered."""

    stage: StageEvaluation
    n: int
    as_recorded: int
    demands: int
    answered: int

    @property
    def reply(self) -> str:
        """The first answer of the organization, or an empty text."""
        return next((item.answer for item in _items(self.stage) if item.answer), "")


def stage_lines(organization: Organization, category: str = OVERALL) -> list[StageLine]:
    """Return the published mid-term, final and spot evaluations of the record, newest first; four queries."""
    rows = StageEvaluation.objects.filter(
        state=StageState.PUBLISHED, contract__organization__in=family_of(organization)
    )
    if category != OVERALL:
        rows = rows.filter(contract__category=category)
    rows = rows.select_related("contract").prefetch_related("sample", "rectifications__items")
    return [_line(row) for row in rows.order_by("-published_at", "-pk")[:MOST]]


def _line(stage: StageEvaluation) -> StageLine:
    results = Counter(item.result for item in stage.sample.all())
    items = _items(stage)
    answered = sum(bool(item.answer) for item in items)
    return StageLine(stage, sum(results.values()), results["ok"], len(items), answered)


def _items(stage: StageEvaluation) -> list[RectificationItem]:
    return [item for row in stage.rectifications.all() for item in row.items.all()]
