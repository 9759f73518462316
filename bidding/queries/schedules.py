"""The calendar of a tender: as planned for a draft, as published for everybody."""

from datetime import date, datetime

from bidding.models import Tender
from bidding.rules.grids import Month, month_grids
from bidding.rules.periods import Step
from bidding.rules.schedule import Planned, planned
from marketplace.core.clock import day_of
from marketplace.workdays.queries import load_calendar

from .drafts import usual_deadline
from .local_values import local_profile


def plan_of(tender: Tender, chosen: dict[str, date | datetime], now: datetime) -> list[Planned]:
    """Return the plan of a draft: chosen days are kept, the deadline is the draft's or the usual one. Raises Refused."""
    today = day_of(now)
    notice = chosen.get("notice") or today
    moment = chosen.get("bid_deadline") or usual_deadline(tender.track, tender.procedure, max(notice, today))
    wishes = {code: day for code, day in chosen.items() if code not in {"notice", "bid_deadline"}}
    return planned(
        local_profile(tender.track, tender.procedure, today), notice, moment, load_calendar(),
        wishes=wishes, today=today,
    )  # fmt: skip


def grids_of(steps: list[Step]) -> list[Month]:
    """Return the months that the steps lie in."""
    return month_grids(steps, load_calendar())


def published_steps(tender: Tender) -> list[Step]:
    """Return the dates of the published document in force."""
    rows = (tender.notice or {}).get("steps", [])
    return [
        Step(
            row["code"],
            date.fromisoformat(row["day"]) if row["day"] else None,
            None,
            row["missing_year"],
            datetime.fromisoformat(row["at"]) if row["at"] else None,
        )
        for row in rows
    ]
