"""What a person has to do: rooms list it in `queries/duties.py`, the desk shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Duty:
    """One thing to do: code of the kind, the object, where, until when, and the label of the one button.

    `label` is translated text; `due_at` is None when nothing is due; `place` is a community or department name;
    `is_approval` says that somebody else prepared it and waits for this person's yes or no.
    """

    code: str
    reference: str
    title: str
    url: str
    label: str
    due_at: datetime | None = None
    place: str = ""
    step: str = ""
    is_approval: bool = False

    def is_late(self, now: datetime) -> bool:
        """Say whether the due time has passed."""
        return self.due_at is not None and now >= self.due_at


DutySource = Callable[[object, datetime], Iterable[Duty]]
"""duties_of(user, now) -> duties; every room's `queries.duties` module offers one."""
