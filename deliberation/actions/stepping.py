"""What every act on a deliberation does first and last: lock, clock, the step it belongs to, the step's clock."""

from datetime import datetime, timedelta

from deliberation.models import Deliberation, StepClock
from deliberation.rules.clocks import working_end
from deliberation.rules.lives import deliberation_state_at
from deliberation.states import DELIBERATION, STEPS, DeliberationState
from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.statutes import STATUTES
from marketplace.workdays.queries import load_calendar

PERIODS = {
    DeliberationState.STEP1: "deliberation.fix",
    DeliberationState.STEP2: "deliberation.fix",
    DeliberationState.STEP3: "deliberation.discuss",
    DeliberationState.STEP4: "deliberation.decide",
    DeliberationState.STEP6: "deliberation.review",
}
SIX_STEPS = Citation("HOUSE", "", "D")


def locked(deliberation: Deliberation, now: datetime) -> Deliberation:
    """Lock the row and write down what the clock has already done to it."""
    row = Deliberation.objects.select_for_update(of=("self",)).get(pk=deliberation.pk)
    write_due(row, now)
    return row


def write_due(row: Deliberation, now: datetime) -> bool:
    """Write down a pause that ended or a result that was posted long enough; one audit row per move."""
    target = deliberation_state_at(
        state=row.state,
        now=now,
        paused_from=row.paused_from,
        pause_ends_at=row.pause_ends_at,
        result_until=row.result_until,
        open_objections=row.objections.filter(answered_at__isnull=True).count(),
    )
    if target == row.state:
        return False
    before = row.state
    if before == DeliberationState.PAUSED:
        end_pause(row, row.pause_ends_at or now)
    if target == DeliberationState.CLOSED:
        close(row, row.result_until or now)
    record(
        actor=None,
        action="deliberation.moved",
        subject=row,
        at=now,
        before={"state": before},
        after={"state": row.state},
    )
    return True


def end_pause(row: Deliberation, at: datetime) -> None:
    """Return to the step that was left; its clock is moved on by the time of the pause."""
    require_transition(DELIBERATION, row.state, row.paused_from)
    clock = row.clocks.select_for_update().filter(finished_at__isnull=True).first()
    if clock and row.paused_at:
        paused = max(at - row.paused_at, timedelta(0))
        clock.paused_seconds += int(paused.total_seconds())
        clock.due_at = clock.due_at + paused if clock.due_at else None
        clock.save(update_fields=["paused_seconds", "due_at"])
    row.state, row.paused_from, row.pause_reason = DeliberationState(row.paused_from), "", ""
    row.paused_at = row.pause_ends_at = None
    row.save(
        update_fields=["state", "paused_from", "pause_reason", "paused_at", "pause_ends_at", "changed_at"]
    )


def close(row: Deliberation, at: datetime) -> None:
    """End the last step."""
    require_transition(DELIBERATION, row.state, DeliberationState.CLOSED)
    finish_clock(row, at)
    row.state, row.closed_at = DeliberationState.CLOSED, at
    row.save(update_fields=["state", "closed_at", "changed_at"])


def finish_clock(row: Deliberation, at: datetime) -> None:
    """Stop the running clock."""
    row.clocks.filter(finished_at__isnull=True).update(finished_at=at)


def enter(row: Deliberation, step: DeliberationState, at: datetime) -> None:
    """Move to a step through the table and start its clock; the caller saves."""
    require_transition(DELIBERATION, row.state, step)
    finish_clock(row, at)
    row.state = step
    if step in STEPS:
        key = PERIODS.get(step)
        due = None
        if key:
            due = working_end(at, STATUTES.on(key, day_of(at)).days, load_calendar())
        StepClock.objects.create(deliberation=row, step=step, started_at=at, due_at=due)


def require_step(row: Deliberation, step: DeliberationState) -> None:
    """Refuse an act of another step: 403 when steps would be skipped (noted in the log), 409 when it is over."""
    if row.state == step:
        return
    order = [DeliberationState.PLANNED, *STEPS]
    if row.state in order and step in order and order.index(row.state) < order.index(step):
        raise Refused(
            "deliberation.step_skipped",
            status=403,
            citation=SIX_STEPS,
            step=step.label,
            current=DeliberationState(row.state).label,
        )
    raise Refused(
        "core.not_in_this_state", status=409, cycle="deliberation", current=row.state, target=str(step)
    )


def require_not_convener(row: Deliberation, user: object) -> None:
    """Refuse the convener (CNS-03: who organizes does not decide); the page notes the attempt in the log."""
    if row.convener_id == user.pk:  # type: ignore[attr-defined]
        raise Refused("deliberation.convener_votes", status=403, citation=SIX_STEPS)


def require_convener(row: Deliberation, user: object) -> None:
    """Refuse everybody but the convener."""
    if row.convener_id != user.pk:  # type: ignore[attr-defined]
        raise Refused("deliberation.not_convener", status=403)
