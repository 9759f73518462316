"""What the page about the demonstration shows."""

import re
from dataclasses import dataclass

from projects.models import PastProcess

from .records import UNPRICED


@dataclass(frozen=True)
class Line:
    """One published record: its number in the list of sources, what it says, where it stands."""

    number: int
    key: str
    title: str
    path: str
    amount: object
    note: str
    source: str
    address: str


def real_records() -> list[Line]:
    """Return every published record by its number X1 to X22: those with a sum lead to their own page."""
    priced = [
        Line(
            _number(row.key), row.key, row.label, row.path, row.amount, row.summary, row.source_title,
            row.source_address,
        )
        for row in PastProcess.objects.filter(kind="record", key__regex=r"^X[0-9]+").select_related("category")
    ]  # fmt: skip
    unpriced = [
        Line(_number(row.key), row.key, row.label, "", None, row.note, row.source_title, row.source_address)
        for row in UNPRICED
    ]
    return sorted([*priced, *unpriced], key=lambda line: (line.number, line.key))


def _number(key: str) -> int:
    return int(re.match(r"X(\d+)", key)[1])  # type: ignore[index]
