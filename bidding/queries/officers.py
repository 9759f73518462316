"""Opening officers: their keys, and the roster of a tender."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from bidding.models import OfficerKey, RosterMember, Tender
from bidding.rules.key_checks import LEAST_HEALTHY, is_healthy
from organizations.models import User
from organizations.queries.people import officials_with
from organizations.states import PostRole

LEAST_OFFICERS = 3
LEAST_DEPARTMENTS = 2
MOST_OFFICERS = 5


def key_of(user: User) -> OfficerKey | None:
    """Return the officer's key in use, or None."""
    return OfficerKey.objects.filter(officer=user, revoked_at__isnull=True).first()


def usable_keys() -> list[OfficerKey]:
    """Return at most five keys of opening officers in office, departments taking turns."""
    rows = OfficerKey.objects.filter(
        revoked_at__isnull=True, officer__in=officials_with(PostRole.OPENING_OFFICER)
    )
    by_department: dict[int, list[OfficerKey]] = defaultdict(list)
    for key in rows.select_related("officer", "department").order_by("enrolled_at", "pk"):
        by_department[key.department_id].append(key)
    chosen: list[OfficerKey] = []
    while any(by_department.values()) and len(chosen) < MOST_OFFICERS:
        chosen += [keys.pop(0) for keys in by_department.values() if keys]
    return chosen[:MOST_OFFICERS]


def is_roster_complete(keys: list[OfficerKey]) -> bool:
    """Say whether there are three officers from two departments."""
    return len(keys) >= LEAST_OFFICERS and len({key.department_id for key in keys}) >= LEAST_DEPARTMENTS


def roster_of(tender: Tender) -> QuerySet[RosterMember]:
    """Return the roster in force."""
    rows = RosterMember.objects.filter(tender=tender, version=tender.roster_version)
    return rows.select_related("officer", "key__department").order_by("position")


@dataclass(frozen=True)
class Health:
    """How many of the keys that a tender waits for can be counted on."""

    healthy: int
    total: int

    @property
    def is_enough(self) -> bool:
        """Say whether one key more than needed is sure."""
        return self.healthy >= LEAST_HEALTHY


def health_of(tender: Tender, now: datetime) -> Health:
    """Return how many officers of the roster are in office with a key that was checked in time."""
    in_office = set(officials_with(PostRole.OPENING_OFFICER).values_list("pk", flat=True))
    members = list(roster_of(tender))
    sure = [
        member
        for member in members
        if member.officer_id in in_office
        and member.key.revoked_at is None
        and is_healthy(checked_at=member.key.checked_at, deadline=tender.bid_deadline, now=now)
    ]
    return Health(len(sure), len(members))


def roster_record(keys: list[OfficerKey]) -> list[dict[str, object]]:
    """Return the roster as it stands in the notice: place, department, fingerprint, recipient; no names."""
    return [
        {
            "x": place,
            "department": key.department.name,
            "key": key.fingerprint,
            "recipient": key.recipient,
        }
        for place, key in enumerate(keys, start=1)
    ]


def membership_in_roster(user: User, tender: Tender) -> RosterMember | None:
    """Return the person's place in the roster, or None."""
    return roster_of(tender).filter(officer=user).first()
