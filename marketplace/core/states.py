"""Life cycles as tables of rows, and the one gate through which every state changes."""

from collections.abc import Iterable
from dataclasses import dataclass

from .refusals import Refused


@dataclass(frozen=True)
class Row:
    """One permitted step: from, act, to, and who acts (a role's code, or `clock`)."""

    source: str
    act: str
    target: str
    role: str


@dataclass(frozen=True)
class Table:
    """A life cycle: its name, where it starts, its rows."""

    name: str
    initial: str
    rows: tuple[Row, ...]

    def allows(self, current: str, target: str) -> bool:
        """Say whether a row leads from current to target."""
        return any(row.source == current and row.target == target for row in self.rows)

    def acts(self, current: str) -> tuple[Row, ...]:
        """Return the rows that leave the state."""
        return tuple(row for row in self.rows if row.source == current)

    def states(self) -> set[str]:
        """Return every state named in the table."""
        return {self.initial} | {row.source for row in self.rows} | {row.target for row in self.rows}

    def reachable(self) -> set[str]:
        """Return the states that a path from the initial one reaches."""
        seen, todo = {self.initial}, [self.initial]
        while todo:
            for row in self.acts(todo.pop()):
                if row.target not in seen:
                    seen.add(row.target)
                    todo.append(row.target)
        return seen


def table(name: str, initial: str, rows: Iterable[tuple[str, str, str, str]]) -> Table:
    """Build a table from plain tuples (from, act, to, role)."""
    return Table(name, initial, tuple(Row(*map(str, row)) for row in rows))


def require_transition(cycle: Table, current: str, target: str) -> None:
    """Refuse (409) unless the table has a row from current to target."""
    if not cycle.allows(current, target):
        raise Refused("core.not_in_this_state", status=409, cycle=cycle.name, current=current, target=target)
