"""Supports as numbers; never as people."""

from datetime import datetime

from deliberation.models import Need


def households_behind(need: Need, now: datetime) -> int:
    """Return how many distinct households count at the moment."""
    return need.supports.filter(counts_from__lte=now).order_by().values("household").distinct().count()


def supports_since(need: Need, moment: datetime) -> int:
    """Return how many households joined after the moment."""
    return need.supports.filter(at__gte=moment).order_by().values("household").distinct().count()


def has_supported(user: object, need: Need) -> bool:
    """Say whether the person supports the need."""
    return bool(getattr(user, "is_authenticated", False)) and need.supports.filter(user=user).exists()
