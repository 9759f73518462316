"""One canonical form of a record and its digest, for everything that is hashed."""

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal

from .clock import utc_text


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical(record: object) -> bytes:
    """Return UTF-8 JSON with sorted keys and no spaces; decimals and moments as text. Floats are refused by callers."""
    return json.dumps(
        record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain, allow_nan=False
    ).encode()


def digest(record: object) -> str:
    """Return the SHA-256 (hex) of bytes, or of the canonical form of anything else."""
    content = record if isinstance(record, bytes) else canonical(record)
    return hashlib.sha256(content).hexdigest()
