"""Fields of service: the catalogue belongs to a room above, which offers it here when it starts."""

from collections.abc import Callable, Iterable

FieldSource = Callable[[], Iterable[tuple[str, str]]]
_SOURCES: list[FieldSource] = []


def offer_fields(source: FieldSource) -> None:
    """Register who knows the service catalogue; called once, from the room's `ready()`."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def service_fields() -> list[tuple[str, str]]:
    """Return (code, name) of every category of the catalogue; empty where nobody offered one."""
    return [row for source in _SOURCES for row in source()]
