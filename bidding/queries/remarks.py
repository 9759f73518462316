"""What bidders said at an opening, and the recordings of opening and evaluation."""

from django.db.models import QuerySet

from bidding.models import OpeningRemark, Recording, Tender
from bidding.queries.bids import bidding_organizations, counted_bids
from bidding.states import RecordingPhase, RemarkKind, TenderState
from organizations.models import Organization, User


def remarks_of(tender: Tender) -> QuerySet[OpeningRemark]:
    """Return what was said, in order."""
    return tender.remarks.select_related("organization", "raised_by", "answered_by")


def open_remarks(tender: Tender) -> QuerySet[OpeningRemark]:
    """Return the objections and requests that nobody has answered."""
    return remarks_of(tender).exclude(kind=RemarkKind.CONFIRMED).filter(answered_at=None)


def bidders_of(user: User, tender: Tender) -> QuerySet[Organization]:
    """Return the reader's organizations that have bid on the tender."""
    bids = counted_bids(tender.lots.get()).values("organization")
    return bidding_organizations(user).filter(pk__in=bids)


def missing_recordings(tender: Tender) -> list[str]:
    """Return the phases of an ended tender without a recording: warned of in its file (OPEN-07, O87 art. 39)."""
    # OPEN-07
    if not hasattr(tender, "opening"):
        return []
    had = set(Recording.objects.filter(tender=tender).values_list("phase", flat=True))
    wanted = [RecordingPhase.OPENING]
    if (
        tender.state not in {TenderState.CLOSED, TenderState.OPENED}
        and tender.lots.filter(seats__isnull=False).exists()
    ):
        wanted.append(RecordingPhase.EVALUATION)
    return [str(phase.label) for phase in wanted if phase not in had]
