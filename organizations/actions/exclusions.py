"""Keep an organization from one track after a failed review, and lift it when its ground falls away."""

from datetime import date, datetime

from django.db import transaction

from marketplace.audit.actions import record
from organizations.models import Exclusion, Organization, User


@transaction.atomic
def exclude_from_track(
    *,
    actor: User,
    organization: Organization,
    track: str,
    reason: str,
    citation: str,
    source: str,
    ends_on: date,
    now: datetime,
    starts_on: date,
) -> Exclusion:
    """Write the decision of a room above; the same ground excludes once."""
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    row, is_new = Exclusion.objects.get_or_create(
        organization=organization, track=track, source=source,
        defaults={
            "reason": reason, "citation": citation, "starts_on": starts_on, "ends_on": ends_on,
            "decided_by": actor, "decided_at": now,
        },
    )  # fmt: skip
    if is_new:
        after = {"track": track, "ends_on": ends_on, "citation": citation, "source": source}
        record(actor=actor, action="organization.excluded", subject=row, at=now, after=after, reason=reason)
    return row


@transaction.atomic
def lift_exclusions(*, actor: User | None, source: str, reason: str, now: datetime) -> int:
    """Lift what rests on a ground that fell away; returns how many."""
    rows = list(Exclusion.objects.select_for_update().filter(source=source, lifted_at__isnull=True))
    for row in rows:
        row.lifted_at, row.lift_reason = now, reason
        row.save(update_fields=["lifted_at", "lift_reason"])
        record(actor=actor, action="organization.exclusion_lifted", subject=row, at=now, reason=reason)
    return len(rows)
