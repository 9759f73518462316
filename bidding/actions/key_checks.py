"""Remind opening officers to check their keys before a deadline, and the buyer when too few keys are sure."""

from datetime import datetime, timedelta

from bidding.models import RosterMember, Tender
from bidding.queries.officers import health_of, roster_of
from bidding.rules.key_checks import LEAST_HEALTHY, REMINDERS, due_reminder
from bidding.states import TenderState
from marketplace.core.clock import local
from marketplace.notifications.actions import notify
from organizations.queries.people import officials_with
from organizations.states import PostRole


def remind_of_key_checks(now: datetime) -> int:
    """Send what is due at `now`; return the number of tenders looked at. Repeated runs send nothing twice."""
    rows = Tender.objects.filter(
        state=TenderState.PUBLISHED, bid_deadline__gt=now, bid_deadline__lte=now + max(REMINDERS)
    )
    tenders = list(rows.select_related("buyer"))
    for tender in tenders:
        for member in roster_of(tender):
            _remind(tender, member, now)
        _warn(tender, now)
    return len(tenders)


def _remind(tender: Tender, member: RosterMember, now: datetime) -> None:
    due = due_reminder(checked_at=member.key.checked_at, deadline=tender.bid_deadline, now=now)
    if due is None or member.key.revoked_at is not None:
        return
    _notify(tender, "bidding.check_key", [member.officer], f"{_hours(due)}:{member.pk}", now)


def _warn(tender: Tender, now: datetime) -> None:
    healthy = health_of(tender, now).healthy
    if healthy >= LEAST_HEALTHY:
        return
    people = officials_with(PostRole.PROJECT_OFFICER, PostRole.APPROVER, department=tender.buyer)
    _notify(tender, "bidding.keys_unsure", people, f"{healthy}", now, healthy=healthy, needed=LEAST_HEALTHY)


def _notify(tender: Tender, kind: str, recipients: object, key: str, now: datetime, **facts: object) -> None:
    path = "/work/openings/key/" if kind == "bidding.check_key" else f"/work/tenders/{tender.public_id}/"
    notify(
        recipients=recipients,  # type: ignore[arg-type]
        kind=kind,
        key=f"{tender.reference}:{key}",
        at=now,
        path=path,
        title=tender.title,
        reference=tender.reference,
        deadline=f"{local(tender.bid_deadline):%Y-%m-%d %H:%M}",
        **facts,
    )


def _hours(duration: timedelta) -> int:
    return int(duration.total_seconds() // 3600)
