"""Exclusions from a track after a failed review, as bidding and the public read them."""

from datetime import date

from django.db.models import Max

from organizations.models import Exclusion, Organization


def excluded_until(organization: Organization, track: str) -> date | None:
    """Return the last day of the longest exclusion on the track that was not lifted, or None."""
    rows = Exclusion.objects.filter(organization=organization, track=track, lifted_at__isnull=True)
    return rows.aggregate(last=Max("ends_on"))["last"]


def exclusions_holding(organization: Organization, day: date) -> list[Exclusion]:
    """Return the exclusions that hold on the day."""
    return [row for row in Exclusion.objects.filter(organization=organization) if row.holds_on(day)]
