"""What a service project must have before it is set up (PLAN-01 to 05, catalogue section 7)."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import STATUTES

BUDGETED = Citation("Y2017-87", "", "P")
LONG_GROUNDS = ("budget_assured", "content_fixed", "funds_steady", "price_stable")
FULL_SCORE = Decimal(100)
YEAR = 12


@dataclass(frozen=True)
class IndicatorPlan:
    """A number to be reached."""

    name: str
    planned: Decimal
    unit: str = ""
    is_outcome: bool = False
    name_en: str = ""
    unit_en: str = ""


@dataclass(frozen=True)
class CriterionPlan:
    """A line of the common score (points) or a specific criterion (None)."""

    text: str
    points: Decimal | None = None
    text_en: str = ""


@dataclass(frozen=True)
class Plan:
    """A service project as an officer plans it; model rows are handed in as objects."""

    category: object
    budget_line: object
    title: str
    summary: str
    budget: Decimal
    starts_on: date
    ends_on: date
    recipients: str
    indicators: Sequence[IndicatorPlan]
    criteria: Sequence[CriterionPlan]
    outcome: object | None = None
    office_reason: str = ""
    communities: Sequence[object] = ()
    officer: object | None = None
    nature: str = "service"
    works_declared: bool = False
    works_explanation: str = ""
    long_term_grounds: Sequence[str] = ()
    quantity: int | None = None
    frequency: str = ""
    recipients_count: int | None = None
    title_en: str = ""
    is_demo: bool = False
    extra: dict[str, object] = field(default_factory=dict)


def last_day(starts_on: date, months: int) -> date:
    """Return the last day of a term of whole months that begins on the day."""
    index = starts_on.year * YEAR + starts_on.month - 1 + months
    year, month = divmod(index, YEAR)
    month += 1
    length = calendar.monthrange(year, month)[1]
    following = date(year, month, min(starts_on.day, length))
    return following if starts_on.day > length else date.fromordinal(following.toordinal() - 1)


def check_term(
    *, starts_on: date, ends_on: date, grounds: Sequence[str], year: int, plan_until: date
) -> None:
    """Refuse a term outside the budget's year and plan, over 12 months, or over 36 with all four grounds.

    PLAN-03 (Order 102 art. 24); guards 4 and 5 of caiyu 2017 no. 87.
    """
    if ends_on < starts_on:
        raise Refused("projects.ends_before_start", field="ends_on")
    if starts_on.year != year:
        raise Refused("projects.no_budget_this_year", citation=BUDGETED, field="budget_line", year=year)
    if ends_on > plan_until:
        raise Refused(
            "projects.beyond_plan", citation=BUDGETED, field="ends_on", until=plan_until.isoformat()
        )
    short, long = STATUTES.on("service.term", starts_on), STATUTES.on("service.term_long", starts_on)
    if ends_on <= last_day(starts_on, short.days):
        return
    if set(LONG_GROUNDS) - set(grounds):
        raise Refused(
            "projects.term_long", citation=short.citation, field="ends_on", months=short.days, most=long.days
        )
    if ends_on > last_day(starts_on, long.days):
        raise Refused("projects.term_longest", citation=long.citation, field="ends_on", most=long.days)


def check_budget(*, budget: Decimal, spendable: Decimal) -> None:
    """Refuse a sum above what the line still holds (PLAN-04, guard 4)."""
    if budget <= 0:
        raise Refused("projects.no_money", citation=BUDGETED, field="budget")
    if budget > spendable:
        raise Refused(
            "projects.over_budget", citation=BUDGETED, field="budget", budget=budget, spendable=spendable
        )


def check_criteria(criteria: Sequence[CriterionPlan]) -> None:
    """Refuse a common score that does not add up to exactly 100."""
    total = sum((line.points for line in criteria if line.points is not None), Decimal(0))
    if total != FULL_SCORE:
        raise Refused(
            "projects.points_not_hundred", field="criteria", total=total, missing=FULL_SCORE - total
        )


def check_indicators(indicators: Sequence[IndicatorPlan], *, is_vulnerable: bool) -> None:
    """Refuse a project without indicators, or for a vulnerable group without an outcome indicator (M19)."""
    if not indicators:
        raise Refused("projects.no_indicator", field="indicators")
    names = [line.name for line in indicators]
    if len(set(names)) != len(names):
        raise Refused("projects.indicator_twice", field="indicators")
    if is_vulnerable and not any(line.is_outcome for line in indicators):
        raise Refused("projects.no_outcome_indicator", field="indicators")


def check_origin(*, has_outcome: bool, office_reason: str) -> None:
    """Refuse a project that comes neither from an adopted outcome nor from a stated official reason."""
    if not has_outcome and not office_reason.strip():
        raise Refused("projects.no_origin", field="office_reason")
