"""Which handlers listen to which event; filled when the rooms' `handlers` modules are imported."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from marketplace.core.events import Event

Handler = Callable[[Event], object]
HANDLERS: dict[str, dict[str, Handler]] = {}


def handles(event: type[Event]) -> Callable[[Handler], Handler]:
    """Register a handler: thin, idempotent, one action call. Its name is `<room>.<function>`."""

    def register(handler: Handler) -> Handler:
        name = f"{handler.__module__.split('.')[0]}.{handler.__name__}"
        HANDLERS.setdefault(event.name(), {})[name] = handler
        return handler

    return register


@contextmanager
def unheard(room: str) -> Iterator[None]:
    """Let a room hear no event inside: whoever loads many rows brings it up to date in one go afterwards."""
    kept = {event: dict(handlers) for event, handlers in HANDLERS.items()}
    for handlers in HANDLERS.values():
        for name in [name for name in handlers if name.startswith(f"{room}.")]:
            del handlers[name]
    try:
        yield
    finally:
        HANDLERS.update(kept)
