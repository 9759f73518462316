"""What rooms above write here for others to read: standing, badges, overdue marks."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Window
from django.db.models.functions import Rank

from marketplace.audit.actions import record
from organizations.models import Badge, Organization, OverdueMark, Standing, User
from organizations.states import StandingStatus


@transaction.atomic
def set_standing(
    *,
    organization: Organization,
    now: datetime,
    status: str,
    score: Decimal,
    error: Decimal,
    low: Decimal,
    high: Decimal,
    version: str,
    params_hash: str,
    category: str = "*",
    rank: int | None = None,
    contracts: int = 0,
    evidence: int = 0,
    actor: User | None = None,
) -> Standing:
    """Write the standing of an organization in a category (`*` overall); the clock is the actor when None."""
    Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    values = {
        "status": status,
        "rank": rank,
        "score": score,
        "error": error,
        "low": low,
        "high": high,
        "contracts": contracts,
        "evidence": evidence,
        "version": version,
        "params_hash": params_hash,
    }
    row = Standing.objects.filter(organization=organization, category=category).first()
    before = {"rank": row.rank, "score": row.score, "status": row.status} if row else {}
    row = row or Standing(organization=organization, category=category)
    for name, value in values.items():
        setattr(row, name, value)
    row.as_of = now
    row.save()
    after = {"category": category, "rank": rank, "score": score, "status": status, "version": version}
    record(actor=actor, action="standing.set", subject=organization, at=now, before=before, after=after)
    return row


@transaction.atomic
def set_standings(*, standings: Iterable[Standing], now: datetime) -> int:
    """Write many standings at once, new or changed (fields as in `set_standing`); returns how many.

    Belongs to the computation that calls it and leaves the audit row.
    """
    rows = list(standings)
    for row in rows:
        row.as_of = now
    Standing.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["organization", "category"],
        update_fields=[
            "status", "rank", "score", "error", "low", "high", "contracts", "evidence", "as_of", "version",
            "params_hash",
        ],
    )  # fmt: skip
    return len(rows)


@transaction.atomic
def drop_standings(
    *, organization: Organization, keep: Iterable[str], now: datetime, actor: User | None = None
) -> int:
    """Take away the standings in categories where no evidence is left; returns how many."""
    gone = Standing.objects.filter(organization=organization).exclude(category__in=list(keep))
    before = {row.category: row.score for row in gone}
    if before:
        gone.delete()
        record(actor=actor, action="standing.dropped", subject=organization, at=now, before=before)
    return len(before)


@transaction.atomic
def renumber_standings(
    *, cause: Organization, categories: Iterable[str], now: datetime, actor: User | None = None
) -> int:
    """Give places anew by score in the categories where one organization's score has moved; returns how many moved."""
    ranked = Standing.objects.filter(category__in=list(categories), status=StandingStatus.RANKED)
    place = Window(Rank(), partition_by=F("category"), order_by=F("score").desc())
    moved = [row for row in ranked.annotate(place=place) if row.rank != row.place]
    for row in moved:
        row.rank = row.place
    Standing.objects.bulk_update(moved, ["rank"], batch_size=500)
    if moved:
        record(actor=actor, action="standings.renumbered", subject=cause, at=now, after={"moved": len(moved)})
    return len(moved)


@transaction.atomic
def give_badge(
    *,
    organization: Organization,
    kind: str,
    since: date,
    now: datetime,
    until: date | None = None,
    actor: User | None = None,
) -> Badge:
    """Give a badge from a day on; giving the same one again changes nothing."""
    Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    row, created = Badge.objects.get_or_create(
        organization=organization, kind=kind, since=since, defaults={"until": until}
    )
    if created:
        after = {"kind": kind, "since": since, "until": until}
        record(actor=actor, action="badge.given", subject=organization, at=now, after=after)
    return row


@transaction.atomic
def end_badge(
    *, organization: Organization, kind: str, until: date, now: datetime, actor: User | None = None
) -> int:
    """End the open badges of a kind on a day; return how many."""
    Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    count = Badge.objects.filter(organization=organization, kind=kind, until__isnull=True).update(until=until)
    if count:
        record(
            actor=actor,
            action="badge.ended",
            subject=organization,
            at=now,
            after={"kind": kind, "until": until},
        )
    return count


@transaction.atomic
def mark_overdue(
    *,
    organization: Organization,
    contract_reference: str,
    milestone: str,
    due_at: datetime,
    now: datetime,
    actor: User | None = None,
) -> OverdueMark:
    """Mark a report that was due and has not come; a second call changes nothing."""
    Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    row, created = OverdueMark.objects.get_or_create(
        contract_reference=contract_reference,
        milestone=milestone,
        defaults={"organization": organization, "due_at": due_at},
    )
    if created:
        after = {"contract": contract_reference, "milestone": milestone, "due_at": due_at}
        record(actor=actor, action="overdue.marked", subject=organization, at=now, after=after)
    return row


@transaction.atomic
def cure_overdue(
    *, contract_reference: str, milestone: str, now: datetime, actor: User | None = None
) -> OverdueMark | None:
    """Take note that the overdue report has come; None when there was no open mark."""
    row = (
        OverdueMark.objects.select_for_update(of=("self",))
        .select_related("organization")
        .filter(contract_reference=contract_reference, milestone=milestone, cured_at__isnull=True)
        .first()
    )
    if row is None:
        return None
    row.cured_at = now
    row.save(update_fields=["cured_at"])
    after = {"contract": contract_reference, "milestone": milestone}
    record(actor=actor, action="overdue.cured", subject=row.organization, at=now, after=after)
    return row
