"""Which numbers a district may set itself, and within which bounds (GEN-03; GPL art. 7, 8, 27)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import STATUTES, Parameter, Unit, UnknownParameter

AT_LEAST, AT_MOST = "at_least", "at_most"
_STRICTER = {
    "purchase_limit": AT_LEAST,
    "open_threshold": AT_LEAST,
    "response": AT_LEAST,
    "notice_period": AT_LEAST,
    "documents_available": AT_LEAST,
    "clarification": AT_LEAST,
    "committee": AT_LEAST,
    "price_weight_min": AT_LEAST,
    "price_weight_max": AT_MOST,
}
_GROUPS = ("local", "open", "consultation", "negotiation", "inquiry", "below_limit", "grant")
HOUSE = Citation("HOUSE", "", "D")


def editable_keys(day: date) -> list[str]:
    """Return the keys that a district may set, of numbers in force on the day."""
    return [
        row.key
        for row in STATUTES.all()
        if row.in_force(day)
        and row.key.partition(".")[0] in _GROUPS
        and row.key.partition(".")[2] in _STRICTER
    ]


def bound_of(key: str, day: date) -> tuple[str, Parameter]:
    """Return whether a local value must be at least or at most the national one, and that one. Raises Refused."""
    try:
        return _STRICTER[key.partition(".")[2]], STATUTES.on(key, day)
    except (KeyError, UnknownParameter):
        raise Refused("bidding.local_key", field="key", citation=HOUSE) from None


def check_local_value(key: str, value: Decimal, since: date, today: date) -> None:
    """Refuse a value outside the national bound, in pieces of a day or person, or that begins in the past (GEN-03)."""
    way, national = bound_of(key, since)
    wrong = value < national.value if way == AT_LEAST else value > national.value
    if wrong:
        raise Refused(
            "bidding.local_too_low" if way == AT_LEAST else "bidding.local_too_high",
            citation=national.citation, field="value", bound=format(national.value.normalize(), "f"),
        )  # fmt: skip
    whole = {Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.COUNT}
    if national.unit in whole and value != value.to_integral_value():
        raise Refused("bidding.local_whole", citation=HOUSE, field="value")
    if since < today:
        raise Refused("bidding.local_past", citation=HOUSE, field="since")


def as_parameter(key: str, value: Decimal, since: date, until: date | None, source: str) -> Parameter:
    """Return a local value as the number that rules read; its unit, rule and article are those of the national one."""
    _, national = bound_of(key, since)
    return Parameter(key, value, national.unit, national.citation, since, national.rule, until, source)


def number_on(key: str, day: date, local: Mapping[str, Parameter]) -> Parameter:
    """Return the district's number in force on the day, else the national one. Raises Refused where there is none."""
    row = local.get(key)
    if row is not None and row.in_force(day):
        return row
    try:
        return STATUTES.on(key, day)
    except UnknownParameter:
        raise Refused("bidding.local_missing", citation=HOUSE, field="profile", key=key) from None
