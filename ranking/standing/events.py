"""The events a standing is computed from: one CSV row each, read strictly, refused by row and reason."""

import csv
import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from io import StringIO
from typing import NamedTuple

from marketplace.core.clock import SHANGHAI, is_believable

COLUMNS = (
    "event_id",
    "ts",
    "type",
    "org_id",
    "contract_id",
    "category",
    "difficulty",
    "amount",
    "start",
    "end",
    "milestone_id",
    "outcome",
    "days_late",
    "evaluator_id",
    "evaluator_kind",
    "score",
    "ref",
)
STATUSES = ("active", "suspended", "expelled")
OUTCOMES = ("on_time", "late", "rework", "rejected", "excused")
RATERS = {"official": (0.0, 100.0), "expert": (0.0, 100.0), "resident": (1.0, 5.0)}
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
_WHOLE = re.compile(r"[0-9]{1,6}")
_DIFFICULTY = re.compile(r"[1-5]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    _DAY.pattern + r"([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)


class EventsUnreadable(ValueError):  # noqa: N818 - a fact about a file, named so
    """A row cannot be used; the message names the row and the reason."""

    def __init__(self, row: int, reason: str) -> None:
        super().__init__(f"row {row}: {reason}")


class Event(NamedTuple):
    """One fact. `row` is its line in the file (the header is 1); `at` orders it, `day` dates it."""

    row: int
    event_id: str
    at: datetime
    type: str
    org_id: str = ""
    contract_id: str = ""
    category: str = ""
    difficulty: int = 3
    end: date | None = None
    outcome: str = ""
    days_late: int = 0
    evaluator_id: str = ""
    evaluator_kind: str = ""
    score: float = 0.0
    ref: str = ""

    @property
    def day(self) -> date:
        """The day from which the event counts."""
        return self.at.date()


def input_hash(text: str) -> str:
    """Return the SHA-256 over the header and the sorted other lines, joined by newline; row order does not matter."""
    lines = [line.rstrip("\r") for line in text.removeprefix("\ufeff").split("\n")]
    kept = [line for line in lines if line]
    return hashlib.sha256("\n".join([*kept[:1], *sorted(kept[1:])]).encode()).hexdigest()


def read_events(text: str) -> list[Event]:
    """Read the file's text; raises EventsUnreadable naming row and reason."""
    if "\0" in text:
        raise EventsUnreadable(1 + text[: text.index("\0")].count("\n"), "holds a NUL character")
    reader = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        names = next(reader, [])
        _check_header(names)
        events = [_event(reader.line_num, names, row) for row in reader if row]
    except csv.Error as error:
        raise EventsUnreadable(reader.line_num, f"not CSV ({error})") from error
    check_events(events)
    return events


def _check_header(found: list[str]) -> None:
    missing = [name for name in COLUMNS if name not in found]
    if missing:
        raise EventsUnreadable(1, f"the header lacks {', '.join(missing)}")
    twice = sorted({name for name in found if found.count(name) > 1})
    if twice:
        raise EventsUnreadable(1, f"the header has {twice[0][:40]!r} twice")


def _event(number: int, names: list[str], values: list[str]) -> Event:
    if len(names) != len(values):
        raise EventsUnreadable(number, "does not have the columns of the header")
    row = dict(zip(names, values, strict=True))
    reader = READERS.get(row["type"])
    if reader is None:
        raise EventsUnreadable(number, f"unknown type {row['type'][:40]!r}")
    event_id = _text(number, row, "event_id")
    return Event(number, event_id, _moment(number, row["ts"]), row["type"], **reader(number, row))  # type: ignore[arg-type]


def _text(number: int, row: dict[str, str], name: str) -> str:
    if not row[name].strip():
        raise EventsUnreadable(number, f"{name} is missing")
    return row[name]


def _moment(number: int, text: str) -> datetime:
    found, is_known = _moment_of(text)
    if found is None:
        raise EventsUnreadable(number, f"ts {text[:40]!r} is not a date")
    if not is_known:
        raise EventsUnreadable(number, f"ts {text[:40]!r} is outside 2000-2100")
    return found


@lru_cache(maxsize=4096)  # a record has few days
def _moment_of(text: str) -> tuple[datetime | None, bool]:
    """Return the moment in the district's zone, and whether its year is believed."""
    try:
        found = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None or not is_believable(found):
        return found, False
    return found.replace(tzinfo=SHANGHAI) if found.tzinfo is None else found.astimezone(SHANGHAI), True


def _day(number: int, row: dict[str, str], name: str) -> date:
    found = _day_of(row[name])
    if found is None:
        raise EventsUnreadable(number, f"{name} {row[name][:40]!r} is not a date")
    if not is_believable(found):
        raise EventsUnreadable(number, f"{name} {row[name][:40]!r} is outside 2000-2100")
    return found


@lru_cache(maxsize=4096)
def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _matching(number: int, row: dict[str, str], name: str, shape: re.Pattern[str], hint: str) -> str:
    if not shape.fullmatch(row[name]):
        raise EventsUnreadable(number, f"{name} {row[name][:40]!r} is not {hint}")
    return row[name]


def _one_of(number: int, row: dict[str, str], name: str, values: Iterable[str]) -> str:
    if row[name] not in values:
        raise EventsUnreadable(number, f"{name} {row[name][:40]!r} is not one of {', '.join(values)}")
    return row[name]


def _org(number: int, row: dict[str, str]) -> dict[str, object]:
    return {
        "org_id": _text(number, row, "org_id"),
        "outcome": _one_of(number, row, "outcome", STATUSES),
    }


def _contract(number: int, row: dict[str, str]) -> dict[str, object]:
    if row["amount"]:
        _matching(number, row, "amount", _NUMBER, "an amount")
    if row["start"]:
        _day(number, row, "start")
    if row["category"] == "*":
        raise EventsUnreadable(number, "category * is kept for the overall standing")
    return {
        "org_id": _text(number, row, "org_id"),
        "contract_id": _text(number, row, "contract_id"),
        "category": _text(number, row, "category"),
        "difficulty": int(_matching(number, row, "difficulty", _DIFFICULTY, "a level from 1 to 5")),
        "end": _day(number, row, "end"),
    }


def _milestone(number: int, row: dict[str, str]) -> dict[str, object]:
    outcome = _one_of(number, row, "outcome", OUTCOMES)
    late = outcome == "late" or bool(row["days_late"])
    days = int(_matching(number, row, "days_late", _WHOLE, "a whole number of days")) if late else 0
    return {"contract_id": _text(number, row, "contract_id"), "outcome": outcome, "days_late": days}


def _evaluation(number: int, row: dict[str, str]) -> dict[str, object]:
    kind = _one_of(number, row, "evaluator_kind", RATERS)
    score = float(_matching(number, row, "score", _NUMBER, "a number"))
    low, high = RATERS[kind]
    if not low <= score <= high:
        raise EventsUnreadable(number, f"score {row['score']} is outside {low:g} to {high:g}")
    return {
        "contract_id": _text(number, row, "contract_id"),
        "evaluator_id": row["evaluator_id"],
        "evaluator_kind": kind,
        "score": score,
    }


def _contract_end(number: int, row: dict[str, str]) -> dict[str, object]:
    return {"contract_id": _text(number, row, "contract_id"), "end": _day(number, row, "end")}


def _void(number: int, row: dict[str, str]) -> dict[str, object]:
    return {"ref": _text(number, row, "ref")}


def _link(number: int, row: dict[str, str]) -> dict[str, object]:
    return {"org_id": _text(number, row, "org_id"), "ref": _text(number, row, "ref")}


READERS: dict[str, Callable[[int, dict[str, str]], dict[str, object]]] = {
    "org": _org,
    "contract": _contract,
    "milestone": _milestone,
    "evaluation": _evaluation,
    "contract_end": _contract_end,
    "void": _void,
    "link": _link,
}


def check_events(events: list[Event]) -> None:
    """Check what concerns several rows: ids once, contracts and voided events exist, no circles."""
    seen: dict[str, Event] = {}
    for event in events:
        if event.event_id in seen:
            raise EventsUnreadable(
                event.row,
                f"event_id {event.event_id[:60]!r} stands already in row {seen[event.event_id].row}",
            )
        seen[event.event_id] = event
    _check_contracts(events)
    for event in events:
        if event.type == "void" and event.ref not in seen:
            raise EventsUnreadable(event.row, f"void of an unknown event {event.ref[:60]!r}")
    _check_circles({e.event_id: e.ref for e in events if e.type == "void"}, seen, "void")
    _check_circles(
        {e.org_id: e.ref for e in events if e.type == "link"},
        {e.org_id: e for e in events if e.type == "link"},
        "link",
    )


def _check_contracts(events: list[Event]) -> None:
    voided = {event.ref for event in events if event.type == "void"}
    known: set[str] = set()
    for event in events:
        if event.type == "contract":
            if event.contract_id in known and event.event_id not in voided:
                raise EventsUnreadable(event.row, f"contract {event.contract_id[:60]!r} stands twice")
            known.add(event.contract_id)
    for event in events:
        if event.contract_id and event.contract_id not in known:
            raise EventsUnreadable(event.row, f"missing contract {event.contract_id[:60]!r}")


def _check_circles(steps: dict[str, str], rows: dict[str, Event], what: str) -> None:
    clear: set[str] = set()
    for start in steps:
        path: set[str] = set()
        place = start
        while place in steps and place not in clear:
            if place in path:
                raise EventsUnreadable(rows[place].row, f"{what} leads back to itself")
            path.add(place)
            place = steps[place]
        clear |= path
