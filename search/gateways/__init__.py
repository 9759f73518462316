"""Engines behind one protocol; `SEARCH_URL` chooses, the embedded one always stands behind."""

from functools import lru_cache
from typing import Protocol

from django.conf import settings

from search.models import SearchDocument
from search.rules.asked import Asked, EngineDown, Found

from .embedded import Embedded


class Engine(Protocol):
    """What an engine does. `index` and `delete` may raise EngineDown."""

    name: str

    def index(self, documents: list[SearchDocument]) -> None:
        """Put documents into the index."""

    def delete(self, ids: list[int]) -> None:
        """Take documents out of the index."""

    def search(self, asked: Asked) -> Found:
        """Return one page of ids, the total and the facets."""


@lru_cache(maxsize=4)
def _server(url: str) -> Engine:
    from .elastic import Elastic

    return Elastic(url)


def engine() -> Engine:
    """Return the chosen engine."""
    return _server(settings.SEARCH_URL) if settings.SEARCH_URL else Embedded()


def find(asked: Asked) -> tuple[Found, bool]:
    """Return the answer and whether the search server was down, so that the embedded engine answered."""
    chosen = engine()
    try:
        return chosen.search(asked), False
    except EngineDown:
        return Embedded().search(asked), True


__all__ = ["Embedded", "Engine", "EngineDown", "engine", "find"]
