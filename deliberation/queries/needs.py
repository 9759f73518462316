"""Needs as others see them."""

from django.db.models import QuerySet

from deliberation.models import Deliberation, Need, Outcome, Support
from organizations.models import User


def needs_of(deliberation: Deliberation) -> QuerySet[Need]:
    """Return the needs that a deliberation answers."""
    return deliberation.needs.select_related("community").order_by("raised_at", "id")


def supporters_of(needs: QuerySet[Need]) -> QuerySet[User]:
    """Return authors and supporters of the needs."""
    authors = User.objects.filter(pk__in=needs.values("author"))
    return (
        authors | User.objects.filter(pk__in=Support.objects.filter(need__in=needs).values("user"))
    ).distinct()


def supporters_of_outcome(outcome: Outcome) -> QuerySet[User]:
    """Return authors and supporters of the needs behind a decision."""
    return supporters_of(Need.objects.filter(deliberation__outcome=outcome))
