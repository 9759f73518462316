"""Contracts as others may read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from bidding.queries.divisions import running_beside
from bidding.states import TenderState
from contracts.models import Contract, Milestone, PartAcceptance, Report, ReportFile, ResidentCheck
from contracts.rules.lateness import Timing, timing
from contracts.states import (
    DONE_STATES,
    PUBLIC_STATES,
    SHOWN_REPORTS,
    ContractState,
    FileKind,
)
from organizations.models import Organization, User
from organizations.queries.people import departments_of, has_post, organizations_of
from organizations.states import PostRole
from projects.models import Project

NOTHING = Decimal("0.00")
SHOWN = Q(state__in=PUBLIC_STATES, published_at__isnull=False)


def public_contracts() -> QuerySet[Contract]:
    """Return the contracts that the public sees: signed and published, running or ended."""
    parts = ("organization", "buyer", "category", "project", "award__lot__tender")
    return Contract.objects.filter(SHOWN).select_related(*parts)


def contracts_of_departments(user: User) -> QuerySet[Contract]:
    """Return the contracts of the departments in which the person holds a post; an auditor reads all."""
    rows = Contract.objects.select_related(
        "organization", "buyer", "category", "project", "award__lot__tender"
    )
    return rows if has_post(user, PostRole.AUDITOR) else rows.filter(buyer__in=departments_of(user))


def contracts_of_supplier(user: User) -> QuerySet[Contract]:
    """Return the contracts of the person's organizations, from the offer on."""
    rows = Contract.objects.select_related(
        "organization", "buyer", "category", "project", "award__lot__tender"
    )
    offered = ~Q(state=ContractState.DRAWN_UP) & ~Q(state=ContractState.TERMINATED, offered_at__isnull=True)
    return rows.filter(offered, organization__in=organizations_of(user))


def contracts_of(organization: Organization) -> QuerySet[Contract]:
    """Return the public contracts of an organization."""
    return public_contracts().filter(organization=organization)


def other_lots_go_on(contract: Contract) -> bool:
    """Say whether another lot of the same purchase is still tendered or delivered: the project goes on with it."""
    tender = contract.award.lot.tender
    if tender.division_id is None:
        return False
    over = (ContractState.CLOSED, ContractState.TERMINATED)
    others = (
        Contract.objects.filter(project=contract.project_id).exclude(pk=contract.pk).exclude(state__in=over)
    )
    waiting = running_beside(tender).exclude(state=TenderState.AWARDED)
    return others.exists() or waiting.exists()


def milestones_of(contract: Contract) -> QuerySet[Milestone]:
    """Return milestones with indicators, acceptance and its order, photos of accepted reports, residents' checks."""
    photos = Prefetch("files", ReportFile.objects.filter(kind=FileKind.PHOTO), to_attr="photos")
    documents = Prefetch("files", ReportFile.objects.filter(kind=FileKind.DOCUMENT), to_attr="documents")
    accepted = (
        Report.objects.filter(state__in=SHOWN_REPORTS).order_by("-number").prefetch_related(photos, documents)
    )
    checks = ResidentCheck.objects.select_related("community", "photo")
    return (
        Milestone.objects.filter(contract=contract)
        .select_related("contract", "acceptance__order", "deduction")
        .prefetch_related(
            "indicators",
            Prefetch("parts", PartAcceptance.objects.select_related("order")),
            Prefetch("reports", accepted, to_attr="accepted_reports"),
            Prefetch("checks", checks),
        )
        .order_by("number")
    )


@dataclass(frozen=True)
class Progress:
    """How far a project is: milestones in all, accepted, late now, and the next day (None when none is owed)."""

    milestones: int
    accepted: int
    overdue: int
    next_due_at: datetime | None
    contract_path: str = ""


def progress_of(project: Project, now: datetime) -> Progress:
    """Return how far the project's running or ended contract is (one query)."""
    return progress_by_project([project.pk], now).get(project.pk, Progress(0, 0, 0, None))


def progress_by_project(projects: Iterable[int], now: datetime) -> dict[int, Progress]:
    """Return the progress of each project that has a public contract (one query)."""
    rows = (
        Milestone.objects.filter(
            contract__project__in=list(projects),
            contract__state__in=(ContractState.ACTIVE, ContractState.SUSPENDED, ContractState.CLOSED),
        )
        .select_related("contract")
        .order_by("contract__project_id", "number")
    )
    found: dict[int, list[Milestone]] = {}
    for row in rows:
        found.setdefault(row.contract.project_id, []).append(row)
    return {key: progress(milestones, now) for key, milestones in found.items()}


def progress_by_contract(contracts: Iterable[Contract], now: datetime) -> dict[int, Progress]:
    """Return the progress of each contract (one query)."""
    known = {contract.pk: contract for contract in contracts}
    found: dict[int, list[Milestone]] = {}
    for row in Milestone.objects.filter(contract__in=list(known)).order_by("number"):
        row.contract = known[row.contract_id]
        found.setdefault(row.contract_id, []).append(row)
    return {key: progress(rows, now) for key, rows in found.items()}


def progress(milestones: list[Milestone], now: datetime) -> Progress:
    """Count milestones of one contract at a moment."""
    timings = [timing_of(row, now) for row in milestones]
    owed = [
        row.deadline
        for row, kind in zip(milestones, timings, strict=True)
        if kind in {Timing.AHEAD, Timing.SOON, Timing.OVERDUE}
    ]
    running = any(row.contract.state == ContractState.ACTIVE for row in milestones)
    return Progress(
        milestones=len(milestones),
        accepted=sum(row.state in DONE_STATES for row in milestones),
        overdue=sum(kind == Timing.OVERDUE for kind in timings),
        next_due_at=min(owed) if owed and running else None,
        contract_path=milestones[0].contract.path if milestones else "",
    )


def timing_of(milestone: Milestone, now: datetime) -> Timing:
    """Return how a milestone stands against its day at a moment."""
    return timing(
        state=milestone.state,
        deadline=milestone.deadline,
        now=now,
        is_running=milestone.contract.state == ContractState.ACTIVE,
    )


@dataclass(frozen=True)
class Money:
    """What a project's contracts cost and what has been paid, in yuan."""

    contracted: Decimal
    accepted: Decimal
    paid: Decimal


def money_of(project: Project) -> Money:
    """Return what the project's contracts cost and what of it was accepted and paid (two queries)."""
    return money_by_project([project.pk]).get(project.pk, Money(NOTHING, NOTHING, NOTHING))


def money_by_project(projects: Iterable[int]) -> dict[int, Money]:
    """Return contracted, accepted and paid yuan for each project with a signed contract (two queries)."""
    keys = list(projects)
    contracts = Contract.objects.filter(SHOWN, project__in=keys)
    sums = dict(
        contracts.exclude(state=ContractState.TERMINATED)
        .values_list("project_id")
        .annotate(Sum("amount"))
        .order_by()
    )
    parts = (
        Milestone.objects.filter(contract__in=contracts)
        .values("contract__project_id")
        .annotate(
            accepted=Sum("accepted_amount"),
            paid=Sum("paid_amount"),
        )
        .order_by()
    )
    done = {
        row["contract__project_id"]: (row["accepted"] or NOTHING, row["paid"] or NOTHING) for row in parts
    }
    return {
        key: Money(sums.get(key, NOTHING), *done.get(key, (NOTHING, NOTHING)))
        for key in keys
        if key in sums or key in done
    }


def public_photos(projects: Iterable[int]) -> QuerySet[ReportFile]:
    """Return the photos of accepted work of the projects, the newest first; none where recipients stay unknown."""
    contracts = public_contracts().filter(project__in=list(projects), category__is_identity_secret=False)
    rows = ReportFile.objects.filter(
        kind=FileKind.PHOTO, report__state__in=SHOWN_REPORTS, report__milestone__contract__in=contracts
    )
    return rows.select_related("report__milestone__contract").order_by("-report__submitted_at", "pk")


def checks_summary(contract: Contract) -> dict[str, int]:
    """Return how many residents found what, on a contract."""
    rows = ResidentCheck.objects.filter(milestone__contract=contract)
    return dict(rows.values_list("result").annotate(Count("pk")).order_by())
