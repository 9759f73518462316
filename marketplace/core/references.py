"""References that people read and say: ZB-2026-0001. Not keys: addresses use random public ids."""

import re
import secrets

PREFIXES = {
    "XQ": "need",
    "XS": "deliberation",
    "JY": "outcome",
    "FW": "service project",
    "ZB": "tender",
    "HT": "contract",
    "FK": "payment order",
    "BZ": "deposit",
    "LX": "interest for lateness",
    "WY": "penalty under a contract",
    "DK": "penalty set off or claimed",
    "LY": "performance review",
    "FH": "incubation application",
    "SJ": "bid receipt",
    "SS": "appeal against evidence",
    "ZY": "challenge",
    "TS": "complaint",
}
_SHAPE = re.compile(r"([A-Z]{2})-(\d{4})-(\d{4,})")
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def reference(prefix: str, year: int, number: int) -> str:
    """Return PREFIX-YEAR-NUMBER with at least four digits; raises ValueError for an unknown prefix."""
    if prefix not in PREFIXES:
        raise ValueError(f"unknown prefix {prefix!r}")
    return f"{prefix}-{year:04d}-{number:04d}"


def is_reference(value: str) -> bool:
    """Say whether the text is a well-formed reference with a known prefix."""
    found = _SHAPE.fullmatch(value)
    return found is not None and found.group(1) in PREFIXES


def public_id(length: int = 12) -> str:
    """Return a random identifier for addresses: 12 characters of 31, about 59 bits, without 0 o 1 i l."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
