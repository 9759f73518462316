"""What differs between two contract documents, field by field (CON-02, R12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .milestones import is_rate

Document = Mapping[str, object]
FIELDS = (
    "title", "supplier", "buyer", "amount", "starts_on", "ends_on", "recipients", "place", "acceptance",
    "payment_days", "subcontracting", "penalties",
)  # fmt: skip
PARTS = ("title", "deliverable", "due_at", "share", "amount", "indicators")


@dataclass(frozen=True)
class Difference:
    """One field that differs: which, of which milestone (None for the contract), before and after as text."""

    field: str
    milestone: int | None
    before: str
    after: str


def differences(before: Document, after: Document) -> list[Difference]:
    """Return what differs, the contract's fields first, then milestone by milestone; a field not kept is skipped."""
    found = [
        Difference(field, None, plain(before[field]), plain(after[field]))
        for field in FIELDS
        if field in before and field in after and plain(before[field]) != plain(after[field])
    ]
    olds, news = _milestones(before), _milestones(after)
    nothing: Mapping[str, object] = {}
    for number in sorted({*olds, *news}):
        old, new = olds.get(number, nothing), news.get(number, nothing)
        found += [
            Difference(field, number, plain(old.get(field)), plain(new.get(field)))
            for field in PARTS
            if plain(old.get(field)) != plain(new.get(field))
        ]
    return found


def _rows(value: object) -> list[Mapping[str, object]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _milestones(document: Document) -> dict[int, Mapping[str, object]]:
    return {int(str(row["number"])): row for row in _rows(document.get("milestones"))}


def plain(value: object) -> str:
    """Return a field of a document as one line of text."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        if "late_day" in value:
            return " / ".join(str(value[key]) for key in ("late_day", "breach", "cap"))
        name, planned, unit = value.get("name", ""), value.get("planned", ""), value.get("unit", "")
        return " ".join(str(part) for part in (name, planned, unit) if part)
    if isinstance(value, list):
        return "；".join(plain(item) for item in value)
    return str(value)


def promised(document: Document, name: str, unit: str) -> Decimal:
    """Return what the milestones together promise of an indicator: counts add up, of a rate the lowest counts."""
    numbers = [
        Decimal(str(item["planned"]))
        for row in _milestones(document).values()
        for item in _rows(row.get("indicators"))
        if item.get("name") == name
    ]
    if is_rate(unit):
        return min(numbers, default=Decimal(0))
    return sum(numbers, Decimal(0))
