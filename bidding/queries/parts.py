"""Ciphertext parts: an organization sees its own, nobody else sees any."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from bidding.models import EnvelopeFile, Lot, Part
from bidding.states import CURRENT_BIDS
from organizations.models import Organization


def parts_of(organization: Organization, lot: Lot) -> QuerySet[Part]:
    """Return the parts of an organization for a lot, oldest first."""
    return Part.objects.filter(organization=organization, lot=lot).order_by("pk")


def find_part(organization: Organization, lot: Lot, name: str) -> Part | None:
    """Return a part by its random name, or None."""
    return parts_of(organization, lot).filter(name=name).first()


def is_in_use(part: Part) -> bool:
    """Say whether a version of a bid, current or ended, names the part."""
    return EnvelopeFile.objects.filter(part=part).exists()


def space_used(organization: Organization, lot: Lot) -> tuple[int, int, int]:
    """Return number of parts, bytes that count for the quota (not those of ended bids only), and all bytes."""
    uses = EnvelopeFile.objects.filter(part=OuterRef("pk"))
    rows = parts_of(organization, lot).order_by()
    counting = rows.filter(Q(~Exists(uses)) | Q(Exists(uses.filter(envelope__bid__state__in=CURRENT_BIDS))))
    return (
        rows.count(),
        counting.aggregate(total=Sum("size"))["total"] or 0,
        rows.aggregate(total=Sum("size"))["total"] or 0,
    )
