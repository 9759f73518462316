"""The whole calendar of a procedure from a few chosen days: simulation, notice and public timeline use this engine.

A day that nobody chose is the last one that the law allows, so every later day is a latest one. A chosen day moves all
that follow; one that the law does not allow stays at its bound and carries the finding that says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from marketplace.core.clock import SHANGHAI, day_of, local
from marketplace.core.refusals import Citation
from marketplace.statutes import STATUTES, Parameter
from marketplace.workdays.rules import Calendar, CalendarNotLoaded, add_working_days

from .findings import BLOCK, WARN, Finding, blocks
from .periods import Step, award_steps, because, check_deadline, earliest_deadline, step_by, tender_steps
from .profiles import Profile

CHOSEN = ("notice", "evaluation", "report_by", "decision_by", "result_notice_by", "contract_sign")
HOUSE = Citation("HOUSE", "", "D")


@dataclass(frozen=True)
class Planned:
    """A date of the plan: the step, the days between which it may be chosen, and what speaks against the choice."""

    step: Step
    first: date | None = None
    last: date | None = None
    finding: Finding | None = None

    @property
    def is_chosen(self) -> bool:
        """Whether an official can move it."""
        return self.step.code in CHOSEN or self.step.code == "bid_deadline"


def planned(
    profile: Profile,
    notice_day: date,
    deadline: datetime | None,
    calendar: Calendar,
    *,
    wishes: Mapping[str, date] | None = None,
    today: date | None = None,
) -> list[Planned]:
    """Return every date of the procedure in order; `wishes` are chosen days by code of the step (AWD-01, AWD-03)."""
    wishes = wishes or {}
    notice = _notice(notice_day, calendar, today)
    day = notice.step.day or notice_day
    deadline, found = _deadline(profile, day, deadline, calendar)
    steps = tender_steps(profile, day, deadline, calendar)
    rows = [Planned(step) for step in steps if step.code != "notice"]
    if deadline is None:
        return [notice, *rows]
    first = _first_deadline(profile, day, calendar)
    rows = [
        replace(row, first=first, finding=found) if row.step.code == "bid_deadline" else row for row in rows
    ]
    return [notice, *rows, *_decided(day, day_of(deadline), calendar, wishes)]


def simulated(
    profile: Profile, notice_day: date, deadline: datetime | None, calendar: Calendar
) -> list[Step]:
    """Return every date of the procedure if each later step uses its whole time (AWD-01)."""
    rows = [Planned(step) for step in tender_steps(profile, notice_day, deadline, calendar)]
    if deadline is not None:
        rows += _decided(notice_day, day_of(deadline), calendar, {})
    return [row.step for row in rows]


def _notice(day: date, calendar: Calendar, today: date | None) -> Planned:
    """Judge the day of the notice: it cannot lie in the past (NOT-02)."""
    if today is not None and day < today:
        found = Finding("NOT-02", BLOCK, "bidding.schedule_past", HOUSE, "notice", {"earliest": today})
        return Planned(Step("notice", today), first=today, finding=found)
    return Planned(Step("notice", day), first=today, finding=_day_off("notice", day, calendar))


def _first_deadline(profile: Profile, notice_day: date, calendar: Calendar) -> date | None:
    try:
        return earliest_deadline(profile, notice_day, calendar).day
    except CalendarNotLoaded:
        return None


def _deadline(
    profile: Profile, notice_day: date, deadline: datetime | None, calendar: Calendar
) -> tuple[datetime | None, Finding | None]:
    """Return the deadline, moved to the first lawful day if it is too early, with the finding that moved it."""
    if deadline is None:
        return None, None
    try:
        found = check_deadline(profile, notice_day, deadline, calendar)
    except CalendarNotLoaded as missing:
        facts: dict[str, object] = {"year": missing.year}
        return deadline, Finding("CAL-03", BLOCK, "bidding.calendar_missing", HOUSE, "bid_deadline", facts)
    if blocks(found):
        hour = local(deadline).timetz().replace(tzinfo=None)
        deadline = datetime.combine(found[0].facts["earliest"], hour, tzinfo=SHANGHAI)  # type: ignore[arg-type]
    return deadline, found[0] if found else None


def _decided(
    notice_day: date, deadline_day: date, calendar: Calendar, wishes: Mapping[str, date]
) -> list[Planned]:
    evaluation = _choose("evaluation", deadline_day, None, calendar, wishes)
    report = _choose(
        "report_by", evaluation.step.day, STATUTES.on("award.report", notice_day), calendar, wishes
    )
    report = _blamed(report, evaluation)
    decision = _choose(
        "decision_by", report.step.day, STATUTES.on("award.decision", notice_day), calendar, wishes
    )
    decision = _blamed(decision, report)
    result = _choose(
        "result_notice_by", decision.step.day, STATUTES.on("award.notice", notice_day), calendar, wishes
    )
    result = _blamed(result, decision)
    rows = [evaluation, report, decision, result]
    if result.step.day is None:
        return rows
    ends, challenge, answered, sign = award_steps(result.step.day, calendar)[1:]
    signed = _signing(sign, challenge, calendar, wishes)
    published = step_by(
        "contract_public", signed.step.day, STATUTES.on("contract.publish", notice_day), calendar
    )
    return [
        *rows,
        Planned(ends),
        Planned(challenge),
        Planned(answered),
        signed,
        Planned(because(published, sign)),
    ]


def _blamed(row: Planned, earlier: Planned) -> Planned:
    return replace(row, step=because(row.step, earlier.step))


def _choose(
    code: str, start: date | None, number: Parameter | None, calendar: Calendar, wishes: Mapping[str, date]
) -> Planned:
    """Return the chosen day inside its bounds, or the last lawful one (the first, where the law names no last)."""
    bound = step_by(code, start, number, calendar)
    last = bound.day if number else None
    row = Planned(bound, first=start, last=last)
    wish = wishes.get(code)
    if wish is None or start is None or bound.day is None:
        return row
    return _judged(row, wish, calendar, early=number.citation if number else Citation("O87", "art. 39"))


def _judged(row: Planned, wish: date, calendar: Calendar, *, early: Citation) -> Planned:
    """Return the row on the wished day, or at the bound that the wish breaks, with the finding."""
    code, number = row.step.code, row.step.parameter
    rule = number.rule if number else "OPEN-01"
    if row.first is not None and wish < row.first:
        found = Finding(rule, BLOCK, "bidding.schedule_early", early, code, {"earliest": row.first})
        return replace(row, step=replace(row.step, day=row.first), finding=found)
    if row.last is not None and wish > row.last:
        cited = number.citation if number else early
        found = Finding(rule, BLOCK, "bidding.schedule_late", cited, code, {"latest": row.last})
        return replace(row, step=replace(row.step, day=row.last), finding=found)
    return replace(row, step=replace(row.step, day=wish), finding=_day_off(code, wish, calendar))


def _day_off(code: str, day: date, calendar: Calendar) -> Finding | None:
    """Warn of a chosen day on which offices are closed (CAL-02)."""
    try:
        if calendar.is_working(day):
            return None
    except CalendarNotLoaded as missing:
        return Finding("CAL-03", WARN, "bidding.calendar_missing", HOUSE, code, {"year": missing.year})
    return Finding("CAL-02", WARN, "bidding.schedule_day_off", HOUSE, code)


def _signing(sign: Step, challenge: Step, calendar: Calendar, wishes: Mapping[str, date]) -> Planned:
    """Return the day of signing: after challenges have ended, within its limit (CON-01)."""
    first = None
    if challenge.day is not None:
        try:
            first = add_working_days(challenge.day, 1, calendar)
        except CalendarNotLoaded:
            first = None
    row = Planned(sign, first=first, last=sign.day)
    wish = wishes.get("contract_sign")
    if wish is None or first is None:
        return row
    return _judged(row, wish, calendar, early=Citation("GPR", "art. 54"))


def service_start(starts_on: date | None, rows: list[Planned]) -> Finding | None:
    """Warn when the service begins before its contract is signed (CON-01)."""
    signed = next((row.step.day for row in rows if row.step.code == "contract_sign"), None)
    if starts_on is None or signed is None or starts_on >= signed:
        return None
    citation = Citation("GPL", "art. 46")
    return Finding(
        "CON-01", WARN, "bidding.schedule_service_early", citation, "starts_on", {"signed": signed}
    )
