"""Projects as cards and as a whole page: the four questions answered from all rooms, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bidding.models import Tender
from bidding.queries.tenders import public_tenders
from contracts.models import Contract, ReportFile
from contracts.queries.contracts import (
    Money,
    Progress,
    checks_summary,
    milestones_of,
    money_by_project,
    progress_by_project,
    public_contracts,
    public_photos,
)
from contracts.queries.figures import bullets_of, marks_of
from marketplace.web.formats import is_chinese, short_money
from marketplace.web.models import Stop
from marketplace.web.plots import Bullet, Plot, indicator_bars, milestone_timeline
from marketplace.web.spine import stops_of
from projects.models import Project
from projects.models.catalogue import in_language
from projects.states import ProjectState
from ranking.models import Review
from ranking.queries.reviews import published_reviews

TONES = {
    ProjectState.TENDERING: "info",
    ProjectState.CONTRACTED: "good",
    ProjectState.DELIVERING: "good",
    ProjectState.CLOSED: "neutral",
    ProjectState.CANCELLED: "warn",
}
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Card:
    """What a list shows of a project: the four questions."""

    project: Project
    stop: str
    tone: str
    who: str
    money: str
    where: str
    quality: str
    is_late: bool
    places: str
    photo: ReportFile | None = None


def cards_of(projects: Iterable[Project], now: datetime) -> list[Card]:
    """Return cards in the given order (six queries whatever their number)."""
    rows = list(projects)
    keys = [row.pk for row in rows]
    progress, money = progress_by_project(keys, now), money_by_project(keys)
    suppliers: dict[int, list[str]] = defaultdict(list)
    contracts = public_contracts().filter(project__in=keys)
    for contract in contracts:
        suppliers[contract.project_id].append(_name(contract.organization))
    photos = _first_photos(keys)
    reviews = {row.contract.project_id: row for row in published_reviews().filter(contract__project__in=keys)}
    return [
        Card(
            project=row,
            stop=row.stop,
            tone=TONES.get(row.state, "neutral"),
            who="、".join(suppliers[row.pk]) or "",
            money=_money(row, money.get(row.pk)),
            where=_where(row, progress.get(row.pk)),
            quality=_quality(reviews.get(row.pk)),
            is_late=bool(progress.get(row.pk) and progress[row.pk].overdue),
            places=places_of(row),
            photo=photos.get(row.pk),
        )
        for row in rows
    ]


def _first_photos(projects: list[int]) -> dict[int, ReportFile]:
    """Return the newest photo of accepted work of each project (one query)."""
    rows = public_photos(projects).order_by(
        "report__milestone__contract__project_id", "-report__submitted_at", "pk"
    )
    newest = rows.distinct("report__milestone__contract__project_id")
    return {row.report.milestone.contract.project_id: row for row in newest}


def _name(row: Any) -> str:
    english = getattr(row, "name_en", "")
    return row.name if is_chinese() or not english else english


def places_of(project: Project) -> str:
    """Return the names of the communities, the first three."""
    names = [_name(row) for row in project.communities.all()]
    joint = "、" if is_chinese() else ", "
    return joint.join(names[:3]) + ("…" if len(names) > 3 else "")  # noqa: PLR2004 - room for three names


def _money(project: Project, money: Money | None) -> str:
    if money and money.contracted:
        return short_money(money.contracted)
    return _("budget %(amount)s") % {"amount": short_money(project.budget)}


def _where(project: Project, progress: Progress | None) -> str:
    if not progress or not progress.milestones:
        return str(project.get_state_display())
    done = _("%(done)s of %(all)s milestones") % {"done": progress.accepted, "all": progress.milestones}
    if not progress.overdue:
        return done
    late = _("%(count)s overdue") % {"count": progress.overdue}
    return f"{done} · {late}"


def _quality(review: Review | None) -> str:
    if review is None or review.score is None:
        return ""
    return f"{review.get_grade_display()} {review.score:.1f}"


@dataclass
class Whole:
    """Everything that the public page of a project shows."""

    card: Card
    money: Money
    progress: Progress | None
    tenders: list[Tender]
    contracts: list[Contract]
    milestones: list[Any] = field(default_factory=list)
    bullets: list[Any] = field(default_factory=list)
    checks: dict[str, int] = field(default_factory=dict)
    photos: list[Any] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)
    timeline: Plot | None = None
    indicators: Plot | None = None


def whole_of(project: Project, now: datetime) -> Whole:
    """Return the composed page of a project."""
    money = money_by_project([project.pk]).get(project.pk, Money(NOTHING, NOTHING, NOTHING))
    whole = Whole(
        card=cards_of([project], now)[0],
        money=money,
        progress=progress_by_project([project.pk], now).get(project.pk),
        tenders=list(public_tenders().filter(project=project).order_by("-published_at")),
        contracts=list(public_contracts().filter(project=project).order_by("-signed_at")),
        reviews=list(published_reviews().filter(contract__project=project)),
        history=_history(project),
    )
    if whole.contracts:
        _fill_delivery(whole, now)
    whole.indicators = _indicator_plot(whole, project)
    return whole


def _indicator_plot(whole: Whole, project: Project) -> Plot | None:
    """Return plot E: of the contract once there is one, before that of the plan; None without indicators."""
    if whole.bullets:
        reported = any(row.submitted_at for row in whole.milestones)
        rows = [
            Bullet(row.label, row.unit_label, row.planned, row.actual if reported else None)
            for row in whole.bullets
        ]
    else:
        rows = [
            Bullet(str(row), in_language(row.unit, row.unit_en), row.planned)
            for row in project.indicators.all()
        ]
    return indicator_bars(rows)


def _fill_delivery(whole: Whole, now: datetime) -> None:
    contract = whole.contracts[0]
    whole.milestones = list(milestones_of(contract))
    whole.bullets = bullets_of([row for one in whole.milestones for row in one.indicators.all()])
    whole.checks = checks_summary(contract)
    whole.photos = list(public_photos([contract.project_id])[:8])
    whole.timeline = milestone_timeline(marks_of(whole.milestones), now=now)


def _history(project: Project) -> list[dict[str, Any]]:
    """Return what happened on the thread, oldest first."""
    rows = [row for rows in stops_of(project.spine_id).values() for row in rows]
    return [
        {
            "at": row.reached_at,
            "title": f"{Stop(row.stop).label} · {row.title}",
            "text": row.reference,
            "url": row.path,
            "done": True,
        }
        for row in sorted(rows, key=lambda row: row.reached_at)
    ]


def newest_projects(projects: QuerySet[Project], count: int = 3) -> list[Project]:
    """Return the projects to show first: those with photos of accepted work, then the newest others (two queries)."""
    shown = list(projects.filter(contracts__milestones__reports__files__kind="photo").distinct()[:count])
    others = projects.exclude(pk__in=[row.pk for row in shown])
    return shown + list(others[: count - len(shown)])
