"""What contracts ask people to do."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contracts.models import Contract, ContractChange, Milestone, SigningFailure, Subcontract
from contracts.rules.milestones import due_moment
from contracts.states import DONE_STATES, ChangeState, ContractState, MilestoneState, Side, SubcontractState
from marketplace.web.duties import Duty
from marketplace.workdays.queries import load_calendar
from organizations.models import User
from organizations.queries.people import open_posts, organizations_of
from organizations.states import MemberRole, PostRole

from .clocks import copy_deadline, versions_to_copy
from .overdue import owed_milestones
from .penalty_duties import penalty_duties
from .stage_duties import stage_duties
from .ticket_duties import ticket_duties


def duties_of(user: User, now: datetime) -> list[Duty]:
    """Return what a person of the supplier or of the buyer has to do with contracts."""
    return [
        *_of_supplier(user),
        *_of_officials(user),
        *ticket_duties(user, now),
        *stage_duties(user, now),
        *penalty_duties(user, now),
    ]


def _of_supplier(user: User) -> Iterable[Duty]:
    signing = Contract.objects.filter(
        state=ContractState.OFFERED,
        organization__in=organizations_of(user, MemberRole.LEGAL_REPRESENTATIVE),
    ).select_related("buyer")
    for contract in signing:
        yield _contract_duty(contract, "contracts.sign", _("Read and sign"), contract.supplier_path)
    for milestone in owed_milestones().filter(contract__organization__in=organizations_of(user)):
        url = f"{milestone.contract.supplier_path}milestones/{milestone.number}/"
        yield _duty(milestone, "contracts.report", _("Report"), url, milestone.deadline)
    yield from _changes_of_supplier(user)


def _changes_of_supplier(user: User) -> Iterable[Duty]:
    legal = organizations_of(user, MemberRole.LEGAL_REPRESENTATIVE)
    for change in _open_changes(ChangeState.PROPOSED, Side.BUYER).filter(contract__organization__in=legal):
        yield _change_duty(change, "contracts.agree", _("Read and agree"), change.contract.supplier_path)


def _changes_of_officials(user: User, officer: set[int], approver: set[int]) -> Iterable[Duty]:
    for change in _open_changes(ChangeState.PROPOSED, Side.SUPPLIER).filter(contract__buyer__in=officer):
        yield _change_duty(change, "contracts.agree", _("Read and agree"), change.contract.desk_path)
    waiting = _open_changes(ChangeState.AGREED).filter(contract__buyer__in=approver)
    for change in waiting.exclude(proposed_by=user).exclude(agreed_by=user):
        yield _change_duty(
            change, "contracts.approve", _("Decide"), change.contract.desk_path, is_approval=True
        )


def _open_changes(state: str, side: str = "") -> QuerySet[ContractChange]:
    rows = ContractChange.objects.filter(state=state, contract__state=ContractState.ACTIVE)
    rows = rows.select_related("contract__buyer").order_by("pk")
    return rows.filter(proposed_for=side) if side else rows


def _copies(places: set[int]) -> Iterable[Duty]:
    versions = list(versions_to_copy().filter(contract__buyer__in=places))
    calendar = load_calendar() if versions else None
    for version in versions:
        last, contract = copy_deadline(version, calendar), version.contract
        yield Duty(
            code="contracts.copy",
            reference=contract.reference,
            title=contract.title,
            url=f"{contract.desk_path}versions/{version.number}/copy/",
            label=_("Record the copy"),
            due_at=due_moment(last) if last else None,
            place=str(contract.buyer),
            step=_("Copy to the finance department"),
        )


def _change_duty(
    change: ContractChange, code: str, label: str, start: str, *, is_approval: bool = False
) -> Duty:
    return Duty(
        code=code,
        reference=change.contract.reference,
        title=change.contract.title,
        url=f"{start}changes/{change.number}/",
        label=label,
        place=str(change.contract.buyer),
        step=_("Supplement {number}").format(number=change.number),
        is_approval=is_approval,
    )


def _of_officials(user: User) -> Iterable[Duty]:
    posts = [(post.role, post.department_id) for post in open_posts(user)]
    officer = {place for role, place in posts if role == PostRole.PROJECT_OFFICER}
    approver = {place for role, place in posts if role == PostRole.APPROVER}
    if officer:
        yield from _of_officer(officer)
        yield from _copies(officer)
    if officer or approver:
        yield from _changes_of_officials(user, officer, approver)
    if approver:
        yield from _failures(user, approver)
        waiting = Contract.objects.filter(state=ContractState.SUPPLIER_SIGNED, buyer__in=approver)
        for contract in waiting.exclude(offered_by=user).select_related("buyer"):
            yield _contract_duty(
                contract, "contracts.countersign", _("Read and sign"), contract.desk_path, is_approval=True
            )


def _failures(user: User, places: set[int]) -> Iterable[Duty]:
    rows = SigningFailure.objects.filter(is_consented__isnull=True, contract__buyer__in=places)
    for row in rows.exclude(proposed_by=user).select_related("contract__buyer"):
        url = f"{row.contract.desk_path}not-signed/"
        yield _contract_duty(
            row.contract, "contracts.not_signed", _("Decide"), url, due=False, is_approval=True
        )


def _of_officer(places: set[int]) -> Iterable[Duty]:
    drafts = Contract.objects.filter(state=ContractState.DRAWN_UP, buyer__in=places)
    for contract in drafts.select_related("buyer"):
        yield _contract_duty(contract, "contracts.offer", _("Check and offer"), contract.desk_path)
    submitted = Milestone.objects.filter(
        state=MilestoneState.SUBMITTED, contract__buyer__in=places, contract__state=ContractState.ACTIVE
    ).select_related("contract__buyer")
    for milestone in submitted:
        url = f"{milestone.contract.desk_path}milestones/{milestone.number}/"
        yield _duty(milestone, "contracts.accept", _("Check and accept"), url, None)
    waiting = Subcontract.objects.filter(state=SubcontractState.PROPOSED, contract__buyer__in=places)
    for row in waiting.select_related("contract__buyer"):
        url = f"{row.contract.desk_path}subcontracts/{row.pk}/"
        yield _contract_duty(
            row.contract, "contracts.subcontract", _("Decide on the subcontract"), url, due=False
        )
    for contract in closable_contracts().filter(buyer__in=places):
        yield _contract_duty(
            contract, "contracts.close", _("Close the contract"), f"{contract.desk_path}close/", due=False
        )


def closable_contracts():
    """Return running contracts of which every milestone was accepted."""
    open_ones = Milestone.objects.exclude(state__in=DONE_STATES).values("contract")
    return (
        Contract.objects.filter(state=ContractState.ACTIVE).exclude(pk__in=open_ones).select_related("buyer")
    )


def _contract_duty(
    contract: Contract, code: str, label: str, url: str, *, due: bool = True, is_approval: bool = False
) -> Duty:
    return Duty(
        code=code,
        reference=contract.reference,
        title=contract.title,
        url=url,
        label=label,
        due_at=due_moment(contract.sign_by) if due else None,
        place=str(contract.buyer),
        step=_("Contract"),
        is_approval=is_approval,
    )


def _duty(milestone: Milestone, code: str, label: str, url: str, due_at: datetime | None) -> Duty:
    contract = milestone.contract
    return Duty(
        code=code,
        reference=milestone.reference,
        title=f"{contract.title} · {milestone.title}",
        url=url,
        label=label,
        due_at=due_at,
        place=str(contract.buyer),
        step=_("Milestone {number}").format(number=milestone.number),
    )
