"""The figures and lists of the public home page."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, Sum

from contracts.models import MilestoneIndicator, ResidentCheck
from contracts.queries.figures import money_totals
from contracts.states import DONE_STATES, CheckResult
from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES
from marketplace.web.addresses import localized
from marketplace.web.plots import Plot, category_bars
from projects.models import Project
from projects.queries.budgets import budget_totals
from projects.states import HOLDING_STATES

PERSON_TIMES = ("人次", "人")
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Year:
    """What a year has brought so far; `satisfied` is None while too few residents have answered."""

    year: int
    served: int
    paid: Decimal
    budget: Decimal
    set_up: Decimal
    contracted: Decimal
    closed: Decimal
    satisfied: Decimal | None
    answers: int

    @property
    def has_begun(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.served or self.paid or self.set_up)

    @property
    def served_text(self) -> str:
        """The number of services with separators."""
        return f"{self.served:,}"

    @property
    def has_results(self) -> bool:
        """Whether anybody was served or paid yet."""
        return bool(self.served or self.paid)


def year_so_far(now: datetime) -> Year:
    """Return the figures of the running year (six queries)."""
    return year_figures(day_of(now).year, now)


def year_figures(year: int, now: datetime) -> Year:
    """Return the figures of a year (six queries)."""
    money, totals = money_totals(year=year), budget_totals(year)
    served = MilestoneIndicator.objects.filter(
        unit__in=PERSON_TIMES,
        is_outcome=False,
        milestone__state__in=DONE_STATES,
        milestone__accepted_at__year=year,
    ).aggregate(total=Sum("actual"))["total"]
    checks = ResidentCheck.objects.filter(checked_at__year=year).aggregate(
        n=Count("pk"), yes=Count("pk", filter=Q(result=CheckResult.YES))
    )
    enough = checks["n"] >= STATUTES.on("evaluation.minimum_answers", day_of(now)).days
    return Year(
        year=year,
        served=int(served or 0),
        paid=money.paid,
        budget=totals["budget"],
        set_up=totals["set_up"],
        contracted=money.contracted,
        closed=money.closed,
        satisfied=Decimal(checks["yes"]) / checks["n"] if enough else None,
        answers=checks["n"],
    )


def category_plot(year: int) -> Plot:
    """Return plot B: the budget of projects by category, this year and last."""
    rows: dict[tuple[str, str], list[Decimal]] = {}
    found = (
        Project.objects.filter(state__in=HOLDING_STATES, budget_line__year__in=(year, year - 1))
        .order_by()
        .values("category", "category__name", "category__name_en", "budget_line__year")
        .annotate(total=Sum("budget"))
    )
    from marketplace.web.formats import is_chinese

    for row in found:
        name = row["category__name"] if is_chinese() else row["category__name_en"] or row["category__name"]
        address = localized(f"/catalogue/{row['category']}/")
        pair = rows.setdefault((name, address), [NOTHING, NOTHING])
        pair[0 if row["budget_line__year"] == year else 1] += row["total"]
    bars = [(name, now, before, address) for (name, address), (now, before) in rows.items()]
    return category_bars(bars, year=year)
