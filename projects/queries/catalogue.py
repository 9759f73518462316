"""The service catalogue with money and people of a year."""

from decimal import Decimal

from django.db.models import Count, DecimalField, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from projects.models import Category, PastProcess, Project
from projects.states import HOLDING_STATES

MONEY = DecimalField(max_digits=16, decimal_places=2)


def _of_year(year: int, **total: object) -> QuerySet[Project]:
    return (
        Project.objects.filter(category=OuterRef("pk"), budget_line__year=year, state__in=HOLDING_STATES)
        .order_by()
        .values("category")
        .annotate(**total)
    )


def categories_with_figures(year: int) -> QuerySet[Category]:
    """Return every category with `projects_count`, `money` (yuan) and `people` of the year; one query."""
    return Category.objects.select_related("group").annotate(
        projects_count=Coalesce(
            Subquery(_of_year(year, n=Count("pk")).values("n"), output_field=IntegerField()), Value(0)
        ),
        money=Coalesce(
            Subquery(_of_year(year, n=Sum("budget")).values("n"), output_field=MONEY),
            Value(Decimal(0)),
            output_field=MONEY,
        ),
        people=Coalesce(
            Subquery(_of_year(year, n=Sum("recipients_count")).values("n"), output_field=IntegerField()),
            Value(0),
        ),
    )


def past_processes(
    *,
    kind: str = "",
    year: int | None = None,
    category: str = "",
    least: Decimal | None = None,
    most: Decimal | None = None,
) -> QuerySet[PastProcess]:
    """Return published history, newest first, narrowed by kind, year, category and amount."""
    wanted = Q()
    for name, value in (("kind", kind), ("day__year", year), ("category", category)):
        wanted &= Q(**{name: value}) if value else Q()
    wanted &= Q(amount__gte=least) if least is not None else Q()
    wanted &= Q(amount__lte=most) if most is not None else Q()
    return (
        PastProcess.objects.filter(wanted)
        .select_related("category__group")
        .defer("body")
        .order_by("-day", "-id")
    )


def category_names() -> list[tuple[str, str]]:
    """Return (code, name in the active language) of every category, by code (one query)."""
    column = "name_en" if get_language() == "en" else "name"
    return list(Category.objects.order_by("code").values_list("code", column))
