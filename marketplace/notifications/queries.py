"""A person's inbox and wishes."""

from dataclasses import dataclass, field
from itertools import groupby

from .actions import texts
from .kinds import CHANNELS, INBOX, Kind, kinds
from .models import Notification, Preference

SIZE = 20


@dataclass(frozen=True)
class Message:
    """A message as the inbox shows it."""

    row: Notification
    title: str
    body: str
    why: str


@dataclass(frozen=True)
class Inbox:
    """One page of messages and the cursor of the next (empty on the last)."""

    rows: list[Message]
    after: str
    is_first: bool


def inbox_of(user: object, *, after: str = "", size: int = SIZE) -> Inbox:
    """Return a page of the person's messages, newest first; a cursor that cannot be read gives the first page."""
    rows = Notification.objects.filter(recipient=user).order_by("-pk")
    is_first = not (after.isascii() and after.isdecimal() and len(after) < 18)  # noqa: PLR2004 - a key's digits
    if not is_first:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: size + 1])
    following = str(found[size - 1].pk) if len(found) > size else ""
    return Inbox([Message(row, *texts(row)) for row in found[:size]], following, is_first)


@dataclass(frozen=True)
class Wish:
    """One row of the preferences: a kind of message and whether each channel is on."""

    kind: Kind
    title: str
    channels: list[tuple[str, bool]] = field(default_factory=list)


def wishes_of(user: object) -> list[tuple[str, list[Wish]]]:
    """Return the person's wishes by room (one query); law fixes some on."""
    known = {(row.kind, row.channel): row.wanted for row in Preference.objects.filter(user=user)}
    ordered = sorted(kinds().values(), key=lambda kind: kind.code)
    return [
        (room, [_wish(kind, known) for kind in group])
        for room, group in groupby(ordered, key=lambda kind: kind.code.partition(".")[0])
    ]


def _wish(kind: Kind, known: dict[tuple[str, str], bool]) -> Wish:
    def wanted(channel: str) -> bool:
        default = True if channel == INBOX else kind.mail
        return kind.is_legal or known.get((kind.code, channel), default)

    return Wish(kind, _plain_title(kind), [(channel, wanted(channel)) for channel in CHANNELS])


class _Dots(dict):
    def __missing__(self, key: str) -> str:
        return "…"


def _plain_title(kind: Kind) -> str:
    """Return the title with dots where a message has its facts."""
    return str(kind.title).format_map(_Dots())
