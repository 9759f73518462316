"""The ranking, an organization's standing line by line, the result of a review: open to everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.web.formats import named
from marketplace.web.models import Stop
from marketplace.web.pages import page
from marketplace.web.paging import keyset_page
from organizations.models import Organization, Standing
from organizations.queries.organizations import badges_of, known_organizations, open_overdue_marks
from projects.models import Category
from ranking.models import Contribution, Review, Snapshot
from ranking.permissions import (
    may_appeal_evidence,
    may_decide_consequence,
    may_rate_as_resident,
    may_read_review,
)
from ranking.phrases import ALLOWED_USES, FORBIDDEN_USES
from ranking.queries.appeals import appeals_by_piece, upheld_appeals
from ranking.queries.calibrations import calibrations, quarter_of
from ranking.queries.panels import panel_of
from ranking.queries.reviews import (
    all_reviews,
    has_answered,
    is_collecting,
    ratings_by_voice,
    resident_voice,
    reviews_of,
    self_rating_of,
)
from ranking.queries.rounds import rounds_of
from ranking.queries.stages import stage_lines
from ranking.queries.standings import (
    ORDER,
    OVERALL,
    contributions_of,
    estimate_of,
    evident_rows,
    latest_snapshot,
    newcomer_rows,
    previous_snapshot,
    prospects_of,
    quarter_snapshots,
    ranked_categories,
    standings_of,
    trend_plot,
    with_change,
)
from ranking.queries.successions import holder_of
from ranking.standing import KINDS, VERSION
from ranking.states import EvidenceKind

from .consequences import consequence_rows
from .rubric import criteria_rows, voices_of

FILES = {
    ("events", "csv"): "events",
    ("ranking", "csv"): "ranking",
    ("explain", "csv"): "explanation",
    ("calibration", "json"): "calibration",
}
LANE, SHOWN_NEWCOMERS = "new", 12
CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def _categories() -> list[tuple[str, str]]:
    codes = ranked_categories()
    names = {row.code: row.label for row in Category.objects.filter(code__in=codes)}
    return [(OVERALL, _("All services")), *((code, names.get(code, code)) for code in codes)]


def _quarter_name(snapshot: Snapshot) -> str:
    year, quarter = quarter_of(snapshot.day)
    return _("%(year)s, quarter %(quarter)s") % {"year": year, "quarter": quarter}


def _chosen(request: HttpRequest, name: str, choices: list[tuple[str, str]]) -> str:
    wanted = request.GET.get(name, "")
    return wanted if wanted in dict(choices) else choices[0][0]


@login_not_required
@require_safe
def ranking_list(request: HttpRequest) -> HttpResponse:
    """Show the ranking of a category and period, with change and n; newcomers stand in a lane of their own."""
    categories = _categories()
    snapshots = {"": None} | {str(row.day): row for row in quarter_snapshots()[1:]}
    periods = [("", _("Now")), *((key, _quarter_name(row)) for key, row in snapshots.items() if row)]
    category, period = _chosen(request, "category", categories), _chosen(request, "period", periods)
    snapshot, lane = snapshots[period], request.GET.get("lane") == LANE
    newcomers = newcomer_rows(category, snapshot)
    rows = newcomers if lane else evident_rows(category, snapshot)
    table = keyset_page(rows, order=ORDER, cursor=request.GET.get("after", ""), size=50)
    if not lane:
        with_change(table.rows, category, previous_snapshot(snapshot))
    return page(
        request,
        "ranking/ranking.html",
        {
            "page": table,
            "lane": lane,
            "newcomers": newcomers[:SHOWN_NEWCOMERS],
            "newcomer_count": newcomers.count(),
            "categories": categories,
            "periods": periods,
            "category": category,
            "period": period,
            "snapshot": latest_snapshot(),
            "version": VERSION,
        },
    )


@login_not_required
@require_safe
def ranking_file(request: HttpRequest, name: str, ending: str) -> HttpResponse:
    """Hand out a file of the newest computation, with which anyone can compute the ranking again."""
    snapshot = latest_snapshot()
    if (name, ending) not in FILES or snapshot is None:
        raise Http404
    text = getattr(snapshot, FILES[name, ending])
    response = HttpResponse(text, content_type=CONTENT_TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{name}-{snapshot.day}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_not_required
@require_safe
def organization_standing(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one organization's standing with every line that it is made of, replies, and what would move it."""
    organization = get_object_or_404(known_organizations(), public_id=public_id)
    standings = standings_of(organization)
    names = dict(_categories())
    chosen = request.GET.get("category", OVERALL)
    standing = next((row for row in standings if row.category == chosen), standings[0] if standings else None)
    for row in standings:
        row.label = names.get(row.category, row.category)
    return page(
        request,
        "ranking/organization.html",
        {
            "organization": organization,
            "standing": standing,
            "standings": standings,
            "lines": _lines(request, standing),
            "stages": stage_lines(organization, standing.category if standing else OVERALL),
            "may_appeal": _is_representative(request, organization),
            "removed": upheld_appeals(organization),
            "successor": _successor(organization),
            "estimate": _estimate(request, standings),
            "prospects": prospects_of(organization, request.now) if standing else [],
            "trend": trend_plot(organization, standing.category if standing else OVERALL),
            "reviews": list(reviews_of(organization)[:20]),
            "rounds": list(rounds_of(organization, request.now)[:20]),
            "badges": badges_of(organization, request.now.date()),
            "overdue": open_overdue_marks(organization),
            "version": VERSION,
        },
    )


def _lines(request: HttpRequest, standing: Standing | None) -> list[Contribution]:
    if standing is None:
        return []
    lines = list(contributions_of(standing.organization, standing.category))
    appeals = appeals_by_piece([line.contract_id for line in lines if line.contract_id])
    for line in lines:
        line.appeal = appeals.get((line.contract_id, line.item))
    return lines


def _is_representative(request: HttpRequest, organization: Organization) -> bool:
    contract = organization.contracts.first() if request.user.is_authenticated else None
    return contract is not None and bool(may_appeal_evidence(request.user, contract))


def _successor(organization: Organization) -> Organization | None:
    holder = holder_of(organization)
    return None if holder == organization else holder


def _estimate(request: HttpRequest, standings: list[Standing]) -> dict[str, object] | None:
    """Return what other services let expect in the category asked for, where no contract of its own speaks."""
    code = request.GET.get("category", OVERALL)
    own = {row.category for row in standings}
    overall = next((row for row in standings if row.category == OVERALL and row.evidence), None)
    category = Category.objects.filter(code=code).first() if overall and code not in own else None
    found = estimate_of(overall.organization, code, request.now) if category else None
    return {"category": category, "result": found} if found else None


@login_not_required
@require_safe
def calibration_list(request: HttpRequest) -> HttpResponse:
    """Show the newest calibrations with what each of them changed."""
    rows = calibrations()
    moved = {move["organization"] for row in rows for move in row.report["largest"]}
    names = {row.public_id: named(row) for row in known_organizations().filter(public_id__in=moved)}
    for row in rows:
        before, after = row.report["before"], row.report["after"]
        labels = [EvidenceKind(kind).label for kind in KINDS]
        row.numbers = [
            *zip(labels, before["means"], after["means"], strict=True),
            (_("Points per level of difficulty"), before["slope"], after["slope"]),
            (_("Raters known"), before["raters"], after["raters"]),
        ]
        row.moves = [
            {**move, "name": names[move["organization"]]}
            for move in row.report["largest"]
            if move["organization"] in names
        ]
    return page(request, "ranking/calibrations.html", {"calibrations": rows})


@login_not_required
@require_safe
def lawful_use(request: HttpRequest) -> HttpResponse:
    """Say where a standing may lawfully be used and where not."""
    return page(request, "ranking/use.html", {"allowed": ALLOWED_USES, "forbidden": FORBIDDEN_USES})


@login_not_required
@require_safe
def review_result(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a published result with its reply; before, only to those who work with it, or how to take part."""
    review = get_object_or_404(all_reviews(), public_id=public_id)
    if not may_read_review(request.user, review) and not is_collecting(review, request.now):
        raise Http404
    ratings = ratings_by_voice(review) if review.published_at else {}
    own = self_rating_of(review) if review.published_at else None
    return page(
        request,
        "ranking/review.html",
        {
            "review": review,
            "contract": review.contract,
            "rows": criteria_rows(review, {**ratings, "own": own} if own else ratings),
            "ratings": ratings,
            "voices": voices_of({**ratings, "own": own} if own else ratings),
            "panel": panel_of(review),
            "own": own,
            "residents": resident_voice(review),
            "stop": Stop.EVALUATION,
            "may_answer": _may_answer(request, review),
            "consequences": consequence_rows(review),
            "may_decide": request.user.is_authenticated and may_decide_consequence(request.user, review),
        },
    )


def _may_answer(request: HttpRequest, review: Review) -> bool:
    if not request.user.is_authenticated or not is_collecting(review, request.now):
        return False
    if not may_rate_as_resident(request.user, review):
        return False
    return not has_answered(review, request.user.residency.household_id)
