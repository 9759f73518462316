"""Milestones: shares that add up to 100, sums to the fen, days inside the term (ACP-04, PAY-01)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import ROUND_FLOOR, Decimal

from marketplace.core.clock import SHANGHAI, day_of
from marketplace.core.money import allocate
from marketplace.core.refusals import Refused

FULL = Decimal(100)
MOST = 24
COMMON_PLAN = (Decimal(50), Decimal(30), Decimal(20))
"""The installments proposed when a tender names none: a common template of venture grants (rules section 4, G)."""
END_OF_DAY = time(23, 59)
TITLES = ("启动与首期服务", "中期服务", "全部服务与总结")  # data of a Chinese contract, edited by the officer


@dataclass(frozen=True)
class IndicatorPlan:
    """A number to be reached: name and unit in both languages, planned value."""

    name: str
    name_en: str
    unit: str
    unit_en: str
    planned: Decimal
    is_outcome: bool = False


@dataclass(frozen=True)
class MilestonePlan:
    """A milestone as planned: due moment and share in percent; `number` where it replaces an existing one."""

    title: str
    due_at: datetime
    share: Decimal
    deliverable: str = ""
    indicators: tuple[IndicatorPlan, ...] = ()
    number: int | None = None


def due_moment(day: date) -> datetime:
    """Return the last minute of a day in the district."""
    return datetime.combine(day, END_OF_DAY, tzinfo=SHANGHAI)


def propose_milestones(
    starts_on: date,
    ends_on: date,
    indicators: Sequence[IndicatorPlan],
    shares: Sequence[Decimal] = COMMON_PLAN,
) -> list[MilestonePlan]:
    """Spread milestones evenly over the term and the project's numbers over them; the last falls on the last day."""
    length, count = (ends_on - starts_on).days, len(shares)
    parts = [spread(row.planned, row.unit, shares) for row in indicators]
    return [
        MilestonePlan(
            title=TITLES[place] if count == len(TITLES) else f"第{place + 1}阶段服务",
            due_at=due_moment(starts_on + timedelta(days=length * (place + 1) // count)),
            share=share,
            indicators=tuple(
                replace(row, planned=part[place]) for row, part in zip(indicators, parts, strict=True)
            ),
        )
        for place, share in enumerate(shares)
    ]


def amounts_of(total: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """Return the sum of each milestone in yuan; refuse (422) shares that do not add up to exactly 100 %.

    The last sum is the remainder, so that nothing is left over (PAY-01). Names the difference in percent.
    """
    if not shares:
        raise Refused("contracts.no_milestone")
    if len(shares) > MOST:
        raise Refused("contracts.too_many_milestones", most=MOST)
    total_share = sum(shares, Decimal(0))
    if total_share != FULL:
        code = "contracts.shares_short" if total_share < FULL else "contracts.shares_over"
        raise Refused(code, total=_plain(total_share), difference=_plain(abs(FULL - total_share)))
    parts = allocate(total, list(shares))
    for number, part in enumerate(parts, start=1):
        if part <= 0:
            raise Refused("contracts.share_too_small", number=number)
    return parts


def check_due_days(due: Sequence[datetime], starts_on: date, ends_on: date) -> None:
    """Refuse a milestone outside the term or one due before the milestone ahead of it."""
    earlier: datetime | None = None
    for number, moment in enumerate(due, start=1):
        if not starts_on <= day_of(moment) <= ends_on:
            raise Refused("contracts.due_outside_term", number=number, first=starts_on, last=ends_on)
        if earlier is not None and moment < earlier:
            raise Refused("contracts.due_out_of_order", number=number)
        earlier = moment


def spread(planned: Decimal, unit: str, shares: Sequence[Decimal]) -> list[Decimal]:
    """Spread a planned number over the milestones: rates stay as they are, counts are split into whole parts."""
    if is_rate(unit):
        return [planned for _ in shares]
    parts = [(planned * share / FULL).to_integral_value(ROUND_FLOOR) for share in shares[:-1]]
    return [*parts, planned - sum(parts, Decimal(0))]


def is_rate(unit: str) -> bool:
    """Say whether a unit is a rate, which does not add up over milestones."""
    return "%" in unit or "％" in unit or "率" in unit or unit in {"分", "天一次"}


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
