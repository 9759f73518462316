"""The ranking as it is read: table with change, one organization's lines, what would move it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Max, QuerySet, Value
from django.db.models.functions import Coalesce

from contracts.models import Contract
from contracts.states import DONE_STATES, ContractState
from marketplace.core.clock import day_of
from marketplace.web.plots import Place as QuarterPlace
from marketplace.web.plots import Plot, standing_trend
from organizations.models import Organization, Standing
from organizations.states import OrganizationState, StandingStatus
from ranking.models import Contribution, Place, Snapshot
from ranking.standing import MER1, Result, read_events, results_at

from .calibrations import calibration_in_use, quarter_of
from .evidence import Row, event, events_csv, standing_events

OVERALL = "*"
LAST = 1_000_000_000
LATE_DAYS = 10
SNAPSHOT_FILES = ("events", "ranking", "explanation", "calibration")
ORDER = ("place", "organization__name", "pk")
"""Keyset order of the table: ranked first, the others by name."""


def ranking_table(category: str = OVERALL, snapshot: Snapshot | None = None) -> QuerySet:
    """Return the rows of a category, now or in a snapshot: ranked by place, then those not ranked by name.

    Rows have organization, rank, status, score, low, high, contracts, evidence; `place` orders them.
    """
    rows = Standing.objects.all() if snapshot is None else Place.objects.filter(snapshot=snapshot)
    return (
        rows.filter(
            category=category,
            organization__state__in=(OrganizationState.VERIFIED, OrganizationState.SUSPENDED),
        )
        .select_related("organization")
        .annotate(place=Coalesce("rank", Value(LAST)))
        .order_by(*ORDER)
    )


def evident_rows(category: str = OVERALL, snapshot: Snapshot | None = None) -> QuerySet:
    """Return the rows of the table that rest on evidence: ranked, provisional, suspended."""
    return ranking_table(category, snapshot).exclude(status=StandingStatus.NONE)


def newcomer_rows(category: str = OVERALL, snapshot: Snapshot | None = None) -> QuerySet:
    """Return the newcomers' lane: organizations without evidence, by name, never ranked and never low."""
    return ranking_table(category, snapshot).filter(status=StandingStatus.NONE)


def top_of_ranking(count: int = 5, category: str = OVERALL) -> list[Standing]:
    """Return the first ranked organizations, with `change` against the quarter before (for the home page)."""
    rows = list(ranking_table(category).filter(rank__isnull=False)[:count])
    return with_change(rows, category, previous_snapshot())


def with_change(rows: list, category: str, before: Snapshot | None) -> list:
    """Add `change` (places gained; None when it had none) and `moved` (its size) to the rows (one query)."""
    old = {}
    if before is not None:
        found = Place.objects.filter(
            snapshot=before, category=category, organization__in=[row.organization_id for row in rows]
        )
        old = dict(found.values_list("organization_id", "rank"))
    for row in rows:
        past = old.get(row.organization_id)
        row.change = None if past is None or row.rank is None else past - row.rank
        row.moved = abs(row.change or 0)
    return rows


def quarter_snapshots() -> list[Snapshot]:
    """Return the last snapshot of each quarter, newest first."""
    found: dict[tuple[int, int], Snapshot] = {}
    for row in Snapshot.objects.only("day", "computed_at", "version").order_by("-day"):
        found.setdefault(quarter_of(row.day), row)
    return list(found.values())


def previous_snapshot(than: Snapshot | None = None) -> Snapshot | None:
    """Return the last snapshot of the quarter before the newest one (or before the given one)."""
    rows = quarter_snapshots()
    if than is not None:
        rows = [row for row in rows if quarter_of(row.day) <= quarter_of(than.day)]
    return rows[1] if len(rows) > 1 else None


def latest_snapshot() -> Snapshot | None:
    """Return the newest snapshot; its files, which may be large, are read only when somebody asks for one."""
    return Snapshot.objects.defer(*SNAPSHOT_FILES).order_by("-day").first()


def has_snapshot(day: date) -> bool:
    """Say whether the day has been computed as a whole."""
    return Snapshot.objects.filter(day=day).exists()


def is_snapshot_stale() -> bool:
    """Say whether a standing was written after the newest snapshot."""
    newest = Snapshot.objects.order_by("-day").values_list("computed_at", flat=True).first()
    written = Standing.objects.aggregate(last=Max("as_of"))["last"]
    return written is not None and (newest is None or written > newest)


def ranked_categories() -> list[str]:
    """Return the codes of the categories in which somebody has a standing."""
    return sorted(Standing.objects.exclude(category=OVERALL).values_list("category", flat=True).distinct())


def standings_of(organization: Organization) -> list[Standing]:
    """Return the organization's standings: overall first, then by category."""
    return list(Standing.objects.filter(organization=organization).order_by("category"))


def contributions_of(organization: Organization, category: str = OVERALL) -> QuerySet[Contribution]:
    """Return the lines of a standing in order; they add up to the score."""
    return Contribution.objects.filter(organization=organization, category=category).select_related(
        "contract", "review"
    )


def trend_of(organization: Organization, category: str = OVERALL) -> list[Place]:
    """Return the organization's places at the end of up to eight quarters, oldest first."""
    snapshots = quarter_snapshots()[:8]
    rows = Place.objects.filter(organization=organization, category=category, snapshot__in=snapshots)
    return list(rows.select_related("snapshot").order_by("snapshot__day"))


def trend_plot(organization: Organization, category: str = OVERALL) -> Plot | None:
    """Return plot F: the places at the end of the quarters; None while there are fewer than two."""
    rows = trend_of(organization, category)
    return standing_trend(
        [QuarterPlace("{}Q{}".format(*quarter_of(row.snapshot.day)), row.rank, row.evidence) for row in rows]
    )


@dataclass(frozen=True)
class Prospect:
    """What one coming event would do to the overall score: kind, the contract, the score after, the change."""

    kind: str
    contract: Contract
    milestone: str
    after: Decimal
    change: Decimal


def prospects_of(organization: Organization, now: datetime) -> list[Prospect]:
    """Return the effect of each running contract's next milestone on time and late, and of a typical review.

    Computed by the method itself on the published record with the event added; nothing is stored.
    """
    rows = standing_events(organization)
    before = _overall(rows, organization, now)
    if before is None:
        return []
    found: list[Prospect] = []
    for contract in _running(organization):
        for kind, milestone, added in _coming(contract, now):
            after = _overall([*rows, *added], organization, now)
            found.append(Prospect(kind, contract, milestone, after.score, after.score - before.score))
    return found


def _running(organization: Organization) -> QuerySet[Contract]:
    states = (ContractState.ACTIVE, ContractState.CLOSED)
    rows = Contract.objects.filter(organization=organization, state__in=states, review__published_at=None)
    return rows.prefetch_related("milestones").order_by("ends_on", "pk")[:3]


def _coming(contract: Contract, now: datetime) -> list[tuple[str, str, list[Row]]]:
    key = contract.public_id
    review = [
        event(
            "next-official",
            now,
            "evaluation",
            contract_id=key,
            evaluator_kind="official",
            score=MER1.means[0],
        ),
        event(
            "next-expert", now, "evaluation", contract_id=key, evaluator_kind="expert", score=MER1.means[1]
        ),
    ]
    coming: list[tuple[str, str, list[Row]]] = [("typical_review", "", review)]
    following = next((m for m in contract.milestones.all() if m.state not in DONE_STATES), None)
    if following is not None:
        done = event("next-milestone", now, "milestone", contract_id=key, milestone_id=following.number)
        coming.insert(
            0, ("milestone_late", following.title, [{**done, "outcome": "late", "days_late": LATE_DAYS}])
        )
        coming.insert(0, ("milestone_on_time", following.title, [{**done, "outcome": "on_time"}]))
    return coming


def _overall(rows: list[Row], organization: Organization, now: datetime) -> Result | None:
    only = frozenset({organization.public_id})
    results = results_at(
        read_events(events_csv(rows)),
        day_of(now),
        calibration=calibration_in_use(),
        only=only,
        explained=False,
    )
    return next((row for row in results if row.category == OVERALL), None)


def estimate_of(organization: Organization, category: str, now: datetime) -> Result | None:
    """Return what the record lets expect in a category where the organization has no contract: no place there."""
    results = results_at(
        read_events(events_csv(standing_events(organization))),
        day_of(now),
        calibration=calibration_in_use(),
        only=frozenset({organization.public_id}),
        also=frozenset({category}),
        explained=False,
    )
    return next((row for row in results if row.category == category and row.status != "suspended"), None)


EXAMPLE_DAY = date(2026, 3, 1)


def worked_example() -> dict[str, object]:
    """Return a small invented record and what the method makes of it: for the page that explains the ranking.

    `evidence` is what was said; `lines` add up to `score`; `after` is the same record a half-life later.
    """
    start = datetime.combine(EXAMPLE_DAY - timedelta(days=300), datetime.min.time())
    stars = (5, 5, 4, 4, 4, 1)
    rows = [
        event("c", start, "contract", org_id="example", contract_id="k", category="EL1", difficulty=4,
              start="2025-05-05", end=EXAMPLE_DAY.isoformat()),
        event("m1", start, "milestone", contract_id="k", milestone_id=1, outcome="on_time"),
        event("m2", start, "milestone", contract_id="k", milestone_id=2, outcome="late", days_late=7),
        event("o", start, "evaluation", contract_id="k", evaluator_kind="official", score=90),
        event("x", start, "evaluation", contract_id="k", evaluator_kind="expert", score=84),
        *(
            event(f"r{number}", start, "evaluation", contract_id="k", evaluator_kind="resident", score=value)
            for number, value in enumerate(stars)
        ),
    ]  # fmt: skip
    events = read_events(events_csv(rows))
    first = results_at(events, EXAMPLE_DAY)[0]
    later = results_at(events, EXAMPLE_DAY + timedelta(days=548))[0]
    return {
        "difficulty": 4,
        "official": 90,
        "expert": 84,
        "stars": stars,
        "days_late": 7,
        "lines": first.lines,
        "score": first.score,
        "low": first.low,
        "high": first.high,
        "later": later.score,
        "later_low": later.low,
        "later_high": later.high,
    }
