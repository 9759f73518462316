"""The directory and the public profile of organizations."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from contracts.models import Contract
from contracts.queries.contracts import contracts_of
from marketplace.web.plots import Plot
from organizations.models import Badge, Certificate, Exclusion, Organization, OverdueMark, Sanction, Standing
from organizations.queries.exclusions import exclusions_holding
from organizations.queries.organizations import (
    badges_of,
    certificates_valid_on,
    grade_on,
    open_overdue_marks,
    public_organizations,
)
from organizations.queries.sanctions import sanctions_holding
from ranking.models import Review
from ranking.queries.reviews import reviews_of
from ranking.queries.standings import standings_of, trend_plot

LAST = 1_000_000_000
OVERALL = "*"


def directory(day: date) -> QuerySet[Organization]:
    """Return verified organizations with `place` (rank, those without one last) and what rows show."""
    rank = Standing.objects.filter(organization=OuterRef("pk"), category=OVERALL).values("rank")[:1]
    badges = Badge.objects.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)
    return (
        public_organizations()
        .select_related("community")
        .annotate(place=Coalesce(Subquery(rank), Value(LAST), output_field=IntegerField()))
        .prefetch_related(
            Prefetch("standings", Standing.objects.filter(category=OVERALL), to_attr="overall"),
            Prefetch("badges", badges, to_attr="badges_now"),
            Prefetch("overdue_marks", OverdueMark.objects.filter(cured_at__isnull=True), to_attr="late_now"),
        )
    )


@dataclass(frozen=True)
class Profile:
    """Everything that the public page of an organization shows."""

    organization: Organization
    grade: int | None
    certificates: list[Certificate]
    standings: list[Standing]
    contracts: list[Contract]
    reviews: list[Review]
    badges: list[Badge]
    marks: list[OverdueMark]
    sanctions: list[Sanction]
    exclusions: list[Exclusion]
    contracted: Decimal
    trend: Plot | None

    @property
    def overall(self) -> Standing | None:
        """The standing over all categories."""
        return next((row for row in self.standings if row.category == OVERALL), None)


def profile_of(organization: Organization, day: date) -> Profile:
    """Return the public profile; persons, bank details and mail addresses are never part of it."""
    contracts = list(contracts_of(organization).order_by("-signed_at"))
    return Profile(
        organization=organization,
        grade=grade_on(organization, day),
        certificates=list(certificates_valid_on(organization, day)),
        standings=standings_of(organization),
        contracts=contracts,
        reviews=list(reviews_of(organization)),
        badges=list(badges_of(organization, day)),
        marks=list(open_overdue_marks(organization)),
        sanctions=sanctions_holding(organization, day),
        exclusions=exclusions_holding(organization, day),
        contracted=sum((row.amount for row in contracts), Decimal(0)),
        trend=trend_plot(organization),
    )
