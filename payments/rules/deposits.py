"""Bid and performance deposits: how much, in what form, back by when, what lateness costs (BOND-01 to BOND-07)."""

from datetime import date
from decimal import Decimal

from marketplace.core.money import yuan
from marketplace.core.refusals import Refused
from marketplace.statutes.parameters import Parameter
from marketplace.workdays.rules import Calendar, CalendarNotLoaded, add_working_days

CASH = "cash"
PAPERS = frozenset({"cheque", "draft", "promissory_note", "guarantee"})


def check_deposit(amount: Decimal, basis: Decimal, cap: Parameter, *, field: str = "amount") -> None:
    """Refuse (422) a deposit above its share of the budget or the contract (BOND-01, BOND-07)."""
    most = yuan(basis * cap.value)
    if amount > most:
        raise Refused(
            "payments.deposit_above",
            citation=cap.citation,
            field=field,
            amount=f"{amount:,.2f}",
            most=f"{most:,.2f}",
            share=f"{cap.value:.0%}",
        )


def check_way(way: str, known: set[str]) -> None:
    """Refuse (422) cash and anything that is no named form (BOND-02)."""
    if way == CASH or way not in known:
        raise Refused("payments.deposit_cash", field="way")


def is_paper(way: str) -> bool:
    """Say whether a paper lies with the buyer instead of money."""
    return way in PAPERS


def return_day(start: date, limit: Parameter, calendar: Calendar) -> date:
    """Return the last day to give a deposit back, the day of the event not counted (BOND-03, BOND-04, BOND-05)."""
    try:
        return add_working_days(start, limit.days, calendar)
    except (
        CalendarNotLoaded
    ):  # without the plan nobody is kept from withdrawing: weekends alone give an earlier day
        return add_working_days(start, limit.days, Calendar(frozenset({start.year, start.year + 1})))
