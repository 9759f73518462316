"""What evaluations under way and rectification ask of officers, organizations and approvers."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from contracts.models import Contract, Rectification, StageEvaluation
from contracts.rules.milestones import due_moment
from contracts.states import ContractState, RectificationState, StageState
from marketplace.web.duties import Duty
from marketplace.workdays.queries import load_calendar
from organizations.models import User
from organizations.queries.people import open_posts, organizations_of
from organizations.states import PostRole

from .stages import is_at_level_above, stages_of

AHEAD = timedelta(days=14)
F = RectificationState


def stage_duties(user: User, now: datetime) -> Iterator[Duty]:
    """Return the evaluations to begin or finish and the orders to answer, check or decide."""
    posts = [(post.role, post.department_id) for post in open_posts(user)]
    officer = {place for role, place in posts if role == PostRole.PROJECT_OFFICER}
    approver = {place for role, place in posts if role == PostRole.APPROVER}
    if officer:
        yield from _to_begin(officer, now)
        yield from _to_finish(officer)
        yield from _to_check(officer)
        yield from _passed(officer, now)
    if approver:
        yield from _to_decide(user, approver, now)
    yield from _to_answer(user)


def _to_begin(places: set[int], now: datetime) -> Iterator[Duty]:
    rows = Contract.objects.filter(state=ContractState.ACTIVE, buyer__in=places)
    for contract in rows.select_related("buyer").prefetch_related("stages").order_by("pk"):
        for due in stages_of(contract, now):
            last = due_moment(due.due_on)
            if due.stage is None and now >= last - AHEAD:
                url = f"{contract.desk_path}stages/new/{due.kind}/"
                yield _duty(contract, "contracts.begin_stage", _("Begin"), url, str(due.label), due_at=last)


def _to_finish(places: set[int]) -> Iterator[Duty]:
    rows = StageEvaluation.objects.filter(state=StageState.BEGUN, contract__buyer__in=places)
    for stage in rows.select_related("contract__buyer"):
        step = stage.get_kind_display()
        yield _duty(stage.contract, "contracts.finish_stage", _("Inspect and publish"), stage.desk_path, step)


def _orders(state: str):
    rows = Rectification.objects.filter(state=state, contract__state=ContractState.ACTIVE)
    return rows.select_related("contract__buyer").order_by("due_at", "pk")


def _to_check(places: set[int]) -> Iterator[Duty]:
    for row in _orders(F.ANSWERED).filter(contract__buyer__in=places):
        yield _duty(row.contract, "contracts.check_rectification", _("Check"), row.desk_path, _step(row))


def _passed(places: set[int], now: datetime) -> Iterator[Duty]:
    """Return the orders whose day passed without an answer: ask, propose a penalty, or leave it to the approver."""
    for row in _orders(F.ORDERED).filter(contract__buyer__in=places, due_at__lte=now):
        yield _duty(
            row.contract, "contracts.rectification_passed", _("The last day has passed without an answer"),
            row.desk_path, _step(row), due_at=row.due_at,
        )  # fmt: skip


def _to_decide(user: User, places: set[int], now: datetime) -> Iterator[Duty]:
    rows = list(_orders(F.ORDERED).filter(contract__buyer__in=places).exclude(ordered_by=user))
    calendar = load_calendar() if rows else None
    for row in rows:
        if is_at_level_above(row, calendar, now):
            yield _duty(
                row.contract, "contracts.decide_rectification", _("Decide"), row.desk_path, _step(row),
                is_approval=True,
            )  # fmt: skip


def _to_answer(user: User) -> Iterator[Duty]:
    for row in _orders(F.ORDERED).filter(contract__organization__in=organizations_of(user)):
        yield _duty(
            row.contract, "contracts.answer_rectification", _("Put right and answer"), row.supplier_path,
            _step(row), due_at=row.due_at,
        )  # fmt: skip


def _step(row: Rectification) -> str:
    return _("Rectification, order {number}").format(number=row.number)


def _duty(
    contract: Contract,
    code: str,
    label: str,
    url: str,
    step: str,
    *,
    due_at: datetime | None = None,
    is_approval: bool = False,
) -> Duty:
    return Duty(
        code=code,
        reference=contract.reference,
        title=contract.title,
        url=url,
        label=label,
        due_at=due_at,
        place=str(contract.buyer),
        step=step,
        is_approval=is_approval,
    )
