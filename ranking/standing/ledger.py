"""The state of the record on a day: who exists, whose contract it is, what evidence stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from .events import Event
from .parameters import MER1, Parameters


@dataclass(slots=True)
class Evidence:
    """A contract on a day with its evidence: ratings as (rater, raw), stars, milestone points."""

    contract_id: str
    org_id: str
    category: str
    difficulty: int
    end: date
    officials: list[tuple[str, float]] = field(default_factory=list)
    experts: list[tuple[str, float]] = field(default_factory=list)
    stars: list[float] = field(default_factory=list)
    milestones: list[float] = field(default_factory=list)

    @property
    def pieces(self) -> int:
        """How many pieces of evidence speak: every rating, every milestone that was not excused."""
        return len(self.officials) + len(self.experts) + len(self.stars) + len(self.milestones)


@dataclass(slots=True)
class Ledger:
    """Status by organization, and every contract known on the day (with or without evidence)."""

    as_of: date
    statuses: dict[str, str]
    contracts: list[Evidence]


def build_ledger(events: Iterable[Event], as_of: date, parameters: Parameters = MER1) -> Ledger:
    """Return the record as of the day: later events do nothing, voided ones are absent, links are followed."""
    past = [event for event in events if event.day <= as_of]
    counted = _not_voided(past)
    links = {event.org_id: event.ref for event in _in_order(counted, "link")}
    contracts = {event.contract_id: _contract(event, links) for event in _in_order(counted, "contract")}
    statuses = {_holder(contract.org_id, links): "active" for contract in contracts.values()}
    statuses |= {_holder(event.ref, links): "active" for event in counted if event.type == "link"}
    statuses |= {_holder(event.org_id, links): event.outcome for event in _in_order(counted, "org")}
    for event in _in_order(counted, "contract_end"):
        if event.contract_id in contracts:
            contracts[event.contract_id].end = event.end  # type: ignore[assignment]
    for event in counted:
        if event.contract_id in contracts:
            _add(contracts[event.contract_id], event, parameters)
    return Ledger(as_of, statuses, list(contracts.values()))


def _in_order(events: list[Event], kind: str) -> list[Event]:
    return sorted((e for e in events if e.type == kind), key=lambda e: (e.at, e.event_id))


def _not_voided(events: list[Event]) -> list[Event]:
    """Return what stands; a void that is itself voided does nothing (innermost first)."""
    targets = {event.event_id: event.ref for event in events if event.type == "void"}
    waiting = dict.fromkeys(targets, 0)
    for ref in targets.values():
        if ref in waiting:
            waiting[ref] += 1
    absent: set[str] = set()
    ready = [void for void, count in waiting.items() if not count]
    for void in ready:
        ref = targets[void]
        if void not in absent:
            absent.add(ref)
        if ref in waiting:
            waiting[ref] -= 1
            if not waiting[ref]:
                ready.append(ref)
    return [event for event in events if event.event_id not in absent]


def _holder(org_id: str, links: dict[str, str]) -> str:
    seen = {org_id}
    while org_id in links and links[org_id] not in seen:
        org_id = links[org_id]
        seen.add(org_id)
    return org_id


def _contract(event: Event, links: dict[str, str]) -> Evidence:
    return Evidence(
        event.contract_id,
        _holder(event.org_id, links),
        event.category,
        event.difficulty,
        event.end,  # type: ignore[arg-type]  # a contract row without an end was refused when it was read
    )


def _add(contract: Evidence, event: Event, parameters: Parameters) -> None:
    if event.type == "milestone" and event.outcome != "excused":
        contract.milestones.append(milestone_points(event.outcome, event.days_late, parameters))
    elif event.type == "evaluation" and event.evaluator_kind == "resident":
        contract.stars.append(event.score)
    elif event.type == "evaluation":
        voices = contract.officials if event.evaluator_kind == "official" else contract.experts
        voices.append((event.evaluator_id, event.score))


def milestone_points(outcome: str, days_late: int, parameters: Parameters = MER1) -> float:
    """Return 0-100 points: on time 100; late 100 - min(60, 2 per day); after rework 55; rejected 0."""
    if outcome == "late":
        return parameters.on_time - min(parameters.most_late, parameters.per_day_late * days_late)
    return {"on_time": parameters.on_time, "rework": parameters.rework, "rejected": parameters.rejected}[
        outcome
    ]
