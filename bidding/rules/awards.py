"""The clocks that an award starts (AWD-01..03, AWD-07, CHA-01, CON-01)."""

from dataclasses import dataclass
from datetime import date

from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import STATUTES
from marketplace.workdays.rules import Calendar

from .periods import Step, after, award_steps

TIE = Citation("O87", "art. 68")


@dataclass(frozen=True)
class AwardDates:
    """Days that follow from the result notice; None while the calendar of a year is not loaded."""

    notice_ends_on: date | None
    challenge_ends_on: date | None
    sign_by: date | None
    sign_not_before: date | None
    steps: tuple[Step, ...]


def award_dates(notice_day: date, calendar: Calendar) -> AwardDates:
    """Return the dates of an award whose result notice is published on the day; letter and notice go together."""
    # AWD-03, AWD-07
    steps = award_steps(notice_day, calendar)
    days = {step.code: step.day for step in steps}
    wait = STATUTES.on("award.house_wait", notice_day)
    ends = days["result_notice_ends"]
    earliest = after(ends, wait, calendar) if ends and wait.days else None
    return AwardDates(ends, days["challenge_ends"], days["contract_sign"], earliest, tuple(steps))


def decision_due(evaluated_day: date, calendar: Calendar) -> date:
    """Return the last day for the buyer's decision after the report (AWD-01); raises CalendarNotLoaded."""
    return after(evaluated_day, STATUTES.on("award.decision", evaluated_day), calendar)


def check_choice(chosen: str, ranked: list[dict[str, object]], drawn: str | None) -> None:
    """Refuse a winner who is not first: the order of the candidates binds the buyer (GPR art. 43, O87 art. 68)."""
    first = [str(row["bidder"]) for row in ranked if row["rank"] == 1]
    if len(first) > 1 and drawn is None:
        raise Refused("bidding.tie_undecided", citation=TIE, status=409)
    winner = drawn if len(first) > 1 else first[0]
    if chosen != winner:
        raise Refused("bidding.not_first", citation=Citation("GPR", "art. 43"), field="bid")
