"""Every kind of public object: which rows are public, what is said about each, when a row changed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from search.models import Kind

BODY = 6000


@dataclass(frozen=True)
class Face:
    """The public face of one object, as it goes into the index."""

    path: str
    title: str
    title_en: str = ""
    reference: str = ""
    body: str = ""
    category: str = ""
    communities: list[str] = field(default_factory=list)
    state: str = ""
    amount: Decimal | None = None
    day: date | None = None
    is_demo: bool = False
    language: str = ""


@dataclass(frozen=True)
class Source:
    """One kind: the public rows, the face of a row, the field that tells when it changed (empty: unknown)."""

    kind: Kind
    public: Callable[[], QuerySet]
    face: Callable[[Any], Face]
    changed: str = ""
    states: Any = None

    def key(self, text: str) -> Any:
        """Return a stored key as the model's own."""
        return self.public().model._meta.pk.to_python(text)  # noqa: SLF001 - Django's public-in-practice Meta

    def among(self, keys: list[str]) -> set[str]:
        """Return those of the keys whose objects are public now (one query)."""
        wanted = [self.key(key) for key in keys]
        return {str(key) for key in self.public().filter(pk__in=wanted).values_list("pk", flat=True)}


SOURCES: dict[str, Source] = {}


def source(kind: Kind, public: Callable[[], QuerySet], *, changed: str = "", states: Any = None) -> Callable:
    """Register the function that makes the face of a row of this kind."""

    def register(face: Callable[[Any], Face]) -> Callable[[Any], Face]:
        SOURCES[kind] = Source(kind, public, face, changed, states)
        return face

    return register


def text_of(*parts: object) -> str:
    """Join what is present, cut to a bounded length."""
    return "\n".join(str(part) for part in parts if part)[:BODY]
