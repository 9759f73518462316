"""The service catalogue, budget lines and projects for every room's tests."""

from datetime import date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from marketplace.core.clock import SHANGHAI
from projects import models
from projects.rules.plans import CriterionPlan, IndicatorPlan, Plan
from projects.states import ProjectSource, ProjectState
from tests.factories.deliberation import SpineFactory
from tests.factories.organizations import DepartmentFactory, UserFactory

MOMENT = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)
COMMON = (25, 20, 20, 15, 10, 10)


def category(code: str = "EL3") -> models.Category:
    """Return a category of the shipped catalogue."""
    return models.Category.objects.get(code=code)


class BudgetLineFactory(DjangoModelFactory):
    class Meta:
        model = models.BudgetLine

    year = 2026
    code = factory.Sequence(lambda n: f"2082{n:03d}")
    name = factory.Sequence(lambda n: f"养老服务{n}")
    name_en = "Services for older people"
    department = factory.SubFactory(DepartmentFactory)
    fund = "一般公共预算"
    amount = Decimal("2000000.00")
    plan_until = date(2028, 12, 31)


class ProjectFactory(DjangoModelFactory):
    """A listed project; `outcome=OutcomeFactory()` puts residents behind it."""

    class Meta:
        model = models.Project
        skip_postgeneration_save = True

    reference = factory.Sequence(lambda n: f"FW-2026-{n + 5000:04d}")
    spine = factory.SubFactory(SpineFactory)
    title = factory.Sequence(lambda n: f"阳光社区空巢独居老人巡访{n}")
    summary = "每两天电话或上门看望一次，每月入户一次。"
    category = factory.LazyFunction(category)
    source = ProjectSource.OFFICE
    office_reason = "区年度为民办实事项目"
    budget_line = factory.SubFactory(BudgetLineFactory)
    department = factory.SelfAttribute("budget_line.department")
    officer = factory.SubFactory(UserFactory)
    budget = Decimal("125000.00")
    starts_on = date(2026, 4, 1)
    ends_on = date(2026, 12, 31)
    unit = "户·次"
    recipients = "在册独居老人86户"
    recipients_count = 86
    state = ProjectState.LISTED
    listed_at = MOMENT

    @factory.post_generation
    def communities(self, create, given):
        if create and given:
            self.communities.set(given)


def make_plan(**changes: object) -> Plan:
    """Return a plan that may be listed as it stands, with changes."""
    values: dict[str, object] = {
        "title": "空巢独居老人巡访",
        "summary": "每两天电话或上门看望一次，每月入户一次。",
        "budget": Decimal("125000.00"),
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2026, 12, 31),
        "recipients": "在册独居老人86户",
        "recipients_count": 86,
        "indicators": (
            IndicatorPlan("巡访次数", Decimal(15000), "次"),
            IndicatorPlan("异常2小时内上报率", Decimal(100), "%", is_outcome=True),
        ),
        "criteria": tuple(CriterionPlan(f"通用{n}", Decimal(points)) for n, points in enumerate(COMMON)),
        "office_reason": "区年度为民办实事项目",
    }
    values.update(changes)
    values.setdefault("category", None)
    if values["category"] is None:
        values["category"] = category()
    if "budget_line" not in values:
        values["budget_line"] = BudgetLineFactory()
    return Plan(**values)
