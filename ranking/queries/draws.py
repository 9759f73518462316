"""Yearly draws for spot checks: what can be drawn, what was drawn, what the checks found."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from contracts.models import Contract, StageEvaluation
from contracts.states import ContractState, StageKind
from marketplace.web.duties import Duty
from marketplace.web.models import Stop
from organizations.models import Department, Post, User
from organizations.queries.people import departments_of, has_post
from organizations.states import PostRole
from ranking.models import DrawnContract, YearlyDraw
from ranking.rules.draws import lasts_long


def undrawn(department: Department, day: date) -> list[Contract]:
    """Return the department's running contracts of a year and longer that no draw of this year has asked."""
    draws = YearlyDraw.objects.filter(department=department, year=day.year)
    asked = {row["key"] for frame in draws.values_list("frame", flat=True) for row in frame}
    rows = Contract.objects.filter(buyer=department, state=ContractState.ACTIVE).order_by("pk")
    return [row for row in rows if lasts_long(row.starts_on, row.ends_on, day) and row.public_id not in asked]


def draws() -> QuerySet[YearlyDraw]:
    """Return every draw with what its pages show, newest first."""
    return YearlyDraw.objects.select_related("department").prefetch_related("drawn__contract__organization")


def draws_of(user: User) -> QuerySet[YearlyDraw]:
    """Return the draws of the person's departments."""
    return draws().filter(department__in=departments_of(user))


def drawing_departments(user: User) -> list[Department]:
    """Return the departments for which the person may draw."""
    return [
        row
        for row in departments_of(user).order_by("code")
        if has_post(user, PostRole.PROJECT_OFFICER, department=row)
    ]


def checks_of(rows: Iterable[DrawnContract]) -> dict[int, StageEvaluation]:
    """Return the first spot check begun after its draw, by drawn contract; one query."""
    rows = list(rows)
    stages = StageEvaluation.objects.filter(
        kind=StageKind.SPOT, contract__in={row.contract_id for row in rows}
    ).select_related("contract")
    by_contract: dict[int, list[StageEvaluation]] = {}
    for stage in stages.order_by("begun_at", "pk"):
        by_contract.setdefault(stage.contract_id, []).append(stage)
    found = {}
    for row in rows:
        after = [
            stage for stage in by_contract.get(row.contract_id, ()) if stage.begun_at >= row.draw.drawn_at
        ]
        if after:
            found[row.pk] = after[0]
    return found


def spot_duties(user: User) -> Iterator[Duty]:
    """Yield the drawn contracts of the person's departments whose spot check has not begun."""
    departments = Post.objects.filter(
        user_id=user.pk, role=PostRole.PROJECT_OFFICER, until__isnull=True
    ).values("department")
    begun = StageEvaluation.objects.filter(
        kind=StageKind.SPOT, contract=OuterRef("contract"), begun_at__gte=OuterRef("draw__drawn_at")
    )
    rows = DrawnContract.objects.filter(
        ~Exists(begun), draw__department__in=departments, contract__state=ContractState.ACTIVE
    )
    for row in rows.select_related("contract__buyer", "draw").order_by("draw__drawn_at", "position"):
        yield Duty(
            code="ranking.spot_check",
            reference=row.contract.reference,
            title=row.contract.title,
            url=row.draw.desk_path,
            label=_("Begin the spot check"),
            due_at=None,
            place=row.contract.buyer.name,
            step=str(Stop.EVALUATION.label),
        )
