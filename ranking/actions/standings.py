"""Standings: computed from the records by the pure method, written to organizations, explained line by line."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from contracts.models import Contract
from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from organizations.actions import set_standing
from organizations.models import Organization, Standing, User
from ranking.models import Contribution, Place, Review, Snapshot, StatusChange
from ranking.queries.evidence import events_csv, standing_events
from ranking.standing import (
    DEFAULT,
    VERSION,
    Result,
    explanation_csv,
    input_hash,
    params_hash,
    ranking_csv,
    read_events,
    results_at,
    write_calibration,
)

LOCK = 7_204_611  # any constant: one recomputation at a time


@transaction.atomic
def recompute_standings(*, now: datetime, actor: User | None = None) -> Snapshot:
    """Compute every standing as of today from the published events and write what changed.

    One at a time: whoever waits sees what the one before has written; the same evidence on the same day
    changes nothing. The clock is the actor when None.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    text = events_csv(standing_events())
    results = results_at(read_events(text), day_of(now))
    known = {
        row.public_id: row for row in Organization.objects.filter(public_id__in={r.org_id for r in results})
    }
    changed = _changed(results, known)
    same = Snapshot.objects.filter(
        day=day_of(now), input_hash=input_hash(text), params_hash=params_hash(), version=VERSION
    ).first()
    if same and not changed:
        return same
    _write_standings(changed, known, now, actor)
    _write_lines(changed, known)
    snapshot = _keep(text, results, known, now)
    record(
        actor=actor, action="standings.recomputed", subject=snapshot, at=now,
        after={"input": snapshot.input_hash, "parameters": snapshot.params_hash, "changed": len(changed)},
    )  # fmt: skip
    return snapshot


def _changed(results: list[Result], known: dict[str, Organization]) -> list[Result]:
    old = {
        (row.organization_id, row.category): (
            row.rank, row.status, row.score, row.error, row.contracts, row.evidence, row.params_hash,
        )
        for row in Standing.objects.all()
    }  # fmt: skip
    closing = params_hash()
    return [
        row
        for row in results
        if old.get((known[row.org_id].pk, row.category))
        != (row.rank, row.status, row.score, row.error, row.contracts, row.evidence, closing)
    ]


def _write_standings(
    results: Iterable[Result], known: dict[str, Organization], now: datetime, actor: User | None
) -> None:
    for row in results:
        set_standing(
            organization=known[row.org_id],
            category=row.category,
            status=row.status,
            rank=row.rank,
            score=row.score,
            error=row.error,
            low=row.low,
            high=row.high,
            contracts=row.contracts,
            evidence=row.evidence,
            version=VERSION,
            params_hash=params_hash(),
            now=now,
            actor=actor,
        )


def _write_lines(results: list[Result], known: dict[str, Organization]) -> None:
    """Replace the lines of the standings that changed; their sum is the score, to the last decimal."""
    contracts = dict(Contract.objects.values_list("public_id", "pk"))
    reviews = dict(Review.objects.values_list("contract_id", "pk"))
    for row in results:
        Contribution.objects.filter(organization=known[row.org_id], category=row.category).delete()
    Contribution.objects.bulk_create(
        Contribution(
            organization=known[row.org_id],
            category=row.category,
            position=position,
            item=line.item,
            contract_id=contracts.get(line.contract_id),
            review_id=None
            if line.item in ("prior", "milestone")
            else reviews.get(contracts.get(line.contract_id)),
            rater=line.rater,
            count=line.count,
            adjusted=line.adjusted,
            contribution=line.contribution,
        )
        for row in results
        for position, line in enumerate(row.lines)
    )


def _keep(text: str, results: list[Result], known: dict[str, Organization], now: datetime) -> Snapshot:
    digest = input_hash(text)
    snapshot, _ = Snapshot.objects.update_or_create(
        day=day_of(now),
        defaults={
            "computed_at": now,
            "version": VERSION,
            "params_hash": params_hash(),
            "input_hash": digest,
            "events": text,
            "ranking": ranking_csv(results, input_hash=digest),
            "explanation": explanation_csv(results),
            "calibration": write_calibration(DEFAULT),
        },
    )
    snapshot.places.all().delete()
    Place.objects.bulk_create(
        Place(
            snapshot=snapshot,
            organization=known[row.org_id],
            category=row.category,
            status=row.status,
            rank=row.rank,
            score=row.score,
            low=row.low,
            high=row.high,
            contracts=row.contracts,
            evidence=row.evidence,
        )
        for row in results
    )
    return snapshot


@transaction.atomic
def note_status(
    *, organization: Organization, is_active: bool, now: datetime, actor: User | None = None
) -> StatusChange | None:
    """Note that an organization was suspended or stands again; nothing when it already was so."""
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    last = StatusChange.objects.filter(organization=organization).order_by("at", "id").last()
    if (last.is_active if last else True) == is_active:
        return None
    change = StatusChange.objects.create(organization=organization, is_active=is_active, at=now)
    record(actor=actor, action="status.noted", subject=organization, at=now, after={"is_active": is_active})
    return change
