"""The figures of a home: money of the year, projects by state, an organization's money and place."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count

from marketplace.core.clock import day_of
from organizations.models import Badge, Organization, OverdueMark, Standing, User
from organizations.queries.organizations import badges_of, open_overdue_marks, standing_of

from .queries import ask

NOTHING = Decimal(0)


@dataclass(frozen=True)
class YearMoney:
    """Yuan of the year's budget: given, set up, contracted, paid, closed (None where no room tells)."""

    budget: Decimal | None
    set_up: Decimal | None
    contracted: Decimal | None = None
    paid: Decimal | None = None
    closed: Decimal | None = None


def year_money(year: int) -> YearMoney | None:
    """Return the money of a budget year, or None while no budget is loaded."""
    totals = ask("projects.queries.budgets.budget_totals", year)
    if not totals or not totals["budget"]:
        return None
    money = ask("contracts.queries.figures.money_totals", year=year)
    return YearMoney(
        budget=totals["budget"],
        set_up=totals["set_up"],
        contracted=getattr(money, "contracted", None),
        paid=getattr(money, "paid", None),
        closed=getattr(money, "closed", None),
    )


def project_board() -> list[tuple[str, str, int]]:
    """Return (state, its name, number of projects) for every state of a project, in order (one query)."""
    from projects.models import Project
    from projects.states import ProjectState

    counts = dict(Project.objects.order_by().values_list("state").annotate(n=Count("pk")))
    return [(value, str(label), counts.get(value, 0)) for value, label in ProjectState.choices]


@dataclass(frozen=True)
class OrganizationFigures:
    """What an organization sees first: money by state of its orders, standing, badges, open marks."""

    organization: Organization
    money: dict[str, Decimal]
    standing: Standing | None
    badges: list[Badge]
    marks: list[OverdueMark]

    @property
    def received(self) -> Decimal:
        """Return what has been paid (yuan)."""
        return self.money.get("paid", NOTHING)

    @property
    def expected(self) -> Decimal:
        """Return what is ordered, released or sent and has not arrived (yuan)."""
        return sum((self.money.get(state, NOTHING) for state in ("ordered", "released", "sent")), NOTHING)


def organization_figures(organization: Organization, now: datetime) -> OrganizationFigures:
    """Return the figures of one organization (four queries)."""
    return OrganizationFigures(
        organization=organization,
        money=ask("payments.queries.orders.totals_of_payee", organization) or {},
        standing=standing_of(organization),
        badges=list(badges_of(organization, day_of(now))),
        marks=list(open_overdue_marks(organization)),
    )


def open_tenders(now: datetime, most: int = 3) -> list[Any]:
    """Return tenders that take bids now, the next to close first."""
    rows = ask("bidding.queries.tenders.open_tenders", now)
    return list(rows.order_by("bid_deadline", "pk")[:most]) if rows is not None else []


def needs_raised_by(user: User, most: int = 5) -> list[Any]:
    """Return the latest needs that the person raised."""
    from deliberation.models import Need

    return list(Need.objects.filter(author=user).order_by("-pk")[:most])
