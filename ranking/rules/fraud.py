"""What looks like stuffing: ballots of one device, of one address, of one minute. A person decides, never this module."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from statistics import median

DEVICE, NETWORK, MINUTE = "device", "network", "minute"
LEAST = {DEVICE: 3, NETWORK: 8, MINUTE: 5}
POINTS = {DEVICE: 20, NETWORK: 8, MINUTE: 12}
BURST = 5
"""A minute with more than five times as many answers as the median minute is a burst."""


@dataclass(frozen=True)
class Trace:
    """What is known of one ballot until publication: keyed hashes, and the minute."""

    ballot: str
    device: str
    network: str
    minute: str


@dataclass(frozen=True)
class Group:
    """Ballots that share a trace: kind, key (of the ballots, not of the trace), score from 0 to 100."""

    kind: str
    key: str
    ballots: tuple[str, ...]
    score: int


def suspicious(traces: Iterable[Trace]) -> list[Group]:
    """Return the groups that a person has to look at, the highest score first."""
    rows = list(traces)
    found = [
        *_groups(DEVICE, rows),
        *_groups(NETWORK, rows),
        *_bursts(rows),
    ]
    return sorted(found, key=lambda group: (-group.score, group.kind, group.key))


def _by(kind: str, rows: list[Trace]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if value := getattr(row, kind):
            found[value].append(row.ballot)
    return found


def _groups(kind: str, rows: list[Trace]) -> list[Group]:
    return [_group(kind, ballots) for ballots in _by(kind, rows).values() if len(ballots) >= LEAST[kind]]


def _bursts(rows: list[Trace]) -> list[Group]:
    minutes = _by(MINUTE, rows)
    if not minutes:
        return []
    usual = median(len(ballots) for ballots in minutes.values())
    return [
        _group(MINUTE, ballots)
        for ballots in minutes.values()
        if len(ballots) >= LEAST[MINUTE] and len(ballots) > BURST * usual
    ]


def _group(kind: str, ballots: list[str]) -> Group:
    key = sha256("\n".join([kind, *sorted(ballots)]).encode()).hexdigest()[:16]
    return Group(kind, key, tuple(sorted(ballots)), min(100, POINTS[kind] * len(ballots)))
