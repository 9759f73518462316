"""Which organization holds whose record."""

from django.db.models import QuerySet

from organizations.models import Organization
from ranking.models import Succession


def holder_of(organization: Organization) -> Organization:
    """Return the organization that holds the record today: the last successor, or itself."""
    links = dict(Succession.objects.values_list("old_id", "new_id"))
    key = follow(links, organization.pk)
    return organization if key == organization.pk else Organization.objects.get(pk=key)


def family_of(organization: Organization) -> list[int]:
    """Return the keys of every organization whose record the holder has, itself included."""
    links = dict(Succession.objects.values_list("old_id", "new_id"))
    key = follow(links, organization.pk)
    return [key, *(old for old in links if follow(links, old) == key)]


def follow(links: dict[int, int], key: int) -> int:
    """Return the end of the chain; chains have no circle, the action sees to it."""
    while key in links:
        key = links[key]
    return key


def successions() -> QuerySet[Succession]:
    """Return the links with both organizations, newest first."""
    return Succession.objects.select_related("old", "new").order_by("-at", "-pk")
