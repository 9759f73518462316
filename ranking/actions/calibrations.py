"""The calibration of a quarter: estimated on the record, frozen, with a report of what it moves."""

from datetime import datetime

from django.db import transaction

from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from organizations.models import User
from ranking.models import FrozenCalibration
from ranking.queries.calibrations import calibration_in_use
from ranking.queries.evidence import events_csv, standing_events
from ranking.standing import (
    VERSION,
    Calibration,
    Result,
    calibrate,
    input_hash,
    params_hash,
    read_events,
    results_at,
    write_calibration,
)

from .standings import one_at_a_time

SHOWN = 20


@transaction.atomic
def freeze_calibration(*, now: datetime, actor: User | None = None) -> FrozenCalibration:
    """Estimate the calibration on today's record and keep it until the next; once a day, a repetition finds it."""
    one_at_a_time()
    day = day_of(now)
    found = FrozenCalibration.objects.filter(day=day).first()
    if found:
        return found
    text = events_csv(standing_events())
    events = read_events(text)
    before, after = calibration_in_use(), calibrate(events, day)
    old, new = (
        {row.org_id: row for row in results_at(events, day, calibration=used, explained=False) if row.category == "*"}
        for used in (before, after)
    )  # fmt: skip
    row = FrozenCalibration.objects.create(
        day=day,
        computed_at=now,
        version=VERSION,
        params_hash=params_hash(),
        input_hash=input_hash(text),
        content=write_calibration(after),
        report={"before": _numbers(before), "after": _numbers(after), **_moves(old, new)},
    )
    record(
        actor=actor, action="calibration.frozen", subject=row, at=now, before=_numbers(before),
        after={**_numbers(after), "input": row.input_hash, "parameters": row.params_hash},
    )  # fmt: skip
    return row


def _numbers(calibration: Calibration) -> dict[str, object]:
    return {
        "means": [f"{value:.3f}" for value in calibration.means],
        "slope": f"{calibration.slope:.3f}",
        "raters": len(calibration.strictness),
    }


def _moves(old: dict[str, Result], new: dict[str, Result]) -> dict[str, object]:
    """Return how far scores move, the largest first; those without evidence stand still."""
    moves = sorted(
        ((new[name].score - row.score, name) for name, row in old.items() if row.evidence),
        key=lambda pair: (-abs(pair[0]), pair[1]),
    )
    mean = sum(abs(move) for move, _ in moves) / max(len(moves), 1)
    return {
        "organizations": len(moves),
        "mean": f"{mean:.3f}",
        "largest": [
            {
                "organization": name,
                "before": f"{old[name].score:.3f}",
                "after": f"{new[name].score:.3f}",
                "move": f"{move:+.3f}",
                "rank_before": old[name].rank,
                "rank_after": new[name].rank,
            }
            for move, name in moves[:SHOWN]
        ],
    }
