"""Statutory numbers as data: each with unit, citation and the days between which it is in force."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from marketplace.core.refusals import Citation


class Unit(StrEnum):
    """What a number counts."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    YEARS = "years"
    MINUTES = "minutes"
    COUNT = "count"
    SHARE = "share"
    YUAN = "yuan"
    POINTS = "points"


@dataclass(frozen=True)
class Parameter:
    """One number of law or house rule. `rule` is the id of the coded rule; `until` is exclusive."""

    key: str
    value: Decimal
    unit: Unit
    citation: Citation
    since: date
    rule: str = ""
    until: date | None = None
    note: str = ""

    def in_force(self, day: date) -> bool:
        """Say whether the number holds on the day (since <= day < until)."""
        return self.since <= day and (self.until is None or day < self.until)

    @property
    def days(self) -> int:
        """Return the value as a whole number; raises ValueError when it has a fraction."""
        if self.value != self.value.to_integral_value():
            raise ValueError(f"{self.key} is not a whole number")
        return int(self.value)


class UnknownParameter(LookupError):  # noqa: N818 - a fact about the register, named so
    """No such number is in force on that day."""


class Register:
    """All numbers by key; looked up by the date of the notice, never by today."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Parameter]] = {}

    def add(self, parameter: Parameter) -> Parameter:
        """Add a row; raises ValueError when it overlaps another row of the key."""
        for other in self._rows.setdefault(parameter.key, []):
            if other.in_force(parameter.since) or parameter.in_force(other.since):
                raise ValueError(f"{parameter.key} has two values in force on {parameter.since}")
        self._rows[parameter.key].append(parameter)
        return parameter

    def on(self, key: str, day: date) -> Parameter:
        """Return the number in force on the day; raises UnknownParameter."""
        for row in self._rows.get(key, ()):
            if row.in_force(day):
                return row
        raise UnknownParameter(f"{key} has no value in force on {day.isoformat()}")

    def rows(self, key: str) -> list[Parameter]:
        """Return every row of a key, of any time."""
        return list(self._rows.get(key, ()))

    def all(self) -> list[Parameter]:
        """Return every row, by key and date."""
        return [
            row for key in sorted(self._rows) for row in sorted(self._rows[key], key=lambda row: row.since)
        ]


STATUTES = Register()


def declare(
    key: str,
    value: str,
    unit: Unit,
    cite: str,
    since: date,
    *,
    rule: str = "",
    until: date | None = None,
    note: str = "",
) -> Parameter:
    """Declare a number; `cite` is `INSTRUMENT|article|trust`."""
    instrument, article, trust = cite.split("|")
    return STATUTES.add(
        Parameter(key, Decimal(value), unit, Citation(instrument, article, trust), since, rule, until, note)
    )
