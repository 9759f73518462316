"""Qualification notices, candidates and single sources as those concerned may read them."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from bidding.models import Award, Candidate, Prequalification, SingleSource, SourceObjection, Tender
from bidding.rules.single_source import Source
from bidding.states import ENDED, AwardState, TenderState
from organizations.models import Organization, User
from organizations.queries.people import organizations_of

from .local_values import local_profile

CLOSED_LISTS = ("invited", "single")
GONE = (TenderState.FAILED, TenderState.CANCELLED)


def public_prequalifications() -> QuerySet[Prequalification]:
    """Return every qualification notice, newest first."""
    return Prequalification.objects.select_related("tender__buyer", "tender__project__category")


def open_prequalifications(now: datetime) -> QuerySet[Prequalification]:
    """Return the qualification notices that can be answered."""
    return public_prequalifications().filter(apply_by__gt=now, tender__state=TenderState.DRAFT)


def own_candidates(user: User, row: Prequalification) -> QuerySet[Candidate]:
    """Return the applications of the reader's own organizations."""
    return row.candidates.filter(organization__in=organizations_of(user)).select_related("organization")


def candidates_of(row: Prequalification) -> QuerySet[Candidate]:
    """Return who applied; never show it before the time to apply is over."""
    return row.candidates.select_related("organization").order_by("applied_at", "pk")


def prequalification_of(tender: Tender) -> Prequalification | None:
    """Return the qualification notice of an invited tender, or None."""
    return Prequalification.objects.filter(tender=tender).first()


def may_be_bidder(tender: Tender, organization: Organization) -> bool:
    """Say whether a tender with a closed list of bidders is open to the organization."""
    if tender.procedure not in CLOSED_LISTS and not tender.invited.exists():
        return True
    return tender.invited.filter(pk=organization.pk).exists()


def invited_names(tender: Tender) -> list[str]:
    """Return who was invited, once the tender has ended; before that nobody reads it."""
    if tender.procedure not in CLOSED_LISTS or tender.state not in ENDED:
        return []
    return list(tender.invited.order_by("pk").values_list("name", flat=True))


def source_of(tender: Tender) -> SingleSource | None:
    """Return the single source of a tender, or None."""
    rows = SingleSource.objects.filter(tender=tender).select_related("supplier", "original__lot__tender")
    return rows.first()


def public_sources(now: date | None = None) -> QuerySet[SingleSource]:
    """Return every publicity of a single source; with a day those that still run."""
    rows = SingleSource.objects.filter(published_at__isnull=False).select_related(
        "tender__buyer", "tender__project__category", "supplier"
    )
    return rows if now is None else rows.filter(ends_on__gte=now, tender__state=TenderState.DRAFT)


def open_objections_of(source: SingleSource) -> QuerySet[SourceObjection]:
    """Return the objections that wait for the buyer's answer."""
    return source.objections.filter(answered_at=None)


def facts_of(tender: Tender) -> Source:
    """Return what the rules want to know of a single source."""
    row = source_of(tender)
    if row is None:
        return Source()
    original = row.original
    return Source(
        is_named=True,
        original=original.amount if original else None,
        added=_added(original, tender) if original else Decimal(0),
        ends_on=row.ends_on,
        open_objections=open_objections_of(row).count(),
    )


def _added(original: Award, tender: Tender) -> Decimal:
    others = SingleSource.objects.filter(original=original).exclude(tender=tender)
    rows = others.exclude(tender__state__in=GONE).aggregate(total=Sum("tender__budget"))
    return rows["total"] or Decimal(0)


def originals_for(tender: Tender) -> QuerySet[Award]:
    """Return the confirmed awards of the buyer to which an addition can belong."""
    rows = Award.objects.filter(state=AwardState.CONFIRMED, lot__tender__buyer=tender.buyer)
    return rows.select_related("organization", "lot__tender").order_by("-notice_at", "-pk")


def threshold_on(day: date) -> Decimal:
    """Return the open-tender threshold of the district."""
    return local_profile("statutory", "single", day).limit("local.open_threshold", day).value


def suppliers_to_name(tender: Tender) -> QuerySet[Organization]:
    """Return the verified organizations of the field."""
    category = tender.project.category_id
    rows = Organization.objects.filter(state="verified")
    return rows.filter(Q(categories__contains=[category])).order_by("name")
