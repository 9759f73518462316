"""Standings: computed from the records by the pure method, written to organizations, explained line by line."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from contracts.models import Contract
from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from organizations.actions import drop_standings, renumber_standings, set_standing, set_standings
from organizations.models import Organization, Standing, User
from ranking.models import Contribution, Place, Review, Snapshot, StatusChange
from ranking.queries.calibrations import calibration_in_use
from ranking.queries.evidence import events_csv, standing_events
from ranking.queries.successions import family_of, holder_of
from ranking.standing import (
    VERSION,
    Calibration,
    Result,
    explanation_csv,
    input_hash,
    params_hash,
    ranking_csv,
    read_events,
    results_at,
    write_calibration,
)

LOCK = 7_204_611  # any constant: one computation at a time

Known = dict[str, Organization]


def one_at_a_time() -> None:
    """Wait for the computation before, until the end of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@transaction.atomic
def recompute_standings(*, now: datetime, actor: User | None = None) -> Snapshot:
    """Compute every standing as of today from the published events and write what changed.

    One at a time: whoever waits sees what the one before has written; the same evidence on the same day
    changes nothing. The clock is the actor when None.
    """
    one_at_a_time()
    text = events_csv(standing_events())
    calibration = calibration_in_use()
    results = results_at(read_events(text), day_of(now), calibration=calibration)
    known = _known(results)
    changed = _changed(results, known)
    gone = _drop(results, known, now, actor)
    same = Snapshot.objects.filter(
        day=day_of(now), input_hash=input_hash(text), params_hash=params_hash(), version=VERSION,
        calibration=write_calibration(calibration),
    ).first()  # fmt: skip
    if same and not changed and not gone:
        return same
    set_standings(standings=[_standing(row, known) for row in changed], now=now)
    _write_lines(changed, known)
    snapshot = _keep(text, results, known, calibration, now)
    record(
        actor=actor, action="standings.recomputed", subject=snapshot, at=now,
        after={"input": snapshot.input_hash, "parameters": snapshot.params_hash, "changed": len(changed)},
    )  # fmt: skip
    return snapshot


@transaction.atomic
def rescore_organization(*, organization: Organization, now: datetime, actor: User | None = None) -> int:
    """Compute one organization anew after an event, with the frozen calibration; returns how many standings changed.

    Nobody else's score can move by it; places are given anew where its score stands. The nightly computation
    writes the snapshot.
    """
    one_at_a_time()
    holder = holder_of(organization)
    events = read_events(events_csv(standing_events(holder)))
    only = frozenset({holder.public_id})
    results = results_at(events, day_of(now), calibration=calibration_in_use(), only=only)
    known = {holder.public_id: holder}
    keep = [row.category for row in results]
    for key in family_of(holder):
        one = holder if key == holder.pk else Organization.objects.get(pk=key)
        _drop_of(one, keep if one == holder else [], now, actor)
    places = {row.category: row.rank for row in Standing.objects.filter(organization=holder)}
    changed = _changed(results, known, ranks=places)
    for row in changed:
        rank = places.get(row.category) if row.status == "ranked" else None
        set_standing(**_fields(row), organization=holder, rank=rank, now=now, actor=actor)
    _write_lines(changed, known)
    renumber_standings(cause=holder, categories=keep, now=now, actor=actor)
    return len(changed)


def _known(results: list[Result]) -> Known:
    rows = Organization.objects.filter(public_id__in={row.org_id for row in results})
    return {row.public_id: row for row in rows}


def _changed(results: list[Result], known: Known, ranks: dict[str, int | None] | None = None) -> list[Result]:
    """Return the results that differ from what is written; `ranks` stand in where places are given later."""
    found = Standing.objects.filter(organization__in=known.values())
    old = {(row.organization_id, row.category): row for row in found}
    closing = (VERSION, params_hash())

    def is_new(row: Result) -> bool:
        was = old.get((known[row.org_id].pk, row.category))
        rank = row.rank if ranks is None else ranks.get(row.category)
        return was is None or (
            (was.rank, was.status, was.score, was.error, was.contracts, was.evidence, was.version, was.params_hash)
            != (rank, row.status, row.score, row.error, row.contracts, row.evidence, *closing)
        )  # fmt: skip

    return [row for row in results if is_new(row)]


def _drop(results: list[Result], known: Known, now: datetime, actor: User | None) -> int:
    """Take away standings that the method no longer gives: a linked identity's, a category's without evidence."""
    kept: dict[int, list[str]] = {}
    for row in results:
        kept.setdefault(known[row.org_id].pk, []).append(row.category)
    stale = {
        row.organization_id
        for row in Standing.objects.all()
        if row.category not in kept.get(row.organization_id, [])
    }
    rows = Organization.objects.filter(pk__in=stale).order_by("pk")
    return sum(_drop_of(row, kept.get(row.pk, []), now, actor) for row in rows)


def _drop_of(organization: Organization, keep: list[str], now: datetime, actor: User | None) -> int:
    Contribution.objects.filter(organization=organization).exclude(category__in=keep).delete()
    return drop_standings(organization=organization, keep=keep, now=now, actor=actor)


def _fields(row: Result) -> dict[str, object]:
    return {
        "category": row.category,
        "status": row.status,
        "score": row.score,
        "error": row.error,
        "low": row.low,
        "high": row.high,
        "contracts": row.contracts,
        "evidence": row.evidence,
        "version": VERSION,
        "params_hash": params_hash(),
    }


def _standing(row: Result, known: Known) -> Standing:
    return Standing(**_fields(row), organization=known[row.org_id], rank=row.rank)


def _write_lines(results: list[Result], known: Known) -> None:
    """Replace the lines of the standings that changed; their sum is the score, to the last decimal."""
    keys = {line.contract_id for row in results for line in row.lines}
    contracts = dict(Contract.objects.filter(public_id__in=keys).values_list("public_id", "pk"))
    reviews = dict(Review.objects.filter(contract__in=contracts.values()).values_list("contract_id", "pk"))
    for row in results:
        Contribution.objects.filter(organization=known[row.org_id], category=row.category).delete()
    Contribution.objects.bulk_create(
        (
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
        ),
        batch_size=1000,
    )


def _keep(
    text: str, results: list[Result], known: Known, calibration: Calibration, now: datetime
) -> Snapshot:
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
            "calibration": write_calibration(calibration),
        },
    )
    snapshot.places.all().delete()
    Place.objects.bulk_create(_places(snapshot, results, known), batch_size=1000)
    return snapshot


def _places(snapshot: Snapshot, results: list[Result], known: Known) -> Iterable[Place]:
    return (
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
