"""What one organization delivered in a calendar year: accepted reports, sums, indicators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, Sum

from contracts.models import Acceptance, Contract, Deduction, Milestone, MilestoneIndicator, PartAcceptance
from contracts.rules.lateness import days_late
from contracts.states import PUBLIC_STATES
from marketplace.core.clock import day_of
from organizations.models import Organization
from payments.models import PaymentOrder
from payments.states import OrderState

from .contracts import NOTHING
from .figures import Bullet, bullets_of


@dataclass(frozen=True)
class Line:
    """One certificate of the year: what was accepted of which milestone, and what became of its money."""

    contract: Contract
    milestone: Milestone
    is_part: bool
    accepted_at: datetime
    amount: Decimal
    paid_on: object
    days_late: int
    asked: int
    satisfied: int


@dataclass(frozen=True)
class OrganizationYear:
    """The year of one organization: its certificates, sums in yuan, and numbers reached."""

    organization: Organization
    year: int
    lines: list[Line]
    bullets: list[Bullet]
    paid: Decimal
    deducted: Decimal

    @property
    def accepted(self) -> Decimal:
        """What was accepted in the year (yuan)."""
        return sum((line.amount for line in self.lines), NOTHING)

    @property
    def on_time(self) -> int:
        """How many of the accepted reports came in time."""
        return sum(not line.days_late for line in self.lines)

    @property
    def asked(self) -> int:
        """How many recipients were asked."""
        return sum(line.asked for line in self.lines)

    @property
    def satisfied(self) -> int:
        """How many of them were satisfied."""
        return sum(line.satisfied for line in self.lines)


def organization_year(organization: Organization, year: int, now: datetime) -> OrganizationYear:
    """Return the year of an organization (five queries)."""
    lines = sorted(_lines(organization, year, now), key=lambda line: (line.accepted_at, line.milestone.pk))
    keys = {line.milestone.pk for line in lines}
    indicators = MilestoneIndicator.objects.filter(milestone__in=keys).order_by("milestone_id", "position")
    orders = PaymentOrder.objects.filter(payee=organization, state=OrderState.PAID, paid_on__year=year)
    gone = Deduction.objects.filter(milestone__contract__organization=organization, decided_at__year=year)
    return OrganizationYear(
        organization=organization,
        year=year,
        lines=lines,
        bullets=bullets_of(list(indicators)),
        paid=orders.aggregate(s=Sum("amount"))["s"] or NOTHING,
        deducted=gone.aggregate(s=Sum("amount"))["s"] or NOTHING,
    )


def _lines(organization: Organization, year: int, now: datetime) -> Iterable[Line]:
    for model in (Acceptance, PartAcceptance):
        rows = model.objects.filter(milestone__contract__organization=organization, accepted_at__year=year)
        rows = rows.select_related("milestone__contract__buyer", "order").prefetch_related("milestone__parts")
        for row in rows:
            milestone, is_part = row.milestone, isinstance(row, PartAcceptance)
            earlier = sum(part.amount for part in milestone.parts.all())
            yield Line(
                contract=milestone.contract, milestone=milestone, is_part=is_part,
                accepted_at=row.accepted_at, paid_on=row.order.paid_on if row.order else None,
                amount=row.amount if is_part else milestone.accepted_amount - earlier,
                days_late=days_late(milestone.due_at, milestone.submitted_at, now),
                asked=row.recipients_asked, satisfied=row.recipients_satisfied,
            )  # fmt: skip


def years_of(organization: Organization, now: datetime) -> list[int]:
    """Return the years in which the organization had a signed contract, the newest first; this year always."""
    rows = Contract.objects.filter(
        Q(organization=organization, state__in=PUBLIC_STATES), signed_at__isnull=False
    ).order_by("signed_at")
    first = rows.values_list("signed_at", flat=True).first()
    this = day_of(now).year
    return list(range(this, (day_of(first).year if first else this) - 1, -1))
