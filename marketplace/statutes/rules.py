"""The coded rules: id, where it acts, what it does, where it stands, which numbers it reads, which code keeps it.

A rule is registered only when code keeps it: `kept_by` names the functions, and a house test imports each of them,
finds the id in it and in a test. Numbers are never repeated here: `parameters` are keys of STATUTES.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from marketplace.core.refusals import Citation

from .instruments import INSTRUMENTS
from .parameters import STATUTES, Parameter


class Effect(StrEnum):
    """What a rule does: forbids the act, warns, or is applied and shown."""

    BLOCK = "block"
    WARN = "warn"
    INFO = "info"


class Phase(StrEnum):
    """The step of the loop at which a rule acts, in the order of the loop."""

    PLANNING = "planning"
    NOTICE = "notice"
    DOCUMENT = "document"
    BID = "bid"
    OPENING = "opening"
    COMMITTEE = "committee"
    EVALUATION = "evaluation"
    AWARD = "award"
    CHALLENGE = "challenge"
    CONTRACT = "contract"
    DELIVERY = "delivery"
    PAYMENT = "payment"
    ORGANIZATION = "organization"
    DELIBERATION = "deliberation"
    CALENDAR = "calendar"


@dataclass(frozen=True)
class Rule:
    """One coded rule. `codes` are the refusals that it speaks through; `since` the day its source took force."""

    id: str
    phase: Phase
    effect: Effect
    citation: Citation
    kept_by: tuple[str, ...]
    parameters: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The letters of the id, such as GEN."""
        return self.id.partition("-")[0]

    @property
    def since(self) -> date | None:
        """The day on which its source took force; None for house rules."""
        instrument = INSTRUMENTS.get(self.citation.instrument)
        return instrument.in_force_from if instrument else None

    def in_force(self, day: date) -> bool:
        """Say whether the source of the rule is in force on the day."""
        return self.since is None or self.since <= day

    def numbers(self, day: date) -> list[Parameter]:
        """Return the numbers that the rule reads and that are in force on the day."""
        return [row for key in self.parameters for row in STATUTES.rows(key) if row.in_force(day)]


class Registry:
    """All coded rules in the order of their declaration."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}

    def add(self, rule: Rule) -> Rule:
        """Add a rule; raises ValueError for a second one of the id, an unknown source or an unknown number."""
        if rule.id in self._rules:
            raise ValueError(f"{rule.id} is registered twice")
        if rule.citation.instrument not in INSTRUMENTS:
            raise ValueError(f"{rule.id} cites an unknown source")
        for key in rule.parameters:
            if not STATUTES.rows(key):
                raise ValueError(f"{rule.id} reads the unknown number {key}")
        self._rules[rule.id] = rule
        return rule

    def all(self) -> list[Rule]:
        """Return every rule."""
        return list(self._rules.values())

    def find(self, rule_id: str) -> Rule | None:
        """Return a rule by its id, or None."""
        return self._rules.get(rule_id)

    def speaking(self, code: str) -> list[str]:
        """Return the ids of the rules that refuse with the code."""
        return [rule.id for rule in self._rules.values() if code in rule.codes]


RULES = Registry()


def coded(
    rule_id: str, phase: str, effect: str, cite: str, kept_by: str, *, reads: str = "", codes: str = ""
) -> Rule:
    """Register a rule; `cite` is `INSTRUMENT|article|trust`, the others are lists separated by blanks."""
    instrument, article, trust = cite.split("|")
    return RULES.add(
        Rule(
            rule_id,
            Phase(phase),
            Effect(effect),
            Citation(instrument, article, trust),
            tuple(kept_by.split()),
            tuple(reads.split()),
            tuple(codes.split()),
        )
    )
