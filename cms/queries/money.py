"""Where the district's money stands: all of it, by department, and who was paid late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from contracts.models import Contract
from contracts.queries.contracts import public_contracts
from contracts.queries.figures import NO_MONEY, money_by_buyer, money_totals
from marketplace.web.plots import Plot, budget_bar
from organizations.models import Department
from payments.queries.late import LateOrder, late_orders, lateness_of
from projects.models import BudgetLine, Project
from projects.queries.budgets import budget_totals
from projects.states import HOLDING_STATES

MOST_LATE = 100


@dataclass(frozen=True)
class LateRow:
    """One payment that was late: the public contract, and by how much."""

    contract: Contract
    late: LateOrder


def years_with_budget() -> list[int]:
    """Return the years that have budget lines, the newest first."""
    return list(BudgetLine.objects.order_by("-year").values_list("year", flat=True).distinct())


def district_plot(year: int) -> Plot:
    """Return plot A of the whole district for a year."""
    totals, money = budget_totals(year), money_totals(year=year)
    return budget_bar(
        budget=totals["budget"],
        set_up=totals["set_up"],
        contracted=money.contracted,
        paid=money.paid,
        closed=money.closed,
    )


def department_plots(year: int) -> list[tuple[Department, Plot]]:
    """Return plot A of every department with budget lines in the year."""
    budgets = dict(
        BudgetLine.objects.filter(year=year).values_list("department").annotate(Sum("amount")).order_by()
    )
    taken = dict(
        Project.objects.filter(budget_line__year=year, state__in=HOLDING_STATES)
        .values_list("budget_line__department")
        .annotate(Sum("budget"))
        .order_by()
    )
    figures = money_by_buyer(year)
    found = []
    for department in Department.objects.filter(pk__in=budgets).order_by("name"):
        money = figures.get(department.pk, NO_MONEY)
        plot = budget_bar(
            budget=budgets[department.pk],
            set_up=taken.get(department.pk, Decimal(0)),
            contracted=money.contracted,
            paid=money.paid,
            closed=money.closed,
        )
        found.append((department, plot))
    return found


def late_rows(today: date) -> list[LateRow]:
    """Return the late payments of public contracts, the longest waiting first; others are left out."""
    orders = list(late_orders(today)[:MOST_LATE])
    contracts = _by_reference(order.subject_reference.partition("/")[0] for order in orders)
    rows = [
        LateRow(contract, lateness_of(order, today))
        for order in orders
        if (contract := contracts.get(order.subject_reference.partition("/")[0]))
    ]
    return sorted(rows, key=lambda row: -row.late.days)


@dataclass(frozen=True)
class LateTotals:
    """How many payments were late, the longest in days, the interest of all (yuan)."""

    count: int
    longest: int
    interest: Decimal


def totals_of(rows: list[LateRow]) -> LateTotals:
    """Return the sums under the table of late payments."""
    interest = sum((row.late.interest for row in rows), Decimal(0))
    return LateTotals(len(rows), max((row.late.days for row in rows), default=0), interest)


def _by_reference(references: Iterable[str]) -> dict[str, Contract]:
    rows = public_contracts().filter(reference__in=set(references)).select_related("organization", "buyer")
    return {row.reference: row for row in rows}
