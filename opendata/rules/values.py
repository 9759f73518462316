"""Values as publishers really write them: numbers as text, dollar wrappers, local dates, empty strings."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

LARGEST = Decimal(10) ** 17
EARLIEST, LATEST = 1990, 2100
_LOCAL_DAY = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$")
_WRAPPERS = ("$numberLong", "$numberInt", "$numberDecimal", "$numberDouble", "$date", "$oid")


def unwrapped(value: Any) -> Any:
    """Return what a database export wrapped: {"$numberLong": "5"} is 5."""
    while isinstance(value, dict) and len(value) == 1 and next(iter(value)) in _WRAPPERS:
        value = next(iter(value.values()))
    return value


def text_of(value: Any) -> str:
    """Return a text without control characters and surplus blanks; empty when there is none."""
    value = unwrapped(value)
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return ""
    text = str(value)[:20_000].encode("utf-8", "ignore").decode()
    return " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in text).split())


def number_of(value: Any) -> Decimal | None:
    """Return an amount, also from text such as " 1,000.50"; None when it is no believable number."""
    value = unwrapped(value)
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip().replace(" ", "").replace("\u00a0", "")
    if "," in text:
        text = (
            text.replace(",", "")
            if "." in text or re.search(r",\d{3}(,|$)", text)
            else text.replace(",", ".")
        )
    try:
        number = Decimal(text) if len(text) <= 40 else None  # noqa: PLR2004 - longer than any amount
    except InvalidOperation:
        return None
    if number is None or not number.is_finite() or abs(number) >= LARGEST:
        return None
    return number.quantize(Decimal("0.01"))


def moment_of(value: Any) -> datetime | None:
    """Return a moment in UTC from an ISO text, a local date (day first) or milliseconds; None when unreadable."""
    value = unwrapped(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return _from_milliseconds(value)
    text = text_of(value)
    if not text:
        return None
    if text.isdecimal() and len(text) >= 12:  # noqa: PLR2004 - milliseconds since 1970, as text
        return _from_milliseconds(int(text))
    local = _LOCAL_DAY.match(text)
    if local:
        text = f"{local[3]}-{int(local[2]):02}-{int(local[1]):02}"
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00").replace("/", "-"))
    except ValueError:
        return _from_prefix(text)
    return _believable(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _from_prefix(text: str) -> datetime | None:
    try:
        return _believable(datetime.fromisoformat(text[:10]).replace(tzinfo=UTC))
    except ValueError:
        return None


def _from_milliseconds(value: Any) -> datetime | None:
    try:
        return _believable(datetime.fromtimestamp(int(value) / 1000, UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _believable(moment: datetime) -> datetime | None:
    return moment.astimezone(UTC) if EARLIEST <= moment.year <= LATEST else None


def day_of(value: Any) -> date | None:
    """Return the day as the publisher wrote it (its own clock), None when unreadable."""
    moment = moment_of(value)
    if moment is None:
        return None
    written = text_of(value)[:10]
    try:
        return date.fromisoformat(written)
    except ValueError:
        return moment.date()
