from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from marketplace.audit.actions import record
from marketplace.core.refusals import Refused
from organizations.models import Department
from projects.models import BudgetLine
from projects.queries.budgets import spendable


@transaction.atomic
def set_budget_line(
    *,
    actor: object,
    year: int,
    code: str,
    name: str,
    department: Department,
    fund: str,
    amount: Decimal,
    now: datetime,
    plan_until: date | None = None,
    name_en: str = "",
    fund_en: str = "",
    is_demo: bool = False,
) -> BudgetLine:
    """Enter a budget line or change its amount; refused below what is already set up."""
    line = BudgetLine.objects.select_for_update(of=("self",)).filter(year=year, code=code).first()
    before = {"amount": line.amount} if line else {}
    line = line or BudgetLine(year=year, code=code)
    if line.pk and amount < (used := line.amount - spendable(line)):
        raise Refused("projects.line_below_use", field="amount", used=used)
    line.name, line.name_en, line.department = name, name_en, department
    line.fund, line.fund_en, line.amount, line.is_demo = fund, fund_en, amount, is_demo
    line.plan_until = plan_until or date(year, 12, 31)
    line.save()
    record(
        actor=actor, action="budget_line.set", subject=line, at=now, before=before, after={"amount": amount}
    )
    return line
