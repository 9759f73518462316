"""What penalties and passed cure days ask of organizations, officers and approvers."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contracts.models import Milestone, Penalty
from contracts.rules.milestones import due_moment
from contracts.states import ContractState, MilestoneState, PenaltyState
from marketplace.web.duties import Duty
from organizations.models import User
from organizations.queries.people import open_posts, organizations_of
from organizations.states import PostRole

from .penalties import is_ripe

P = PenaltyState


def penalty_duties(user: User, now: datetime) -> Iterator[Duty]:
    """Return the proposals to answer, the proposals and objections to decide, and the cures that were not made."""
    mine = organizations_of(user)
    for row in _rows(P.PROPOSED).filter(contract__organization__in=mine):
        yield _duty(
            row,
            "contracts.answer_penalty",
            _("Be heard"),
            row.supplier_path,
            due_at=due_moment(row.heard_until),
        )
    places = {post.department_id for post in open_posts(user) if post.role == PostRole.APPROVER}
    if places:
        yield from _to_decide(user, places, now)
        yield from _uncured(user, places, now)


def _to_decide(user: User, places: set[int], now: datetime) -> Iterator[Duty]:
    rows = _rows(P.PROPOSED, P.ANSWERED, P.OBJECTED).filter(contract__buyer__in=places)
    for row in rows.exclude(proposed_by=user):
        is_objection = row.state == P.OBJECTED
        if is_ripe(row, now) or (is_objection and row.decided_by_id != user.pk):
            label = _("Decide on the objection") if is_objection else _("Decide about the penalty")
            yield _duty(row, "contracts.decide_penalty", label, row.desk_path, is_approval=True)


def _uncured(user: User, places: set[int], now: datetime) -> Iterator[Duty]:
    """Return the milestones accepted in part whose day to cure has passed: to be deducted, or given more time."""
    rows = Milestone.objects.filter(
        state__in=(MilestoneState.PARTLY_ACCEPTED, MilestoneState.RETURNED), accepted_amount__gt=0,
        resubmit_by__lte=now, contract__state=ContractState.ACTIVE, contract__buyer__in=places,
    )  # fmt: skip
    for row in (
        rows.exclude(parts__accepted_by=user).select_related("contract__buyer").order_by("resubmit_by")
    ):
        contract = row.contract
        yield Duty(
            code="contracts.cure_passed",
            reference=row.reference,
            title=f"{contract.title} · {row.title}",
            url=f"{contract.desk_path}milestones/{row.number}/deduct/",
            label=_("The day to cure has passed: decide about the rest"),
            due_at=row.resubmit_by,
            place=str(contract.buyer),
            step=_("Milestone {number}").format(number=row.number),
            is_approval=True,
        )


def _rows(*states: str) -> QuerySet[Penalty]:
    rows = Penalty.objects.filter(state__in=states).select_related("contract__buyer")
    return rows.order_by("heard_until", "pk")


def _duty(
    row: Penalty,
    code: str,
    label: str,
    url: str,
    *,
    due_at: datetime | None = None,
    is_approval: bool = False,
) -> Duty:
    return Duty(
        code=code,
        reference=row.reference,
        title=row.contract.title,
        url=url,
        label=label,
        due_at=due_at,
        place=str(row.contract.buyer),
        step=_("Penalty"),
        is_approval=is_approval,
    )
