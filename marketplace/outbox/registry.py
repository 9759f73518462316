"""Which handlers listen to which event; filled when the rooms' `handlers` modules are imported."""

from collections.abc import Callable

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
