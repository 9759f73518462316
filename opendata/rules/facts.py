"""The facts of a merged process that lists and pages show in their own fields."""

from decimal import Decimal
from typing import Any

from .reading import NOT_A_NUMBER, Notes, Release
from .values import LARGEST, day_of, number_of

BUYERS = ("buyer", "procuringEntity")


def facts_of(release: Release, notes: Notes) -> dict[str, Any]:
    """Return title, buyer, supplier, amount, currency, day, method, status and summary."""
    tender = release.get("tender", {})
    amount, currency = _amount(release, notes)
    return {
        "title": _title(release)[:300],
        "buyer": _buyer(release)[:300],
        "supplier": _joined(_suppliers(release), 500),
        "amount": amount,
        "currency": currency,
        "day": _day(release),
        "method": (tender.get("procurementMethod") or tender.get("procurementMethodDetails") or "")[:60],
        "status": _status(release)[:60],
        "summary": _summary(release)[:4000],
    }


def _first(rows: list[dict[str, Any]], name: str) -> str:
    return next((row[name] for row in rows if row.get(name)), "")


def _title(release: Release) -> str:
    tender, budget = release.get("tender", {}), release.get("planning", {}).get("budget", {})
    found = [
        tender.get("title", ""),
        _first(release.get("contracts", []), "title"),
        _first(release.get("awards", []), "title"),
        release.get("name", ""),
        tender.get("description", ""),
        _first(release.get("contracts", []), "description"),
        _first(release.get("awards", []), "description"),
        _first(tender.get("items", []), "description"),
        budget.get("project", ""),
        budget.get("description", ""),
        release.get("planning", {}).get("rationale", ""),
    ]
    return next((text for text in found if any(c.isalpha() for c in text)), "") or release["ocid"]


def _name(party: dict[str, Any]) -> str:
    return party.get("name") or party.get("identifier", {}).get("legalName", "")


def _buyer(release: Release) -> str:
    found = [_name(release.get("buyer", {}))]
    for role in BUYERS:
        found += [_name(p) for p in release.get("parties", []) if role in p.get("roles", [])]
    found.append(_name(release.get("tender", {}).get("procuringEntity", {})))
    return next((name for name in found if name), "")


def _suppliers(release: Release) -> list[str]:
    rows = [*release.get("awards", []), *release.get("contracts", [])]
    named = [_name(party) for row in rows for party in row.get("suppliers", [])]
    named = named or [_name(p) for p in release.get("parties", []) if "supplier" in p.get("roles", [])]
    return list(dict.fromkeys(name for name in named if name))


def _joined(names: list[str], limit: int) -> str:
    text = ""
    for name in names:
        longer = f"{text}; {name}" if text else name
        if len(longer) > limit:
            return text or name[:limit]
        text = longer
    return text


def _once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the last row of each id, so that a repeated id is not paid twice."""
    return list({row.get("id") or place: row for place, row in enumerate(rows)}.values())


def _amount(release: Release, notes: Notes) -> tuple[Decimal | None, str]:
    tender = release.get("tender", {})
    sources = [
        [row.get("value") or row.get("valueWithTax") for row in _once(release.get("contracts", []))],
        [row.get("value") or row.get("totalAwardValue") for row in _once(release.get("awards", []))],
        [tender.get("value")],
        [row.get("value") for row in tender.get("lots", [])],
        [tender.get("budget", {}).get("value")],
        [release.get("planning", {}).get("budget", {}).get("amount")],
    ]
    for values in sources:
        known = [value for value in values if value and number_of(value.get("amount"))]
        currencies = {value.get("currency", "") for value in known}
        if known and len(currencies) == 1:
            total = sum((number_of(value["amount"]) or Decimal(0) for value in known), Decimal(0))
            if abs(total) < LARGEST:
                return total, currencies.pop()[:3].upper()
            notes["amount", NOT_A_NUMBER] += 1
    return None, ""


def _day(release: Release) -> Any:
    tender = release.get("tender", {})
    found = [
        _first(release.get("contracts", []), "dateSigned"),
        _first(release.get("awards", []), "date"),
        _first(release.get("awards", []), "awardDate"),
        tender.get("tenderPeriod", {}).get("endDate"),
        tender.get("tenderPeriod", {}).get("startDate"),
        release.get("date"),
    ]
    return next((day for day in map(day_of, found) if day), None)


def _status(release: Release) -> str:
    found = [
        _first(release.get("contracts", []), "status"),
        release.get("tender", {}).get("status", ""),
        _first(release.get("awards", []), "status"),
    ]
    return next((text for text in found if text), "")


def _summary(release: Release) -> str:
    found = [
        release.get("tender", {}).get("description", ""),
        _first(release.get("contracts", []), "description"),
        _first(release.get("awards", []), "description"),
        release.get("planning", {}).get("rationale", ""),
    ]
    return next((text for text in found if text), "")
