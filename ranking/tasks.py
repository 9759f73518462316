from celery import shared_task

from marketplace.core.clock import day_of
from marketplace.workdays.queries import now

from .actions import fill_due_panels, freeze_calibration, move_due_rounds, recompute_standings
from .queries.calibrations import is_calibration_due
from .queries.standings import is_snapshot_stale


@shared_task
def recompute_nightly() -> str:
    """Let the night pass: evidence ages, intervals widen; keep the day's snapshot."""
    return str(recompute_standings(now=now()))


@shared_task
def renew_snapshot() -> str:
    """Bring the published files up to what single organizations gained since; nothing to do most of the time."""
    moment = now()
    move_due_rounds(now=moment)
    return str(recompute_standings(now=moment)) if is_snapshot_stale() else ""


@shared_task
def calibrate_quarterly() -> str:
    """Freeze the calibration of the quarter if it has none yet, and compute with it; looked at every night."""
    moment = now()
    if not is_calibration_due(day_of(moment)):
        return ""
    frozen = freeze_calibration(now=moment)
    recompute_standings(now=moment)
    return str(frozen)


@shared_task
def fill_panels() -> int:
    """Invite substitutes for experts who did not answer in time."""
    return fill_due_panels(now=now())
