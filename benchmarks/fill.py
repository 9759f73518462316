"""Fill a database with many listed projects, the same ones every time."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.core.management import call_command

ORGANIZATIONS = 5000
START = datetime(2026, 1, 5, 1, tzinfo=UTC)
WORDS = [
    "养老",
    "助餐",
    "体检",
    "物业",
    "巡访",
    "助残",
    "课后托管",
    "调解",
    "法律咨询",
    "社区协商",
    "志愿服务",
    "心理健康",
]


def fill(count: int) -> None:
    """Migrate, and make `count` listed projects with their search documents unless they are there."""
    call_command("migrate", verbosity=0)
    from projects.models import Project

    missing = count - Project.objects.count()
    if missing > 0:
        _projects(count - missing, count)
        call_command("rebuild_search", verbosity=0)
    _standings(ORGANIZATIONS)


def _standings(count: int) -> None:
    """Make `count` organizations with a standing each, unless they are there."""
    from organizations.models import Organization, Standing
    from organizations.states import OrganizationKind

    first = Standing.objects.count()
    chance = random.Random(first)
    rows = Organization.objects.bulk_create(
        Organization(
            name=f"第{number + 1}社会服务中心", name_en=f"Service center {number + 1}", kind=OrganizationKind.SERVICE_INSTITUTION,
            state="verified", uscc=f"5234{number:014d}", verified_at=START,
        )
        for number in range(first, count)
    )  # fmt: skip
    scores = sorted((round(chance.gauss(70, 6), 6) for _ in rows), reverse=True)
    Standing.objects.bulk_create(
        Standing(
            organization=row, status="ranked", rank=first + place, score=Decimal(str(score)), error=Decimal(4),
            low=Decimal(str(score)) - 7, high=Decimal(str(score)) + 7, contracts=4, evidence=60, as_of=START,
            version="MER-1", params_hash="0" * 64,
        )
        for place, (row, score) in enumerate(zip(rows, scores, strict=True), start=1)
    )  # fmt: skip


def _projects(first: int, last: int) -> None:
    from marketplace.web.models import Spine
    from projects.models import Category, Project

    places, line, officer = _surroundings()
    categories = list(Category.objects.all())
    chance = random.Random(first)
    for low in range(first, last, 1000):
        numbers = range(low, min(low + 1000, last))
        spines = Spine.objects.bulk_create(Spine() for _ in numbers)
        rows = Project.objects.bulk_create(
            _project(number, spine, chance.choice(categories), line, officer, chance)
            for number, spine in zip(numbers, spines, strict=True)
        )
        through = Project.communities.through
        through.objects.bulk_create(
            through(project_id=row.pk, community_id=chance.choice(places).pk) for row in rows
        )


def _project(number, spine, category, line, officer, chance):  # noqa: PLR0917 - one row, read in order
    from projects.models import Project

    word = chance.choice(WORDS)
    return Project(
        reference=f"FW-2025-{number + 1:05d}",
        spine=spine,
        title=f"第{number + 1}号社区{word}服务（{category.name[:12]}）",
        title_en=f"Community service {number + 1}: elder care and more",
        summary=f"面向社区居民的{word}服务，第{number + 1}批。",
        category=category,
        source="office",
        office_reason="measurement",
        department=line.department,
        officer=officer,
        budget_line=line,
        budget=Decimal(chance.randint(10_000, 2_000_000)),
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        unit=category.unit,
        unit_en=category.unit_en,
        recipients="社区居民",
        state="listed",
        listed_at=START + timedelta(minutes=number),
    )


def _surroundings():
    from organizations.models import Community, Department, User
    from projects.models import BudgetLine

    bureau, _ = Department.objects.get_or_create(
        code="mzj", defaults={"name": "民政局", "name_en": "Bureau", "kind": "bureau"}
    )
    for number in range(18):
        Community.objects.get_or_create(
            code=f"c{number}",
            defaults={
                "name": f"第{number + 1}社区", "name_en": f"Community {number + 1}", "subdistrict": bureau,
                "households": 1000, "residents": 3000, "row": number // 6, "column": number % 6,
            },
        )  # fmt: skip
    officer = User.objects.filter(email="bench@example.org").first() or User.objects.create_user(
        email="bench@example.org", name="经办"
    )
    line, _ = BudgetLine.objects.get_or_create(
        year=2026, code="bench",
        defaults={"name": "服务", "department": bureau, "fund": "预算", "amount": Decimal(99999999999), "plan_until": date(2027, 12, 31)},
    )  # fmt: skip
    return list(Community.objects.all()), line, officer
