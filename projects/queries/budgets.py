"""Money of budget lines: what is given, what is taken, what is left."""

from decimal import Decimal

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from organizations.models import Department
from projects.models import BudgetLine, Project
from projects.states import HOLDING_STATES

MONEY = DecimalField(max_digits=16, decimal_places=2)


def lines_with_use(year: int | None = None) -> QuerySet[BudgetLine]:
    """Return budget lines with `used` and `left` (one query)."""
    taken = (
        Project.objects.filter(budget_line=OuterRef("pk"), state__in=HOLDING_STATES)
        .order_by()
        .values("budget_line")
        .annotate(total=Sum("budget"))
        .values("total")
    )
    lines = BudgetLine.objects.select_related("department")
    if year is not None:
        lines = lines.filter(year=year)
    used = Coalesce(Subquery(taken, output_field=MONEY), Value(Decimal(0)), output_field=MONEY)
    return lines.annotate(used=used)


def lines_of(departments: QuerySet[Department] | list[Department], year: int) -> QuerySet[BudgetLine]:
    """Return the year's lines of the departments."""
    return lines_with_use(year).filter(department__in=departments)


def spendable(line: BudgetLine) -> Decimal:
    """Return what the line still holds; inside an action, call it after locking the line."""
    taken = Project.objects.filter(budget_line=line, state__in=HOLDING_STATES).aggregate(s=Sum("budget"))["s"]
    return line.amount - (taken or Decimal(0))


def budget_totals(year: int) -> dict[str, Decimal]:
    """Return `budget` (all lines) and `set_up` (projects on them) of a year, in yuan."""
    budget = BudgetLine.objects.filter(year=year).aggregate(s=Sum("amount"))["s"]
    used = Project.objects.filter(budget_line__year=year, state__in=HOLDING_STATES).aggregate(
        s=Sum("budget")
    )["s"]
    return {"budget": budget or Decimal(0), "set_up": used or Decimal(0)}
