"""The figures of a home: money of the year, an organization's money and place, a community's rates, a resident's needs."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Min, QuerySet, Sum
from django.utils.translation import gettext as _

from bidding.models import Tender
from bidding.queries.tenders import open_tenders as tenders_open
from contracts.models import Contract, Milestone
from contracts.queries.figures import money_totals, satisfied_rate
from contracts.states import OWED_STATES, PUBLIC_STATES, ContractState
from deliberation.models import Deliberation, Meeting, Need
from deliberation.queries.figures import answer_rate, solved_rate
from deliberation.queries.needs import needs_raised_by as needs_of_author
from deliberation.queries.needs import needs_worked_by
from deliberation.states import Format, NeedState
from marketplace.core.clock import day_of, local
from organizations.models import Badge, Community, Organization, OverdueMark, Standing, User
from organizations.queries.organizations import badges_of, open_overdue_marks, standing_of
from payments.models import PaymentOrder
from payments.queries.orders import totals_of_payee
from payments.states import OrderState
from projects.models import Project
from projects.queries.budgets import budget_totals
from projects.queries.projects import public_projects
from projects.states import HOLDING_STATES
from ranking.models import Contribution
from ranking.queries.standings import contributions_of, previous_snapshot, with_change
from ranking.states import EvidenceKind

NOTHING = Decimal(0)
ON_WAY = (OrderState.ORDERED, OrderState.RELEASED, OrderState.SENT)


@dataclass(frozen=True)
class YearMoney:
    """Yuan of the year's budget: given, set up, contracted, paid, closed."""

    budget: Decimal
    set_up: Decimal
    contracted: Decimal
    paid: Decimal
    closed: Decimal


def year_money(year: int) -> YearMoney | None:
    """Return the money of a budget year, or None while no budget is loaded."""
    totals = budget_totals(year)
    if not totals["budget"]:
        return None
    money = money_totals(year=year)
    return YearMoney(totals["budget"], totals["set_up"], money.contracted, money.paid, money.closed)


# --- an organization ----------------------------------------------------------
@dataclass(frozen=True)
class OrganizationFigures:
    """What an organization sees first: its money, place and what moved it, badges, open marks."""

    organization: Organization
    contracted: Decimal
    to_submit: Decimal
    money: dict[str, Decimal]
    expected_on: date | None
    standing: Standing | None
    moved_by: list[Contribution]
    badges: list[Badge]
    marks: list[OverdueMark]

    @property
    def received(self) -> Decimal:
        """Return what has been paid (yuan)."""
        return self.money[OrderState.PAID]

    @property
    def expected(self) -> Decimal:
        """Return what is ordered, released or sent and has not arrived (yuan)."""
        return sum((self.money[state] for state in ON_WAY), NOTHING)


def organization_figures(organization: Organization, now: datetime) -> OrganizationFigures:
    """Return the figures of one organization (ten queries)."""
    contracts = Contract.objects.filter(organization=organization, state__in=PUBLIC_STATES)
    living = contracts.exclude(state=ContractState.TERMINATED)
    owed = Milestone.objects.filter(
        contract__organization=organization, contract__state=ContractState.ACTIVE, state__in=OWED_STATES
    )
    waiting = PaymentOrder.objects.filter(payee=organization, state__in=ON_WAY)
    return OrganizationFigures(
        organization=organization,
        contracted=living.aggregate(s=Sum("amount"))["s"] or NOTHING,
        to_submit=owed.aggregate(s=Sum(F("amount") - F("accepted_amount")))["s"] or NOTHING,
        money=totals_of_payee(organization),
        expected_on=waiting.aggregate(day=Min("due_on"))["day"],
        standing=_with_change(standing_of(organization)),
        moved_by=_strongest(organization),
        badges=list(badges_of(organization, day_of(now))),
        marks=list(open_overdue_marks(organization)),
    )


def _with_change(standing: Standing | None) -> Standing | None:
    if standing is not None:
        with_change([standing], standing.category, previous_snapshot())
    return standing


def _strongest(organization: Organization, most: int = 2) -> list[Contribution]:
    """Return the pieces of evidence that move the score most, either way."""
    lines = contributions_of(organization).exclude(item=EvidenceKind.PRIOR)
    return sorted(lines, key=lambda line: (-abs(line.contribution), line.position))[:most]


@dataclass(frozen=True)
class Match:
    """A tender that takes bids, and why it may suit one of the person's organizations."""

    tender: Tender
    reasons: list[str]


def matching_tenders(organizations: list[Organization], now: datetime, most: int = 5) -> list[Match]:
    """Return tenders that take bids, those that fit first, then by deadline (two queries)."""
    fields = {code for row in organizations for code in row.categories}
    places = {row.community_id for row in organizations}
    rows = tenders_open(now).prefetch_related("project__communities")
    found = [Match(row, _reasons(row, fields, places)) for row in rows]
    return sorted(found, key=lambda match: (-len(match.reasons), match.tender.bid_deadline))[:most]


def _reasons(tender: Tender, fields: set[str], places: set[int | None]) -> list[str]:
    reasons = []
    if tender.project.category_id in fields:
        reasons.append(_("in your field"))
    if any(row.pk in places for row in tender.project.communities.all()):
        reasons.append(_("in your community"))
    return reasons


# --- a community --------------------------------------------------------------
@dataclass(frozen=True)
class Rate:
    """A share of a number of cases; the number is shown with it, and too few are not shown."""

    label: str
    good: int
    count: int

    @property
    def share(self) -> Decimal | None:
        """The share between 0 and 1, None of nothing."""
        return Decimal(self.good) / self.count if self.count else None


@dataclass(frozen=True)
class CommunityFigures:
    """A community in one line: needs, projects, its three rates, and the month's joint meeting."""

    community: Community
    needs: int
    projects: int
    rates: tuple[Rate, Rate, Rate]
    joint_meeting: Meeting | None


def community_figures(community: Community, now: datetime) -> CommunityFigures:
    """Return the figures of a community (six queries)."""
    return CommunityFigures(
        community=community,
        needs=Need.objects.filter(community=community).exclude(state=NeedState.DRAFT).count(),
        projects=Project.objects.filter(communities=community, state__in=HOLDING_STATES).count(),
        rates=(
            Rate(_("Answered"), *answer_rate(now, community)),
            Rate(_("Solved"), *solved_rate(now, community)),
            Rate(_("Found done by residents"), *satisfied_rate(community)),
        ),
        joint_meeting=_joint_meeting(community, now),
    )


def _joint_meeting(community: Community, now: datetime) -> Meeting | None:
    """Return the joint meeting of the running month, the first if there are several."""
    today = local(now)
    rows = Meeting.objects.filter(
        deliberation__community=community,
        deliberation__format=Format.JOINT,
        starts_at__year=today.year,
        starts_at__month=today.month,
    )
    return rows.select_related("deliberation").order_by("starts_at").first()


def needs_to_screen(user: User, most: int = 5) -> QuerySet[Need]:
    """Return the needs of the person's communities that wait for a rule, the first due first."""
    rows = needs_worked_by(user).filter(state=NeedState.SCREENING)
    return rows.exclude(screenings__result="refused", screenings__is_confirmed__isnull=True)[:most]


# --- a resident ---------------------------------------------------------------
def needs_raised_by(user: User, most: int = 5) -> list[Need]:
    """Return the latest needs that the person raised."""
    return list(needs_of_author(user)[:most])


def projects_near(community: Community, most: int = 3) -> list[Project]:
    """Return projects that live in the community, the newest first."""
    rows = public_projects().filter(communities=community, state__in=HOLDING_STATES)
    return list(rows[:most])


def deliberations_near(community: Community, most: int = 3) -> list[Deliberation]:
    """Return what the community is deliberating now, the newest first."""
    return list(Deliberation.objects.filter(community=community, closed_at__isnull=True)[:most])
