"""What an engine is asked and what it answers."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .questions import Question

PAGE_SIZE = 20
LAST_PAGE = 50


class EngineDown(Exception):  # noqa: N818 - a state of the world
    """The search server cannot be reached or refuses to work."""


@dataclass(frozen=True)
class Filters:
    """Narrowing by facts; empty means not narrowed."""

    kind: str = ""
    community: str = ""
    category: str = ""
    state: str = ""
    amount_from: Decimal | None = None
    amount_to: Decimal | None = None
    day_from: date | None = None
    day_to: date | None = None


@dataclass(frozen=True)
class Asked:
    """One request to an engine. `sort` is `relevance` or `newest`; pages count from 1."""

    question: Question
    filters: Filters = Filters()
    language: str = "zh-hans"
    sort: str = "relevance"
    page: int = 1


@dataclass(frozen=True)
class Found:
    """One page of an answer: document ids in order, how many in all, counts by facet.

    `is_loose` says that nothing held every term as written and related texts are shown instead.
    """

    ids: list[int]
    total: int
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    is_loose: bool = False
    took_too_long: bool = False
